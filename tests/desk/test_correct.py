"""A contact that was written down wrong is told anew from the case page; the wrong entry stays."""

from uuid import uuid4

import pytest

from collections_app.contacts.models import Contact
from tests.contacts.desk import RPC, open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return open_file(phone="13912345678")


def logged(cast, file, role="agent"):
    told = {"inbound": True, "reason": "ILLNESS", "note": "ill since May", **RPC}
    return file.log(cast.actor(role), "RPC_NO_COMMITMENT", **told)


def address(file, contact):
    return f"/cases/{file.case.pk}/contacts/{contact.pk}/correct/"


def typed(**more):
    said = {"submission": str(uuid4()), "why": "wrong line", "outcome": "RPC_REFUSAL", "reason": "ILLNESS"}
    return said | {"role": "CARDHOLDER", "verified_by": "BIRTH_DATE"} | more


def test_the_form_begins_as_it_was_filled_in(cast, file):
    form = cast.browser("agent").get(address(file, logged(cast, file))).context["form"]
    shown = {name: form[name].value() for name in ("outcome", "reason", "role", "verified_by", "note")}
    assert shown == {"outcome": "RPC_NO_COMMITMENT", "reason": "ILLNESS", "note": "ill since May", **RPC}


def test_the_correction_points_back_and_both_stay_on_the_timeline(cast, file):
    wrong = logged(cast, file)
    answer = cast.browser("agent").post(address(file, wrong), typed(), follow=True)
    correction = Contact.objects.get(corrects=wrong)
    assert correction.outcome_id == "RPC_REFUSAL"
    text = answer.content.decode()
    assert "is-corrected" in text
    assert address(file, wrong) not in text
    assert address(file, correction) in text


def test_without_saying_what_was_wrong_nothing_is_stored(cast, file):
    answer = cast.browser("agent").post(address(file, logged(cast, file)), typed(why=""))
    assert answer.status_code == 422
    assert Contact.objects.count() == 1


def test_what_the_rules_refuse_stays_in_the_form(cast, file):
    answer = cast.browser("agent").post(address(file, logged(cast, file)), typed(verified_by="", note="kept"))
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()


def test_who_may(cast, file):
    mine = address(file, logged(cast, file, "lead"))
    assert mine not in cast.browser("agent").get(f"/cases/{file.case.pk}/").content.decode()
    assert cast.browser("agent").post(mine, typed()).status_code == 422
    assert cast.browser("quality").get(mine).status_code == 403
    assert mine in cast.browser("manager").get(f"/cases/{file.case.pk}/").content.decode()
    assert cast.browser("manager").post(mine, typed()).status_code == 302


def test_a_contact_of_another_case_is_not_there(cast, file):
    assert cast.browser("agent").get(address(open_file(), logged(cast, file))).status_code == 404
