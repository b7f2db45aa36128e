"""Whom may we reach now? Every contact point of every case, with yes or no and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F

from accounts.models import Cardholder, ContactPoint, PartyRole
from collections_app.compliance.context import CaseContext
from collections_app.compliance.models import Channel, Override, Purpose
from collections_app.compliance.rules.caps import tries_of_the_day
from collections_app.compliance.rules.decide import decide
from collections_app.compliance.rules.facts import Ask, ConsentFact, Decision, Record, SignalFact
from collections_app.compliance.rules.policy import ContactPolicy
from collections_app.compliance.rules.stops import channels_for
from collections_app.shared import clock

from .evidence import Evidence, ask_for, gather
from .policies import contact_policies


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One contact point as an agent sees it: whose it is, and whether it may be contacted at this moment.

    `purpose` is what was judged: for a third party always LOCATE. `tries_today` counts calls made on the number,
    whoever's debt they were about; `cap` is None where the profile knows no such cap. `party_name_masked` is "" for
    the cardholder himself. `signals` and `consents` are those of the person the decision looked at.
    """

    contact_point_id: int
    kind: str
    masked: str
    status: str
    role: str
    related_party_id: int | None
    party_name_masked: str
    third_party: bool
    channel: str
    purpose: str
    decision: Decision
    tries_today: int
    cap: int | None
    policy_id: int
    signals: tuple[SignalFact, ...] = ()
    consents: tuple[ConsentFact, ...] = ()
    besides: tuple[tuple[str, Decision], ...] = ()
    """The other channels that reach this kind of contact point, judged alike; where every channel was asked about."""

    @property
    def ways(self) -> list[str]:
        """The channels on which it may be contacted now."""
        asked = ((self.channel, self.decision), *self.besides)
        return [channel for channel, decision in asked if decision.allowed]


def reach(
    contexts: Sequence[CaseContext],
    *,
    at: datetime,
    channel: str | None = Channel.PHONE,
    purpose: str = Purpose.COLLECT,
) -> dict[int, list[Reach]]:
    """Every contact point of each case, by case number: the cardholder's own first, then those around him.

    `channel` None: each by every channel that reaches its kind; a phone is judged by calls first.
    Eight queries however many cases, eleven where time zones matter. House rules a manager let pass now count as
    passed. Raises Refused("no_contact_policy").
    """
    persons = {context.cardholder_id for context in contexts}
    if not persons:
        return {}
    policies = contact_policies(clock.local_date(at))
    by_case = {context.case_id: policies.of(context.product_id) for context in contexts}
    points = _points(persons)
    hashes = [point.value_hash for line in points.values() for point in line]
    found = gather(persons, hashes, by_case.values(), at=at)
    overridden = overridden_rules(persons, at=at)
    return {
        context.case_id: [
            _reach(
                context, point, by_case[context.case_id], found, overridden[context.cardholder_id], channel, purpose, at
            )
            for point in points[context.cardholder_id]
        ]
        for context in contexts
    }


def overridden_rules(cardholder_ids: set[int], *, at: datetime) -> defaultdict[int, frozenset[str]]:
    """What managers let pass once and nobody has used yet, by cardholder."""
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    rows = Override.objects.filter(cardholder__in=cardholder_ids, used_at=None, granted_at__lte=at, expires_at__gt=at)
    for cardholder, rule in rows.values_list("cardholder_id", "rule"):
        found[cardholder] |= {rule}
    return found


def _points(cardholder_ids: set[int]) -> defaultdict[int, list[ContactPoint]]:
    rows = (
        ContactPoint.objects.filter(cardholder__in=cardholder_ids)
        .select_related("related_party")
        .defer("value", "related_party__name")
        .annotate(holder=F("cardholder__kind"))
        .order_by(F("related_party").asc(nulls_first=True), "id")
    )
    found: defaultdict[int, list[ContactPoint]] = defaultdict(list)
    for point in rows:
        found[point.cardholder_id].append(point)
    return found


def _reach(
    context: CaseContext,
    point: ContactPoint,
    policy: ContactPolicy,
    found: Evidence,
    overridden: frozenset[str],
    channel: str | None,
    purpose: str,
    at: datetime,
) -> Reach:
    def judged(way: str) -> tuple[Ask, Record, Decision]:
        ask = _ask(context, point, found, way, purpose, at)
        record = found.record(context.cardholder_id, ask)
        return ask, record, decide(ask, policy, record, overridden=overridden)

    first, *others = [channel] if channel else channels_for(point.kind)
    ask, record, decision = judged(first)
    besides = tuple((way, judged(way)[2]) for way in others)
    return _shown(point, ask, record, policy, decision, besides)


def _ask(context: CaseContext, point: ContactPoint, found: Evidence, channel: str, purpose: str, at: datetime) -> Ask:
    zones = found.zones.get(context.cardholder_id, ())
    company = point.holder == Cardholder.Kind.COMPANY  # type: ignore[attr-defined]
    ask = ask_for(context, point, company=company, channel=channel, purpose=purpose, zones=zones, at=at)
    return replace(ask, purpose=Purpose.LOCATE) if ask.to_third_party else ask


def _shown(
    point: ContactPoint,
    ask: Ask,
    record: Record,
    policy: ContactPolicy,
    decision: Decision,
    besides: tuple[tuple[str, Decision], ...],
) -> Reach:
    party = point.related_party
    return Reach(
        contact_point_id=point.pk,
        kind=point.kind,
        masked=point.masked,
        status=ask.number_status,
        role=party.role if party else PartyRole.CARDHOLDER,
        related_party_id=point.related_party_id,
        party_name_masked=party.name_masked if party else "",
        third_party=ask.to_third_party,
        channel=ask.channel,
        purpose=ask.purpose,
        decision=decision,
        tries_today=tries_of_the_day(ask, policy, record),
        cap=policy.number_attempts_per_day,
        policy_id=policy.id,
        signals=record.signals,
        consents=record.consents,
        besides=besides,
    )
