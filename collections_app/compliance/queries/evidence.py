"""What a contact decision looks at, read from the database: touches, signals, consents, zones."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Cardholder, ContactPoint, PartyRole, RelatedParty
from collections_app.compliance.context import CaseContext
from collections_app.compliance.models import Consent, StopSignal, Touch
from collections_app.compliance.rules.facts import Ask, ConsentFact, Record, SignalFact, TouchFact
from collections_app.compliance.rules.policy import ContactPolicy
from collections_app.shared import clock

from .zones import likely_zones

TOUCH = (
    "at",
    "day",
    "number_hash",
    "channel",
    "inbound",
    "third_party",
    "account_ids",
    "by_consent",
    "rang",
    "connected",
    "conversation",
)
SIGNAL = ("kind", "channel", "number_hash", "effective_at", "lifted_at")
CONSENT = (
    "kind",
    "channel",
    "number_hash",
    "valid_from",
    "valid_until",
    "given_at",
    "hours_from",
    "hours_to",
    "spent_at",
    "withdrawn_at",
)


@dataclass(slots=True)
class Evidence:
    """What is known of some persons and some numbers; `record` picks what counts for one of each."""

    touches: dict[int, tuple[int, TouchFact]] = field(default_factory=dict)
    signals: defaultdict[int, list[SignalFact]] = field(default_factory=lambda: defaultdict(list))
    consents: defaultdict[int, list[ConsentFact]] = field(default_factory=lambda: defaultdict(list))
    zones: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _of_person: defaultdict[int, list[TouchFact]] = field(default_factory=lambda: defaultdict(list))
    _of_number: defaultdict[str, list[tuple[int, TouchFact]]] = field(default_factory=lambda: defaultdict(list))

    def sort(self) -> "Evidence":
        """Lay the touches out by person and by number, once all are there."""
        for cardholder, touch in self.touches.values():
            self._of_person[cardholder].append(touch)
            if touch.number_hash:
                self._of_number[touch.number_hash].append((cardholder, touch))
        return self

    def record(self, cardholder_id: int, ask: Ask) -> Record:
        """What happened before, of this person and of this number; of others on the number only that it was tried.

        A third party's objection holds on his number whichever debtor he was called about.
        """
        number = ask.number_hash
        foreign = [
            replace(touch, of_debtor=False) for other, touch in self._of_number[number] if other != cardholder_id
        ]
        objections = [
            signal
            for other, signals in self.signals.items()
            for signal in signals
            if other != cardholder_id and signal.kind == "OBJECTION" and signal.number_hash == number
        ]
        return Record(
            touches=(*self._of_person[cardholder_id], *foreign),
            signals=(*self.signals[cardholder_id], *(objections if ask.to_third_party else ())),
            consents=tuple(self.consents[cardholder_id]),
        )


def gather(
    cardholder_ids: Iterable[int],
    number_hashes: Iterable[str],
    policies: Iterable[ContactPolicy],
    *,
    at: datetime,
    but_permit: int | None = None,
) -> Evidence:
    """Everything `policies` look at, of these persons and numbers; four queries, seven where zones matter.

    `but_permit`: leave out the contact made under that permit.
    """
    persons, numbers, policies = set(cardholder_ids), set(number_hashes) - {""}, list(policies)
    found = Evidence()
    back = max((policy.looks_back_days for policy in policies), default=1)
    # One day more: a day of the caps is one of the policy's zone, the stored day is one of the installation's.
    recent = Q(day__gte=clock.local_date(at) - timedelta(days=back + 1))
    ever = Q(third_party=True, inbound=False) if any(policy.third_party_once for policy in policies) else Q()
    touches = Touch.objects.filter(made=True)
    if but_permit is not None:
        touches = touches.exclude(permit=but_permit)
    _take_touches(found, touches.filter(recent | ever if ever else recent, number_hash__in=numbers))
    _take_touches(found, touches.filter(recent, cardholder__in=persons))
    _take_signals(found, persons, numbers, at)
    _take_consents(found, persons, since=clock.local_date(at) - timedelta(days=1))
    if any(policy.all_likely_zones for policy in policies):
        found.zones = likely_zones(persons)
    return found.sort()


def evidence_for(
    context: CaseContext,
    point: ContactPoint,
    *,
    policy: ContactPolicy,
    channel: str,
    purpose: str,
    at: datetime,
    role: str = PartyRole.CARDHOLDER,
    but_permit: int | None = None,
) -> tuple[Ask, Record]:
    """What is asked about one contact point and what happened before, read now; for `decide` and `broken_rules`.

    `role` counts for a point that is not kept any more; a kept one says itself whose it is.
    """
    found = gather([context.cardholder_id], [point.value_hash], [policy], at=at, but_permit=but_permit)
    kind = Cardholder.objects.filter(pk=context.cardholder_id).values_list("kind", flat=True).first()
    ask = ask_for(
        context,
        point,
        company=kind == Cardholder.Kind.COMPANY,
        channel=channel,
        purpose=purpose,
        zones=found.zones.get(context.cardholder_id, ()),
        at=at,
    )
    if point._state.adding:
        ask = replace(ask, role=role)
    return ask, found.record(context.cardholder_id, ask)


def ask_for(
    context: CaseContext,
    point: ContactPoint,
    *,
    company: bool,
    channel: str,
    purpose: str,
    zones: tuple[str, ...],
    at: datetime,
) -> Ask:
    """The question a contact at this point is. A number whose owner does not know the cardholder is a wrong one."""
    party = point.related_party
    stranger = party is not None and party.status == RelatedParty.Status.WRONG
    return Ask(
        at=at,
        channel=channel,
        purpose=purpose,
        number_hash=point.value_hash,
        role=party.role if party else PartyRole.CARDHOLDER,
        bucket=context.bucket,
        company=company,
        point_kind=point.kind,
        number_status=ContactPoint.Status.INVALID if stranger else point.status,
        stops=context.stops,
        account_ids=context.account_ids,
        lost=context.lost,
        promise_due_on=context.promise_due_on,
        agreed_at=context.agreed_at,
        zones=zones,
    )


def _take_touches(found: Evidence, touches: QuerySet[Touch]) -> None:
    for pk, cardholder, role, *values in touches.values_list("id", "cardholder_id", "permit__role", *TOUCH):
        facts = dict(zip(TOUCH, values, strict=True))
        facts["account_ids"] = frozenset(facts["account_ids"])
        found.touches[pk] = (cardholder, TouchFact(to_lawyer=role == PartyRole.ATTORNEY, **facts))


def _take_signals(found: Evidence, persons: set[int], numbers: set[str], at: datetime) -> None:
    """Signals of the persons, and objections on the numbers, that are not over at `at`."""
    about = Q(cardholder__in=persons) | Q(kind=StopSignal.Kind.OBJECTION, number_hash__in=numbers)
    rows = StopSignal.objects.filter(about, Q(lifted_at=None) | Q(lifted_at__gt=at))
    for cardholder, *values in rows.values_list("cardholder_id", *SIGNAL):
        found.signals[cardholder].append(SignalFact(**dict(zip(SIGNAL, values, strict=True))))


def _take_consents(found: Evidence, persons: set[int], *, since: date) -> None:
    rows = Consent.objects.filter(cardholder__in=persons, valid_until__gte=since)
    for cardholder, *values in rows.values_list("cardholder_id", *CONSENT):
        found.consents[cardholder].append(ConsentFact(**dict(zip(CONSENT, values, strict=True))))
