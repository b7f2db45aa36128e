"""What an outcome changes: numbers retired, holds placed, stop signals kept, calls agreed, contact lost and found."""

from datetime import date, timedelta

import pytest

from accounts.models import ContactPoint
from collections_app.cases.models import Case, CaseHold
from collections_app.compliance.models import Consent, ContactRefusal, Permit, StopSignal
from collections_app.contacts.actions import start_contact
from collections_app.events.models import Event
from collections_app.shared import clock

from .desk import NOW, RPC, number, open_file, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def asked(actor, file, point=None, *, at) -> str:
    """Which rule refuses another call on the number; "" when none does."""
    point_id = (point or file.point).pk
    said = start_contact(actor=actor, case_id=file.case.pk, contact_point_id=point_id, at=at)
    return said.rule if isinstance(said, ContactRefusal) else ""


# -- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["WRONG_NUMBER", "OUT_OF_SERVICE"])
def test_a_wrong_number_is_retired_and_called_no_more(cast, outcome):
    file, lead = open_file(), cast.actor("lead")
    second = number(file.case.cardholder, status="VERIFIED")
    contact = file.call(lead, outcome)
    file.point.refresh_from_db()
    assert file.point.status == "INVALID"
    assert asked(lead, file, at=NOW + DAY) == "number_invalid"
    assert asked(lead, file, second, at=NOW + DAY) == ""
    assert Event.objects.get(kind="contact.logged").data["changed"] == ["NUMBER_INVALID"]
    assert contact.number_hash == file.point.value_hash


def test_a_number_two_debtors_share_is_retired_for_the_one_it_was_wrong_for(cast):
    file, other = open_file(phone="13911112222"), open_file(phone="13911112222")
    file.call(cast.actor("agent"), "WRONG_NUMBER")
    assert set(ContactPoint.objects.values_list("cardholder", "status")) == {
        (file.case.cardholder_id, "INVALID"),
        (other.case.cardholder_id, "UNVERIFIED"),
    }


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"outcome": "RPC_EXCUSE", **RPC}, "VERIFIED"),
        ({"outcome": "RPC_EXCUSE", "inbound": True, **RPC}, "VERIFIED"),
        ({"outcome": "RPC_EXCUSE", "role": "GUARANTOR", "verified_by": "SYSTEM"}, "UNVERIFIED"),
        ({"outcome": "HANG_UP_UNVERIFIED", "role": "CARDHOLDER"}, "UNVERIFIED"),
    ],
)
def test_a_number_is_verified_by_a_conversation_with_whose_it_is(cast, told, status):
    file = open_file()
    reason = {"reason": "FORGOT"} if told["outcome"].startswith("RPC") else {}
    file.log(cast.actor("agent"), **told, **reason)
    file.point.refresh_from_db()
    assert file.point.status == status
    assert file.point.last_verified_on == (date(2025, 3, 10) if status == "VERIFIED" else None)


def test_the_debtor_on_his_wifes_mobile_verifies_nothing_and_his_guarantor_on_his_own_does(cast):
    file, agent = open_file(), cast.actor("agent")
    wife, surety = person(file.case.cardholder, "GUARANTOR"), person(file.case.cardholder, "GUARANTOR")
    hers, his = number(file.case.cardholder, party=wife), number(file.case.cardholder, party=surety)
    file.log(agent, "RPC_EXCUSE", reason="FORGOT", contact_point_id=hers.pk, **RPC)
    guarantor = {"role": "GUARANTOR", "verified_by": "SYSTEM", "reason": "FORGOT"}
    file.log(agent, "RPC_EXCUSE", contact_point_id=his.pk, **guarantor)
    hers.refresh_from_db(), his.refresh_from_db()
    assert (hers.status, his.status) == ("UNVERIFIED", "VERIFIED")


def test_a_conversation_of_monday_told_of_late_restores_no_number_retired_since(cast):
    file, agent = open_file(), cast.actor("agent")
    file.log(agent, "OUT_OF_SERVICE", at=NOW + DAY)
    late = {"reason": "FORGOT", "happened_at": NOW, **RPC}
    file.log(agent, "RPC_EXCUSE", at=NOW + 2 * DAY, **late)
    file.point.refresh_from_db()
    assert file.point.status == "INVALID"
    file.log(agent, "RPC_EXCUSE", reason="FORGOT", inbound=True, at=NOW + 2 * DAY, **RPC)
    file.point.refresh_from_db()
    assert (file.point.status, file.point.last_verified_on) == ("VERIFIED", date(2025, 3, 12))


# -- holds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "kind", "until"),
    [
        ("DISPUTE", "DISPUTE", None),
        ("FRAUD_CLAIM", "FRAUD_CLAIM", None),
        ("HARDSHIP", "HARDSHIP", date(2025, 4, 9)),
        ("PLAN_REQUEST", "HARDSHIP", date(2025, 4, 9)),
        ("VULNERABLE", "HARDSHIP", date(2025, 4, 9)),
        ("BANKRUPTCY", "BANKRUPTCY", None),
        ("DECEASED", "DECEASED", None),
        ("INCARCERATED", "HARDSHIP", date(2025, 4, 9)),
        ("COMPLAINT", "COMPLAINT", None),
    ],
)
def test_an_outcome_places_its_hold(cast, outcome, kind, until):
    file = open_file()
    contact = file.call(cast.actor("agent"), outcome, reason="UNKNOWN", **RPC)
    hold = CaseHold.objects.get()
    assert (hold.kind, hold.until, hold.placed_on) == (kind, until, date(2025, 3, 10))
    assert str(contact.pk) in hold.reason
    assert file.again().hold_kinds == [kind]


def test_a_dispute_ends_calling_until_somebody_releases_it(cast):
    file, lead = open_file(), cast.actor("lead")
    file.call(lead, "DISPUTE", reason="DISPUTE_AMOUNT", **RPC)
    assert asked(lead, file, at=NOW + DAY) == "case_hold"


def test_one_hold_of_a_kind_is_enough_and_a_closed_case_needs_none(cast):
    file, agent = open_file(), cast.actor("agent")
    file.call(agent, "DISPUTE", reason="DISPUTE_AMOUNT", **RPC)
    file.log(agent, "DISPUTE", reason="DISPUTE_AMOUNT", inbound=True, **RPC)
    assert CaseHold.objects.count() == 1
    closed = open_file()
    Case.objects.filter(pk=closed.case.pk).update(closed_on="2025-03-10", close_reason="CURED")
    closed.log(agent, "DISPUTE", reason="DISPUTE_AMOUNT", inbound=True, **RPC)
    assert CaseHold.objects.count() == 1


# -- stop signals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "kind", "channel", "rule"),
    [
        ("CEASE_REQUEST", "CEASE", "", "cease"),
        ("ATTORNEY", "ATTORNEY", "", "attorney"),
        ("MEDIUM_OPT_OUT", "OPT_OUT", "PHONE", "opt_out"),
    ],
)
def test_who_says_stop_is_called_no_more_whoever_he_said_he_was(cast, outcome, kind, channel, rule):
    file, lead = open_file(), cast.actor("lead")
    contact = file.log(lead, outcome, role="CARDHOLDER", inbound=True, happened_at=NOW - timedelta(hours=1))
    signal = StopSignal.objects.get()
    assert (signal.kind, signal.channel, signal.effective_at) == (kind, channel, NOW - timedelta(hours=1))
    assert contact.right_party is False
    assert asked(lead, file, at=NOW) == rule


def test_a_third_party_who_objects_is_left_alone_and_the_debtor_is_not_lost_by_it(cast):
    file, lead = open_file(), cast.actor("lead")
    for day in (3, 2, 1):
        file.log(lead, at=NOW - day * DAY)
    aunt = person(file.case.cardholder)
    theirs = number(file.case.cardholder, party=aunt)
    permit = file.start(lead, contact_point_id=theirs.pk, purpose="LOCATE")
    told = {"role": "EMERGENCY_CONTACT", "message_left": False, "objects": True, "permit_token": permit.token}
    contact = file.log(lead, "THIRD_PARTY", contact_point_id=theirs.pk, **told)
    signal = StopSignal.objects.get()
    assert (signal.kind, signal.number_hash) == ("OBJECTION", theirs.value_hash)
    assert (contact.objects_to_contact, contact.related_party) == (True, aunt)
    said = start_contact(actor=lead, case_id=file.case.pk, contact_point_id=theirs.pk, purpose="LOCATE", at=NOW + DAY)
    assert said.rule == "objection"
    assert asked(lead, file, at=NOW + DAY) == ""


# -- agreed calls ---------------------------------------------------------------------------------------------------


def test_an_agreed_call_back_is_a_consent_for_its_day(cast):
    file, friday = open_file(), NOW + 4 * DAY
    file.call(cast.actor("agent"), "RPC_CALLBACK", follow_up_at=friday, **RPC)
    consent = Consent.objects.get()
    assert (consent.kind, consent.valid_from, consent.valid_until) == ("CALL", date(2025, 3, 14), date(2025, 3, 14))
    assert (consent.number_hash, consent.channel) == (file.point.value_hash, "PHONE")
    assert file.again().follow_up_at == friday


def test_a_call_back_beyond_what_a_consent_may_last_is_a_follow_up_and_no_consent(cast):
    file = open_file()
    file.call(cast.actor("agent"), "RPC_CALLBACK", follow_up_at=NOW + 30 * DAY, **RPC)
    assert not Consent.objects.exists()
    assert file.again().follow_up_at == NOW + 30 * DAY
    assert Event.objects.get(kind="contact.logged").data["changed"] == ["NUMBER_VERIFIED"]


# -- lost and found -------------------------------------------------------------------------------------------------


def test_three_misses_on_three_days_make_lost_contact(cast):
    file, agent = open_file(), cast.actor("agent")
    file.call(agent, "NO_ANSWER", at=NOW)
    file.call(agent, "POWERED_OFF", at=NOW + timedelta(hours=1))
    file.call(agent, "BUSY", at=NOW + DAY)
    assert (file.again().lost_since, file.case.failures_in_a_row) == (None, 3)
    file.call(agent, "VOICEMAIL", at=NOW + 2 * DAY)
    assert file.again().lost_since == date(2025, 3, 12)


def test_three_misses_in_three_days_with_a_call_between_are_not_in_a_row(cast):
    file, agent = open_file(), cast.actor("agent")
    for day, outcome in enumerate(["NO_ANSWER", "NO_ANSWER"]):
        file.call(agent, outcome, at=NOW + day * DAY)
    file.log(agent, "RPC_EXCUSE", reason="FORGOT", inbound=True, at=NOW + DAY + timedelta(hours=2), **RPC)
    file.call(agent, "NO_ANSWER", at=NOW + 2 * DAY)
    assert (file.again().lost_since, file.case.failures_in_a_row) == (None, 1)


def test_a_verified_number_nobody_tried_keeps_contact_from_being_lost(cast):
    file, agent = open_file(), cast.actor("agent")
    number(file.case.cardholder, status="VERIFIED")
    for day in range(3):
        file.call(agent, at=NOW + day * DAY)
    assert file.again().lost_since is None


def test_the_only_number_being_wrong_is_lost_contact_at_once_and_the_debtors_own_call_ends_it(cast):
    file, agent = open_file(), cast.actor("agent")
    file.call(agent, "OUT_OF_SERVICE")
    assert file.again().lost_since == date(2025, 3, 10)
    file.log(agent, "RPC_EXCUSE", reason="FORGOT", inbound=True, contact_point_id=None, **RPC)
    assert file.again().lost_since is None


def test_who_spoke_on_his_mobile_is_not_lost_because_his_old_work_number_is_dead(cast):
    file, agent = open_file(), cast.actor("agent")
    work = number(file.case.cardholder, kind="WORK")
    file.call(agent, "RPC_EXCUSE", reason="FORGOT", **RPC)
    file.point.refresh_from_db()
    assert (file.point.status, file.point.last_verified_on) == ("VERIFIED", date(2025, 3, 10))
    file.log(agent, "OUT_OF_SERVICE", contact_point_id=work.pk, at=NOW + DAY)
    assert file.again().lost_since is None
    file.log(agent, "RPC_EXCUSE", reason="FORGOT", inbound=True, at=NOW + DAY, **RPC)
    file.point.refresh_from_db()
    assert file.point.last_verified_on == date(2025, 3, 11)
    assert Event.objects.filter(kind="contact_point.changed", data__status="VERIFIED").count() == 1
    file.log(agent, "OUT_OF_SERVICE", at=NOW + 2 * DAY)
    assert file.again().lost_since == date(2025, 3, 12)


def test_a_third_party_is_not_asked_once_the_banks_file_brought_another_number(cast):
    file, lead = open_file(), cast.actor("lead")
    file.call(lead, "OUT_OF_SERVICE")
    theirs = number(file.case.cardholder, party=person(file.case.cardholder))
    asked_for = {"actor": lead, "case_id": file.case.pk, "contact_point_id": theirs.pk, "purpose": "LOCATE"}
    assert isinstance(start_contact(at=NOW + DAY, **asked_for), Permit)
    number(file.case.cardholder)
    assert start_contact(at=NOW + 2 * DAY, **asked_for).rule == "third_party_not_lost"
    assert file.again().lost_since is None


def test_misses_at_a_third_partys_number_say_nothing_of_the_debtor(cast):
    file, agent = open_file(lost_since="2025-03-01"), cast.actor("agent")
    theirs = number(file.case.cardholder, party=person(file.case.cardholder))
    file.log(agent, "NO_ANSWER", contact_point_id=theirs.pk, at=NOW)
    assert (file.again().failures_in_a_row, file.case.lost_since) == (0, date(2025, 3, 1))


def test_the_local_day_counts(cast):
    """23:30 and 00:30 in Shanghai are two days, though one in UTC."""
    file, agent = open_file(), cast.actor("agent")
    for hours in (11.5, 12.5, 36.5):
        at = NOW + timedelta(hours=hours)
        file.log(agent, at=at)
    assert clock.local_date(NOW + timedelta(hours=11.5)) == date(2025, 3, 10)
    assert file.again().lost_since == date(2025, 3, 12)
    assert not Permit.objects.exists()
