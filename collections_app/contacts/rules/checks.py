"""What is wrong with an entry, field by field. It asks whether an entry makes sense, never whether it was allowed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .entry import ContactEntry
from .outcomes import OutcomeFact

FURTHEST_FOLLOW_UP = timedelta(days=60)
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far the clock of a phone system may run ahead of ours."""
LONGEST = {"note": 4000, "call_id": 80, "recording": 200, "number": 60}
LONGEST_FINDING = 200
OBSERVED_OF: Mapping[str, frozenset[str]] = {
    "GATEKEEPER": frozenset({"COOPERATIVE", "SCREENING"}),
    "DECISION_MAKER": frozenset({"DECISIVE", "UNRESPONSIVE"}),
}
"""What may be observed of whom (`domain.md` 4.5): facts of conduct, no labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonFact:
    """A reason of the list, as its columns say."""

    code: str
    for_persons: bool = True
    for_companies: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an entry is held against.

    `outcome` and `reason` are the rows behind the entry's codes (None: there is none); `words` the values each coded
    field may have; `third_parties` the roles that may not be told of the debt; `readable`: the typed number is one;
    `needs_number`: a call out must say which number it was, because no permit says it.
    """

    outcome: OutcomeFact | None
    reason: ReasonFact | None
    company: bool
    words: Mapping[str, frozenset[str]]
    third_parties: frozenset[str]
    readable: bool = True
    needs_number: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: at which field, a stable code; `limit` where the words need a number."""

    field: str
    code: str
    limit: int | None = None


def faults(entry: ContactEntry, known: Known, *, at: datetime) -> tuple[Fault, ...]:
    """Everything wrong with `entry` at the moment `at`; nothing when it can be stored.

    Codes: `unknown_outcome`, `retired_outcome`, `wrong_channel`; `unknown_reason`, `retired_reason`, `wrong_kind`;
    `unknown_value`, `missing`, `not_verified`, `third_party`, `not_a_third_party`, `not_of_this_role`,
    `only_for_companies`, `in_the_past`, `too_far`, `in_the_future`, `too_long`, `not_a_phone`.
    Example: RPC_PTP with the role EMERGENCY_CONTACT is `third_party` at `role`: a third party is not told of the debt.
    """
    return (
        *_of_outcome(entry, known.outcome),
        *_of_reason(entry, known),
        *_of_words(entry, known),
        *_of_party(entry, known),
        *_of_times(entry, at),
        *_of_texts(entry, known),
        *_of_number(entry, known),
    )


def _of_outcome(entry: ContactEntry, outcome: OutcomeFact | None) -> Iterator[Fault]:
    if outcome is None:
        yield Fault(field="outcome", code="unknown_outcome")
    elif not outcome.is_active:
        yield Fault(field="outcome", code="retired_outcome")
    elif outcome.channel and outcome.channel != entry.channel:
        yield Fault(field="outcome", code="wrong_channel")
    elif outcome.asks == "CALLBACK" and entry.follow_up_at is None:
        yield Fault(field="follow_up_at", code="missing")
    elif outcome.asks == "THIRD_PARTY" and entry.message_left is None:
        yield Fault(field="message_left", code="missing")
    elif outcome.asks == "REASON" and not entry.reason:
        yield Fault(field="reason", code="missing")


def _of_reason(entry: ContactEntry, known: Known) -> Iterator[Fault]:
    if not entry.reason:
        return
    reason = known.reason
    if reason is None:
        yield Fault(field="reason", code="unknown_reason")
    elif not reason.is_active:
        yield Fault(field="reason", code="retired_reason")
    elif not (reason.for_companies if known.company else reason.for_persons):
        yield Fault(field="reason", code="wrong_kind")


def _of_words(entry: ContactEntry, known: Known) -> Iterator[Fault]:
    for name, words in known.words.items():
        value = getattr(entry, name)
        if isinstance(value, str):
            if value and value not in words:
                yield Fault(field=name, code="unknown_value")
        elif not set(value) <= words:
            yield Fault(field=name, code="unknown_value")
    if entry.observed and entry.observed not in OBSERVED_OF.get(entry.role, frozenset()):
        yield Fault(field="observed", code="not_of_this_role")
    if entry.findings and not known.company:
        yield Fault(field="findings", code="only_for_companies")


def _of_party(entry: ContactEntry, known: Known) -> Iterator[Fault]:
    outcome = known.outcome
    if outcome is None:
        return
    asks_party = outcome.asks == "THIRD_PARTY"
    if not entry.role:
        if outcome.conversation or asks_party:
            yield Fault(field="role", code="missing")
        return
    third_party = entry.role in known.third_parties
    if asks_party and not third_party:
        yield Fault(field="role", code="not_a_third_party")
    elif outcome.right_party and third_party and outcome.effect != "HOLD:COMPLAINT":
        yield Fault(field="role", code="third_party")
    elif outcome.right_party and not entry.verified_by and not outcome.protects:
        yield Fault(field="verified_by", code="not_verified")
    if entry.objects and not third_party:
        yield Fault(field="objects", code="not_a_third_party")


def _of_times(entry: ContactEntry, at: datetime) -> Iterator[Fault]:
    if entry.happened_at is not None and entry.happened_at > at + CLOCKS_DIFFER:
        yield Fault(field="happened_at", code="in_the_future")
    if entry.follow_up_at is None:
        return
    if entry.follow_up_at < at:
        yield Fault(field="follow_up_at", code="in_the_past")
    elif entry.follow_up_at > at + FURTHEST_FOLLOW_UP:
        yield Fault(field="follow_up_at", code="too_far", limit=FURTHEST_FOLLOW_UP.days)


def _of_texts(entry: ContactEntry, known: Known) -> Iterator[Fault]:
    for name, longest in LONGEST.items():
        if len(getattr(entry, name)) > longest:
            yield Fault(field=name, code="too_long", limit=longest)
    if any(len(answer) > LONGEST_FINDING for answer in entry.findings.values()):
        yield Fault(field="findings", code="too_long", limit=LONGEST_FINDING)


def _of_number(entry: ContactEntry, known: Known) -> Iterator[Fault]:
    if entry.number and not known.readable:
        yield Fault(field="number", code="not_a_phone")
    names_one = entry.contact_point_id is not None or entry.number or not known.needs_number
    if entry.channel == "PHONE" and not entry.inbound and not names_one:
        yield Fault(field="contact_point_id", code="missing")
