"""Asking for leave to make a contact: who may, what a claim is for, what the answer is."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from collections_app.cases.actions.claims import claim, take_over
from collections_app.cases.models import Case
from collections_app.compliance.actions.stops import signal_stop
from collections_app.compliance.models import ContactRefusal, Permit
from collections_app.contacts.actions import start_contact
from collections_app.events.models import Event
from collections_app.shared.errors import Refused
from tests.accounts.desk import noon

from .desk import NOW, RPC, open_file

pytestmark = pytest.mark.django_db


def refused(**more) -> str:
    with pytest.raises(Refused) as said:
        start_contact(**{"at": NOW, **more})
    return said.value.code


def test_who_works_the_case_gets_a_permit_for_one_number(cast):
    file, agent = open_file(), cast.actor("agent")
    permit = file.start(agent)
    assert (permit.case_id, permit.contact_point_id, permit.purpose) == (file.case.pk, file.point.pk, "COLLECT")
    assert permit.valid_until == NOW + timedelta(minutes=10)
    assert Event.objects.filter(kind="permit.issued", cardholder_id=file.case.cardholder_id).count() == 1


def test_a_refusal_is_an_answer_with_its_rule_and_the_next_moment(cast):
    file, agent = open_file(), cast.actor("agent")
    late = NOW + timedelta(hours=10)
    claim(actor=agent, case_id=file.case.pk, at=late)
    said = start_contact(actor=agent, case_id=file.case.pk, contact_point_id=file.point.pk, at=late)
    assert isinstance(said, ContactRefusal)
    assert (said.rule, said.next_allowed_at) == ("window", NOW + timedelta(hours=20))
    assert not Permit.objects.exists()


def test_a_stop_that_comes_while_he_works_the_case_stops_the_next_call(cast):
    file, agent = open_file(), cast.actor("agent")
    claim(actor=agent, case_id=file.case.pk, at=NOW)
    signal_stop(actor=cast.actor("manager"), cardholder_id=file.case.cardholder_id, kind="CEASE", at=NOW)
    said = start_contact(actor=agent, case_id=file.case.pk, contact_point_id=file.point.pk, at=NOW)
    assert isinstance(said, ContactRefusal)
    assert (said.rule, said.next_allowed_at) == ("cease", None)


def test_without_a_claim_nobody_calls_but_who_may_take_over_or_for_an_appointment(cast):
    file = open_file(follow_up_at=NOW, appointment_at=NOW)
    ask = {"case_id": file.case.pk, "contact_point_id": file.point.pk}
    agent, lead = cast.actor("agent"), cast.actor("lead")
    assert refused(actor=agent, **ask) == "not_claimed"
    assert isinstance(start_contact(actor=lead, at=NOW, **ask), Permit)
    assert isinstance(start_contact(actor=agent, purpose="APPOINTMENT", at=NOW, **ask), Permit)


def test_who_may_take_over_takes_over_before_he_calls(cast):
    file, lead = open_file(), cast.actor("lead")
    claim(actor=cast.actor("agent"), case_id=file.case.pk, at=NOW)
    ask = {"actor": lead, "case_id": file.case.pk, "contact_point_id": file.point.pk}
    assert refused(**ask) == "claimed"
    taken = take_over(actor=lead, case_id=file.case.pk, reason="absent", at=NOW)
    assert isinstance(start_contact(claim_token=taken.token, at=NOW, **ask), Permit)


def test_nobody_calls_while_somebody_else_works_the_case_not_even_for_an_appointment(cast):
    file, agent = open_file(follow_up_at=NOW, appointment_at=NOW), cast.actor("agent")
    claim(actor=cast.actor("lead"), case_id=file.case.pk, at=NOW)
    ask = {"actor": agent, "case_id": file.case.pk, "contact_point_id": file.point.pk}
    assert refused(**ask) == "claimed"
    assert refused(**ask, purpose="APPOINTMENT") == "claimed"
    assert not Permit.objects.exists()


def agreed(moment):
    """A follow-up that the right party agreed to."""
    return {"follow_up_at": moment, "appointment_at": moment}


@pytest.mark.parametrize(
    ("purpose", "columns", "code"),
    [
        ("APPOINTMENT", {}, "no_appointment"),
        ("APPOINTMENT", agreed(noon("2025-03-11")), "no_appointment"),
        ("APPOINTMENT", {"follow_up_at": NOW}, "no_appointment"),
        ("APPOINTMENT", {"follow_up_at": NOW, "appointment_at": noon("2025-03-07")}, "no_appointment"),
        ("APPOINTMENT", agreed(NOW + timedelta(hours=3)), ""),
        ("APPOINTMENT", agreed(noon("2025-03-07")), ""),
        ("PROMISE_REMINDER", {"follow_up_at": NOW}, "no_promise"),
        ("PROMISE_REMINDER", {"promise_due_on": date(2025, 3, 12)}, ""),
    ],
)
def test_the_code_of_a_contact_is_no_way_around_the_rules(cast, purpose, columns, code):
    file = open_file(bucket=4, **columns)
    ask = {"actor": cast.actor("lead"), "case_id": file.case.pk, "contact_point_id": file.point.pk}
    uncoded = start_contact(**ask, at=NOW)
    assert isinstance(uncoded, ContactRefusal)
    assert uncoded.rule == "coded_only_from_m4"
    if code:
        assert refused(**ask, purpose=purpose) == code
    else:
        assert isinstance(start_contact(**ask, purpose=purpose, at=NOW), Permit)


def test_a_reminder_has_its_days(cast):
    """Due on Saturday, asked for on Monday: from Wednesday on, or on the day he agreed to be called."""
    file = open_file(bucket=4, promise_due_on=date(2025, 3, 15), follow_up_at=NOW)
    ask = {"actor": cast.actor("lead"), "case_id": file.case.pk, "contact_point_id": file.point.pk}
    early = start_contact(**ask, purpose="PROMISE_REMINDER", at=NOW)
    assert isinstance(early, ContactRefusal)
    assert (early.rule, early.next_allowed_at) == ("reminder_too_early", noon("2025-03-12") - timedelta(hours=4))
    Case.objects.filter(pk=file.case.pk).update(appointment_at=NOW)
    assert isinstance(start_contact(**ask, purpose="PROMISE_REMINDER", at=NOW), Permit)


def test_an_agents_own_follow_up_after_no_answer_opens_no_call_in_m4(cast):
    """On Monday an appointment; nobody answers; what the agent plans for Tuesday is none, whatever he calls it."""
    file, agent = open_file(bucket=4, **agreed(NOW)), cast.actor("agent")
    ask = {"actor": agent, "case_id": file.case.pk, "contact_point_id": file.point.pk, "purpose": "APPOINTMENT"}
    permit = start_contact(at=NOW, **ask)
    assert isinstance(permit, Permit)
    tuesday = NOW + timedelta(days=1)
    file.log(agent, "NO_ANSWER", permit_token=permit.token, follow_up_at=tuesday)
    assert (file.again().follow_up_at, file.case.has_appointment) == (tuesday, False)
    assert refused(**ask, at=tuesday) == "no_appointment"
    file.log(agent, "RPC_CALLBACK", inbound=True, follow_up_at=tuesday, **RPC)
    assert file.again().has_appointment
    assert isinstance(start_contact(at=tuesday, **ask), Permit)


def test_a_stale_token_never_calls(cast):
    file, agent, lead = open_file(), cast.actor("agent"), cast.actor("lead")
    mine = claim(actor=agent, case_id=file.case.pk, at=NOW)
    ask = {"case_id": file.case.pk, "contact_point_id": file.point.pk}
    assert isinstance(start_contact(actor=agent, claim_token=mine.token, at=NOW, **ask), Permit)
    take_over(actor=lead, case_id=file.case.pk, reason="absent", at=NOW)
    assert refused(actor=agent, claim_token=mine.token, **ask) == "claim_lost"
    assert refused(actor=lead, claim_token=uuid4(), **ask) == "claim_lost"


def test_a_closed_case_another_debtors_number_and_a_case_out_of_sight(cast):
    file, other, secret = open_file(), open_file(), open_file(restriction="VIP")
    lead = cast.actor("lead")
    point = {"contact_point_id": file.point.pk}
    assert refused(actor=lead, case_id=file.case.pk, contact_point_id=other.point.pk) == "not_found"
    assert refused(actor=lead, case_id=secret.case.pk, contact_point_id=secret.point.pk) == "not_found"
    Case.objects.filter(pk=file.case.pk).update(closed_on="2025-03-09", close_reason="CURED")
    assert refused(actor=lead, case_id=file.case.pk, **point) == "case_closed"
    assert refused(actor=cast.actor("quality"), case_id=file.case.pk, **point) == "forbidden"
