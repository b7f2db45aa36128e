"""A promise by itself that names the contact it was made in: the action and its REST door."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.casefile.actions import take_promise
from collections_app.contacts.actions import correct_contact
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.cases.desk import NOW, agent
from tests.contacts.desk import RPC, entry, open_file

pytestmark = pytest.mark.django_db


def promised(**more):
    return PromiseEntry(**{"submission": uuid4(), "amount": Decimal("200.00"), "due_on": d("03-12"), **more})


def talk(file, actor, outcome="RPC_EXCUSE", **more):
    """The debtor called in."""
    return file.log(actor, outcome, **{"inbound": True, "reason": "CASH_FLOW_TIMING", **RPC, **more})


def refusal(file, actor, **more):
    with pytest.raises(Refused) as refused:
        take_promise(actor=actor, case_id=file.case.pk, entry=promised(**more), at=NOW)
    return refused.value.code, refused.value.field


def test_it_has_the_channel_and_reason_of_its_contact():
    file, actor = open_file(), agent()
    contact = talk(file, actor)
    made = take_promise(actor=actor, case_id=file.case.pk, entry=promised(contact_id=contact.pk), at=NOW)
    assert (made.contact_id, made.channel, made.reason) == (contact.pk, "PHONE", "CASH_FLOW_TIMING")


def test_without_a_contact_it_is_what_the_entry_says():
    file = open_file()
    made = take_promise(actor=agent(), case_id=file.case.pk, entry=promised(channel="VISIT"), at=NOW)
    assert (made.contact_id, made.channel) == (None, "VISIT")


def test_only_a_contact_of_this_case_with_the_one_who_promised():
    file, other, actor = open_file(), open_file(), agent()
    elsewhere, spoken = talk(other, actor), talk(file, actor)
    missed = file.log(actor, "NO_ANSWER", inbound=True)
    assert refusal(file, actor, contact_id=elsewhere.pk) == ("unknown_contact", "contact_id")
    assert refusal(file, actor, contact_id=10**9) == ("unknown_contact", "contact_id")
    assert refusal(file, actor, contact_id=missed.pk) == ("not_right_party", "contact_id")
    assert refusal(file, actor, contact_id=spoken.pk, speaker="GUARANTOR") == ("other_speaker", "contact_id")
    assert not PromiseToPay.objects.exists()


def test_of_a_corrected_contact_the_newest_entry_counts():
    file, actor = open_file(), agent()
    wrong = talk(file, actor)
    promise = promised(contact_id=wrong.pk)
    made = take_promise(actor=actor, case_id=file.case.pk, entry=promise, at=NOW)
    told = entry("RPC_EXCUSE", inbound=True, reason="FORGOT", contact_point_id=file.point.pk, **RPC)
    right = correct_contact(actor=actor, contact_id=wrong.pk, entry=told, reason="Other reason", at=NOW).contact
    again = take_promise(actor=actor, case_id=file.case.pk, entry=promise, at=NOW)
    assert again == made, "the same submission stands"
    assert refusal(file, actor, contact_id=wrong.pk) == ("corrected", "contact_id")
    newer = replace(promise, submission=uuid4(), contact_id=right.pk)
    assert take_promise(actor=actor, case_id=file.case.pk, entry=newer, at=NOW).reason == "FORGOT"


def test_over_rest(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    file = open_file()
    contact = talk(file, cast.actor("agent"))
    body = {"amount": "200.00", "due_on": "2025-03-12", "speaker": "CARDHOLDER", "contact_id": contact.pk}
    address = f"/api/v1/cases/{file.case.pk}/promises"
    answer = cast.api("agent").post(address, body)
    assert (answer.status_code, answer.json()["contact"], answer.json()["channel"]) == (201, contact.pk, "PHONE")
    wrong = cast.api("agent").post(address, {**body, "speaker": "GUARANTOR"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "other_speaker")
    assert wrong.json()["errors"][0]["field"] == "contact_id"
    assert cast.api("agent").post(address, {**body, "contact_id": 0}).status_code == 400
