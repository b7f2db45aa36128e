"""The log form: what it stores, what it keeps when refused, where it leads."""

from uuid import uuid4

import pytest

from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.actions.claims import claim, take_over
from collections_app.cases.models import Case, Claim
from collections_app.cases.routing import reroute
from collections_app.contacts.models import Contact
from tests.accounts.cards import d
from tests.cases.desk import NOW
from tests.contacts.desk import open_file

pytestmark = pytest.mark.django_db
TALKED = {"role": "CARDHOLDER", "verified_by": "BIRTH_DATE"}


@pytest.fixture
def file(cast):
    file = open_file(phone="13912345678")
    file.token = claim(actor=cast.actor("agent"), case_id=file.case.pk, at=NOW).token
    return file


def form(file, outcome="RPC_NO_COMMITMENT", *, promise=None, **more):
    said = {"submission": str(uuid4()), "outcome": outcome, "channel": "PHONE", "claim_token": str(file.token)}
    said |= {"contact_point_id": file.point.pk, "reason": "ILLNESS", **TALKED}
    typed = {f"promise-{name}": value for name, value in (promise or {}).items()}
    return said | typed | more


def send(cast, file, data, role="agent"):
    return cast.browser(role).post(f"/cases/{file.case.pk}/", data)


def permitted(cast, file):
    """The token of a permit the agent has asked for."""
    cast.browser("agent").post(f"/cases/{file.case.pk}/call/{file.point.pk}/")
    answer = cast.browser("agent").get(f"/cases/{file.case.pk}/")
    initial = answer.context["form"].initial
    return {"permit_token": str(initial["permit_token"]), "happened_at": initial["happened_at"]}


def test_under_its_permit_a_contact_is_no_breach(cast, file):
    answer = send(cast, file, form(file, **permitted(cast, file)))
    assert answer.url == f"/cases/{file.case.pk}/"
    contact = Contact.objects.get()
    assert (contact.breach, contact.right_party, contact.user) == (False, True, cast.user("agent"))


def test_without_a_permit_it_is_stored_as_a_breach_and_says_so(cast, file):
    answer = cast.browser("agent").post(f"/cases/{file.case.pk}/", form(file), follow=True)
    assert Contact.objects.get().breach
    assert "stored as a breach" in answer.content.decode()


def test_save_keeps_the_claim_and_save_and_next_gives_it_back_for_the_next_one(cast, file, front):
    other = open_file()
    reroute([other.case.pk])
    assert send(cast, file, form(file, inbound="on", then="stay")).url == f"/cases/{file.case.pk}/"
    assert Claim.objects.filter(case=file.case).exists()
    assert send(cast, file, form(file, inbound="on", then="next")).url == f"/cases/{other.case.pk}/"
    assert not Claim.objects.filter(case=file.case).exists()


def test_a_promise_is_taken_with_it(cast, file):
    promise = {"amount": "200.00", "due_on": "2025-03-12", "speaker": "CARDHOLDER"}
    answer = cast.browser("agent").post(
        f"/cases/{file.case.pk}/", form(file, "RPC_PTP", promise=promise, inbound="on"), follow=True
    )
    assert PromiseToPay.objects.get().last_due_on == d("03-12")
    assert "Promised: 200.00 by 12 Mar." in answer.content.decode()


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ({"amount": "200.00", "due_on": "2025-03-09", "speaker": "CARDHOLDER"}, "This day has passed"),
        ({"amount": "900.00", "due_on": "2025-03-12", "speaker": "CARDHOLDER"}, "500.00"),
        ({"amount": "x", "due_on": "2025-03-12", "speaker": "CARDHOLDER"}, "Enter a number"),
        ({}, "This field is required."),
    ],
)
def test_a_promise_that_is_refused_stores_nothing_and_keeps_everything_typed(cast, file, promise, said):
    data = form(file, "RPC_PTP", promise=promise, note="will pay after the holidays", inbound="on")
    answer = send(cast, file, data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "will pay after the holidays" in text
    assert not Contact.objects.exists()
    mended = data | {"promise-amount": "200.00", "promise-due_on": "2025-03-12", "promise-speaker": "CARDHOLDER"}
    assert send(cast, file, mended).status_code == 302
    assert Contact.objects.count() == PromiseToPay.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "NONSENSE"}, "outcome"),
        ({"outcome": "RPC_CALLBACK"}, "follow_up_at"),
        ({"outcome": "THIRD_PARTY", "role": "EMPLOYER"}, "message_left"),
        ({"verified_by": ""}, "verified_by"),
        ({"role": "EMPLOYER"}, "role"),
        ({"contact_point_id": "", "number": "no number"}, "number"),
        ({"note": "his card is 4111111111111111"}, "note"),
    ],
)
def test_an_error_stands_at_its_field(cast, file, wrong, field):
    answer = send(cast, file, form(file, inbound="on") | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Contact.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(cast, file):
    answer = send(cast, file, form(file, "RPC_PTP", promise={}, inbound="on") | {"verified_by": ""})
    assert list(answer.context["form"].errors) == ["verified_by"]
    assert set(answer.context["promise_form"].errors) == {"amount", "due_on", "speaker"}
    several = send(cast, file, form(file, inbound="on") | {"verified_by": "", "reason": ""})
    assert set(several.context["form"].errors) == {"verified_by", "reason"}


@pytest.mark.parametrize(
    ("contact", "promise", "at_contact", "at_promise"),
    [
        ({"verified_by": ""}, {"amount": "900.00", "due_on": "2025-03-09"}, {"verified_by"}, {"amount", "due_on"}),
        ({"outcome": ""}, {"amount": "900.00", "due_on": "2025-03-12"}, {"outcome"}, {"amount"}),
        ({"verified_by": ""}, {"amount": "x", "due_on": "2025-03-09"}, {"verified_by"}, {"amount", "due_on"}),
        ({"follow_up_at": "soon"}, {"amount": "200.00", "due_on": ""}, {"follow_up_at"}, {"due_on"}),
        (
            {"verified_by": "", "follow_up_at": "soon"},
            {"amount": "200.00", "day_1": "2025-03-12", "part_1": "x", "day_2": "2025-03-14", "part_2": "100.00"},
            {"verified_by", "follow_up_at"},
            {"part_1"},
        ),
    ],
)
def test_faults_of_the_contact_hide_none_of_the_promise(cast, file, contact, promise, at_contact, at_promise):
    typed = form(file, "RPC_PTP", promise={"speaker": "CARDHOLDER", **promise}, inbound="on", note="at six") | contact
    answer = send(cast, file, typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == at_contact
    assert set(answer.context["promise_form"].errors) == at_promise
    text = answer.content.decode()
    assert "at six" in text
    assert all(f'value="{value}"' in text for value in promise.values() if value)
    assert not Contact.objects.exists()


def test_what_is_wrong_with_instalments_stands_at_the_first_of_them(cast, file):
    parts = {"day_1": "2025-03-12", "part_1": "100.00", "day_2": "2025-03-14", "part_2": "150.00"}
    promise = {"amount": "200.00", "speaker": "CARDHOLDER", **parts}
    answer = send(cast, file, form(file, "RPC_PTP", promise=promise, inbound="on"))
    assert set(answer.context["promise_form"].errors) == {"day_1"}
    assert "add up to 250.00" in answer.content.decode()
    assert answer.context["promise_rows_open"]


def test_a_second_press_stores_it_once(cast, file):
    data = form(file, inbound="on")
    assert send(cast, file, data).status_code == send(cast, file, data).status_code == 302
    assert Contact.objects.count() == 1


def test_a_claim_that_was_lost_loses_no_contact(cast, file):
    take_over(actor=cast.actor("lead"), case_id=file.case.pk, reason="urgent", at=NOW)
    answer = cast.browser("agent").post(f"/cases/{file.case.pk}/", form(file, inbound="on", then="next"), follow=True)
    assert "You did not have this case any more when you saved" in answer.content.decode()
    assert Contact.objects.count() == 1
    assert Claim.objects.get().user == cast.user("lead")


def test_on_a_closed_case_the_contact_is_stored_and_a_promise_refused(cast, file):
    Case.objects.update(closed_on=d("03-10"), close_reason="CURED")
    promise = {"amount": "200.00", "due_on": "2025-03-12", "speaker": "CARDHOLDER"}
    assert send(cast, file, form(file, "RPC_PTP", promise=promise, inbound="on")).status_code == 422
    assert send(cast, file, form(file, "RPC_PAID_CLAIM", inbound="on")).status_code == 302
    assert Contact.objects.count() == 1


def test_who_may_not_log_is_refused(cast, file):
    assert send(cast, file, form(file), role="quality").status_code == 403
