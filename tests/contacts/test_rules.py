"""What is wrong with an entry, what an outcome means, what it changes, and when a permit covers a contact."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.rules.checks import Fault, Known, ReasonFact, faults
from collections_app.contacts.rules.effects import EFFECTS, Change, changes
from collections_app.contacts.rules.leave import PermitFact, cause_of_breach
from collections_app.contacts.rules.outcomes import OutcomeFact, spoken
from collections_app.contacts.shipped_lists import outcomes, reasons

NOON = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
NAMES = OutcomeFact.__dataclass_fields__
OUTCOMES = {row["code"]: OutcomeFact(**{key: row[key] for key in row.keys() & NAMES}) for row in outcomes()}
REASONS = {
    row["code"]: ReasonFact(**{k: row[k] for k in ("code", "for_persons", "for_companies")}) for row in reasons()
}
WORDS = {
    "channel": frozenset({"PHONE", "VISIT", "LETTER", "SMS", "EMAIL"}),
    "purpose": frozenset({"COLLECT", "LOCATE"}),
    "role": frozenset({"CARDHOLDER", "GUARANTOR", "EMERGENCY_CONTACT", "GATEKEEPER", "DECISION_MAKER"}),
    "verified_by": frozenset({"BIRTH_DATE"}),
    "willingness": frozenset({"WILLING", "REFUSES"}),
    "ability": frozenset({"FULL", "PART", "NONE"}),
    "observed": frozenset({"SCREENING", "DECISIVE"}),
    "findings": frozenset({"WHO_PAYS"}),
}
THIRD = frozenset({"EMERGENCY_CONTACT", "GATEKEEPER"})


def entry(outcome: str = "NO_ANSWER", **more) -> ContactEntry:
    return ContactEntry(**{"submission": UUID(int=1), "outcome": outcome, "contact_point_id": 7, **more})


def found(given: ContactEntry, *, company: bool = False, readable: bool = True, needs_number: bool = True) -> set:
    known = Known(
        outcome=OUTCOMES.get(given.outcome),
        reason=REASONS.get(given.reason),
        company=company,
        words=WORDS,
        third_parties=THIRD,
        readable=readable,
        needs_number=needs_number,
    )
    return {(fault.field, fault.code) for fault in faults(given, known, at=NOON)}


SPOKEN = {"role": "CARDHOLDER", "verified_by": "BIRTH_DATE"}
THE_60TH_DAY = NOON + timedelta(days=60)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (entry(), set()),
        (entry("NOBODY_HOME"), {("outcome", "unknown_outcome")}),
        (entry("VISIT_MET", role="CARDHOLDER"), {("outcome", "wrong_channel")}),
        (entry("VISIT_MET", channel="VISIT", role="CARDHOLDER"), set()),
        (entry("RPC_PTP", **SPOKEN), set()),
        (entry("RPC_PTP", verified_by="BIRTH_DATE"), {("role", "missing")}),
        (entry("RPC_PTP", role="CARDHOLDER"), {("verified_by", "not_verified")}),
        (entry("RPC_PTP", role="EMERGENCY_CONTACT", verified_by="BIRTH_DATE"), {("role", "third_party")}),
        (entry("RPC_PTP", role="GUARANTOR", verified_by="BIRTH_DATE"), set()),
        (entry("RPC_REFUSAL", **SPOKEN), {("reason", "missing")}),
        (entry("RPC_REFUSAL", reason="UNWILLING", **SPOKEN), set()),
        (entry("RPC_REFUSAL", reason="FINANCE_FORGOT", **SPOKEN), {("reason", "wrong_kind")}),
        (entry("RPC_REFUSAL", reason="BAD_MOOD", **SPOKEN), {("reason", "unknown_reason")}),
        (entry("RPC_CALLBACK", **SPOKEN), {("follow_up_at", "missing")}),
        (entry("RPC_CALLBACK", follow_up_at=NOON, **SPOKEN), set()),
        (entry(follow_up_at=NOON - timedelta(seconds=1)), {("follow_up_at", "in_the_past")}),
        (entry(follow_up_at=THE_60TH_DAY), set()),
        (entry(follow_up_at=THE_60TH_DAY + timedelta(seconds=1)), {("follow_up_at", "too_far")}),
        (entry("THIRD_PARTY", role="GATEKEEPER", message_left=False), set()),
        (entry("THIRD_PARTY", role="GATEKEEPER"), {("message_left", "missing")}),
        (entry("THIRD_PARTY", role="CARDHOLDER", message_left=True), {("role", "not_a_third_party")}),
        (entry("THIRD_PARTY", message_left=True), {("role", "missing")}),
        (entry(role="CARDHOLDER", objects=True), {("objects", "not_a_third_party")}),
        # A word that protects the debtor counts without identification, a complaint from anybody.
        (entry("CEASE_REQUEST", role="CARDHOLDER"), set()),
        (entry("CEASE_REQUEST", role="GATEKEEPER"), {("role", "third_party")}),
        (entry("COMPLAINT", role="GATEKEEPER"), set()),
        (entry("DECEASED", role="EMERGENCY_CONTACT"), set()),
        (entry(happened_at=NOON + timedelta(minutes=2)), set()),
        (entry(happened_at=NOON + timedelta(minutes=3)), {("happened_at", "in_the_future")}),
        (entry(call_id="7" * 81), {("call_id", "too_long")}),
        (entry(note="字" * 4001), {("note", "too_long")}),
        (entry(note="字" * 4000), set()),
        (entry(recording="r" * 201), {("recording", "too_long")}),
        (entry(willingness="MAYBE"), {("willingness", "unknown_value")}),
        (entry(role="NEIGHBOUR"), {("role", "unknown_value")}),
        (entry(channel="FAX"), {("channel", "unknown_value")}),
        (entry(role="GATEKEEPER", observed="SCREENING"), set()),
        (entry(role="CARDHOLDER", observed="SCREENING"), {("observed", "not_of_this_role")}),
        (entry(findings={"WHO_PAYS": "财务"}), {("findings", "only_for_companies")}),
        (entry(contact_point_id=None), {("contact_point_id", "missing")}),
        (entry(contact_point_id=None, inbound=True), set()),
        (entry("LETTER_SENT", channel="LETTER", contact_point_id=None), set()),
    ],
)
def test_an_entry_is_judged_field_by_field(given, wrong):
    assert found(given) == wrong


def test_companies_have_reasons_and_questions_of_their_own():
    asked = entry("RPC_REFUSAL", reason="APPROVER_NOT_SIGNED", findings={"WHO_PAYS": "财务部"}, **SPOKEN)
    assert found(asked, company=True) == set()
    assert found(replace(asked, findings={"SALARY": "?"}), company=True) == {("findings", "unknown_value")}
    assert found(replace(asked, findings={"WHO_PAYS": "x" * 201}), company=True) == {("findings", "too_long")}


def test_a_number_that_is_no_number_and_one_the_permit_names():
    assert found(entry(number="abc", contact_point_id=None), readable=False) == {("number", "not_a_phone")}
    assert found(entry(contact_point_id=None), needs_number=False) == set()


def test_a_retired_code_is_not_used_any_more():
    known = Known(
        outcome=replace(OUTCOMES["BUSY"], is_active=False),
        reason=replace(REASONS["FORGOT"], is_active=False),
        company=False,
        words=WORDS,
        third_parties=THIRD,
    )
    given = faults(entry("BUSY", reason="FORGOT"), known, at=NOON)
    assert set(given) == {
        Fault(field="outcome", code="retired_outcome"),
        Fault(field="reason", code="retired_reason"),
    }


# right party, failed, rang, connected, conversation
@pytest.mark.parametrize(
    ("outcome", "third_party", "verified", "expected"),
    [
        ("NO_ANSWER", False, False, (False, True, True, False, False)),
        ("NO_ANSWER", True, False, (False, False, True, False, False)),
        ("BUSY", False, False, (False, True, False, False, False)),
        ("WRONG_NUMBER", False, False, (False, True, True, True, False)),
        ("HANG_UP_UNVERIFIED", False, False, (False, False, True, True, False)),
        ("THIRD_PARTY", True, False, (False, False, True, True, False)),
        ("RPC_PTP", False, True, (True, False, True, True, True)),
        ("CEASE_REQUEST", False, False, (False, False, True, True, True)),
        ("DECEASED", True, True, (False, False, True, True, False)),
        ("DECEASED", False, True, (True, False, True, True, True)),
    ],
)
def test_what_a_contact_was(outcome, third_party, verified, expected):
    was = spoken(OUTCOMES[outcome], channel="PHONE", inbound=False, third_party=third_party, verified=verified)
    assert (was.right_party, was.failed, was.rang, was.connected, was.conversation) == expected


def test_a_letter_that_came_back_or_a_caller_is_no_failure_to_reach_the_debtor():
    fail = OUTCOMES["LETTER_RETURNED"]
    assert not spoken(fail, channel="LETTER", inbound=False, third_party=False, verified=False).failed
    wrong = OUTCOMES["WRONG_NUMBER"]
    assert not spoken(wrong, channel="PHONE", inbound=True, third_party=False, verified=False).failed


@pytest.mark.parametrize(
    ("effect", "more", "expected"),
    [
        ("", {}, []),
        ("NUMBER_INVALID", {}, ["NUMBER_INVALID"]),
        ("NUMBER_INVALID", {"has_number": False}, []),
        ("HOLD:DISPUTE", {"willingness": "REFUSES"}, ["HOLD:DISPUTE", "WILLINGNESS:REFUSES"]),
        ("WILLINGNESS:WILLING", {}, ["WILLINGNESS:WILLING"]),
        ("WILLINGNESS:WILLING", {"willingness": "UNDECIDED"}, ["WILLINGNESS:UNDECIDED"]),
        ("CONSENT_CALLBACK", {}, ["CONSENT_CALLBACK"]),
        ("CONSENT_CALLBACK", {"calls_back": False}, []),
        ("", {"objects": True}, ["STOP:OBJECTION"]),
        ("", {"objects": True, "has_number": False}, []),
    ],
)
def test_what_a_contact_changes(effect, more, expected):
    assert [str(change) for change in changes(effect, **more)] == expected


def test_the_shipped_lists_use_known_effects_once_per_code():
    assert {outcome.effect for outcome in OUTCOMES.values()} <= set(EFFECTS)
    assert (len(OUTCOMES), len(outcomes()), len(REASONS), len(reasons())) == (35, 35, 20, 20)
    assert Change(kind="STOP", value="OBJECTION").is_of_the_number
    assert not Change(kind="STOP", value="CEASE").is_of_the_number


PERMIT = PermitFact(
    case_id=1,
    channel="PHONE",
    number_hash="a",
    issued_at=NOON,
    valid_until=NOON + timedelta(minutes=10),
    free=True,
    of_the_actor=True,
)


@pytest.mark.parametrize(
    ("permit", "minutes", "expected"),
    [
        (PERMIT, 0, ""),
        (PERMIT, 9.99, ""),
        (PERMIT, 10, "EXPIRED"),
        (PERMIT, -2, ""),
        (PERMIT, -2.01, "OTHER"),
        (None, 0, "NO_PERMIT"),
        (replace(PERMIT, case_id=2), 0, "OTHER"),
        (replace(PERMIT, channel="SMS"), 0, "OTHER"),
        (replace(PERMIT, number_hash="b"), 0, "OTHER"),
        (replace(PERMIT, free=False), 0, "OTHER"),
        (replace(PERMIT, of_the_actor=False), 0, "OTHER"),
    ],
)
def test_when_a_permit_covers_a_contact(permit, minutes, expected):
    at = NOON + timedelta(minutes=minutes)
    assert cause_of_breach(permit, case_id=1, channel="PHONE", number_hash="a", happened_at=at) == expected
