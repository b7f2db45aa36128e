"""Permits: leave to make one outbound contact, given under locks so that no cap can be passed by anyone together."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ContactPoint
from accounts.queries import working_day
from accounts.restricted import may_open
from accounts.waking import wake_cases
from collections_app.compliance.consenting import spend_consents
from collections_app.compliance.context import CaseContext
from collections_app.compliance.models import Channel, ContactRefusal, Override, Permit, Purpose, Touch
from collections_app.compliance.people import lock_number_then_person
from collections_app.compliance.queries import evidence_for, policy_for
from collections_app.compliance.rules.decide import decide
from collections_app.compliance.rules.facts import Ask, Decision, Record
from collections_app.compliance.rules.policy import ContactPolicy
from collections_app.events import actions as events
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

State = Permit.State


@transaction.atomic
def issue_permit(
    *, actor: Actor, context: CaseContext, contact_point_id: int, channel: str, purpose: str, at: datetime
) -> Permit | ContactRefusal:
    """Decide whether this one contact may be made now, and put the decision on record.

    Locks the number, then the person (B22), and only then reads what was done before: two agents cannot both get the
    last call of the day. A permit counts against every cap from this moment until it is reported or handed back.
    A contact that a rule forbids is no error: the answer is a ContactRefusal with the rule, its facts and the next
    allowed moment. Raises Refused: `forbidden`; `not_found` (no such contact point of this cardholder, or erased);
    `invalid` (field channel or purpose).
    Example: six tries of 138… today under CN_CBA_2026: the seventh is refused by `number_day_cap` until tomorrow 08:00.
    """
    actor.must("cases.work")
    if channel not in Channel.values:
        raise Refused("invalid", _("There is no such channel."), field="channel")
    if purpose not in Purpose.values:
        raise Refused("invalid", _("There is no such purpose."), field="purpose")
    lock_number_then_person(_point(context, contact_point_id).value_hash, context.cardholder_id)
    point = _point(context, contact_point_id)
    policy = policy_for(context.product_id, clock.local_date(at))
    ask, record = evidence_for(context, point, policy=policy, channel=channel, purpose=purpose, at=at)
    decision, overrides = _decided(ask, policy, record, _open_overrides(context, policy, at))
    asked = _Asked(actor, context, point, policy, ask)
    return _issue(asked, decision, overrides) if decision.allowed else _refuse(asked, decision)


@transaction.atomic
def report_permit(
    *, actor: Actor, permit_id: int, rang: bool, connected: bool, conversation: bool, at: datetime
) -> Permit:
    """Say what came of a permit: it is spent, and its touch counts as what it was. Also after its end.

    `rang`: the number was reached, a ring-out too; `connected`: someone spoke; `conversation`: the debtor spoke about
    the debt, which spends the consents to be called given before it.
    Raises Refused: `forbidden` (neither whose permit it is, nor who may take cases over), `not_found`,
    `already_reported`, `handed_back`.
    """
    actor.must("contacts.log")
    permit = _live(actor, permit_id)
    _close(permit, State.SPENT, at=at)
    Touch.objects.filter(permit=permit).update(rang=rang, connected=connected, conversation=conversation)
    if conversation:
        spend_consents(permit.cardholder_id, before=permit.issued_at, at=at)
    data = {"rang": rang, "connected": connected, "conversation": conversation}
    _note("permit.reported", permit, actor, data, at=at)
    return permit


@transaction.atomic
def hand_back_permit(*, actor: Actor, permit_id: int, at: datetime) -> Permit:
    """The number was not dialled: the permit ends unused and counts for nothing. An override it took stays used.

    Whoever else has this number may be called on it again: their cases wake, as this one's.
    Raises Refused: `forbidden` (neither whose permit it is, nor who may take cases over), `not_found`,
    `already_reported`, `handed_back`.
    """
    actor.must("cases.work")
    number = Permit.objects.filter(pk=permit_id).values("number_hash")
    sharing = ContactPoint.objects.filter(value_hash__in=number).values_list("cardholder", flat=True).distinct()
    wake_cases(cardholder_ids=list(sharing), by=at)
    permit = _live(actor, permit_id)
    _close(permit, State.UNUSED, at=at)
    Touch.objects.filter(permit=permit).update(made=False)
    _note("permit.handed_back", permit, actor, {}, at=at)
    return permit


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asked about which number of which case, under which policy."""

    actor: Actor
    context: CaseContext
    point: ContactPoint
    policy: ContactPolicy
    ask: Ask

    @property
    def shared(self) -> dict[str, Any]:
        """What a permit and a refusal both keep."""
        return {
            "cardholder_id": self.context.cardholder_id,
            "case_id": self.context.case_id,
            "contact_point_id": self.point.pk,
            "number_hash": self.point.value_hash,
            "masked": self.point.masked,
            "channel": self.ask.channel,
            "purpose": self.ask.purpose,
            "policy_id": self.policy.id,
        }


def _point(context: CaseContext, contact_point_id: int) -> ContactPoint:
    """The contact point, if it is one of this cardholder."""
    point = (
        ContactPoint.objects.filter(pk=contact_point_id, cardholder_id=context.cardholder_id)
        .select_related("related_party")
        .first()
    )
    if point is None:
        raise Refused("not_found", _("This cardholder has no such number."), field="contact_point")
    return point


def _open_overrides(context: CaseContext, policy: ContactPolicy, at: datetime) -> dict[str, Override]:
    """What managers let pass for this person now, as far as this policy calls it a house rule; oldest first."""
    # Under the lock of the person nobody else can be using one of them.
    granted = Override.objects.filter(
        cardholder_id=context.cardholder_id, used_at=None, granted_at__lte=at, expires_at__gt=at
    ).order_by("-id")
    return {override.rule: override for override in granted if override.rule in policy.house_rules}


def _decided(
    ask: Ask, policy: ContactPolicy, record: Record, granted: dict[str, Override]
) -> tuple[Decision, list[Override]]:
    """The decision, and the overrides it needs: one is taken only when its rule stands in the way."""
    used: list[Override] = []
    decision = decide(ask, policy, record)
    while not decision.allowed and decision.rule in granted:
        used.append(granted.pop(decision.rule))
        decision = decide(ask, policy, record, overridden=frozenset(override.rule for override in used))
    return decision, used if decision.allowed else []


def _issue(asked: _Asked, decision: Decision, overrides: list[Override]) -> Permit:
    ask, actor = asked.ask, asked.actor
    permit = Permit.objects.create(
        **asked.shared,
        role=ask.role,
        account_ids=sorted(ask.account_ids),
        override=overrides[0] if overrides else None,
        issued_at=ask.at,
        valid_until=decision.until or ask.at,
        issued_to=actor.label,
        user_id=actor.user_id,
    )
    Touch.objects.create(
        permit=permit,
        cardholder_id=permit.cardholder_id,
        number_hash=permit.number_hash,
        channel=ask.channel,
        third_party=ask.to_third_party,
        account_ids=permit.account_ids,
        at=ask.at,
        day=clock.local_date(ask.at),
        by_consent=decision.by_consent,
    )
    Override.objects.filter(pk__in=[override.pk for override in overrides]).update(used_at=ask.at)
    data = {
        "contact_point": permit.contact_point_id,
        "channel": ask.channel,
        "purpose": ask.purpose,
        "until": permit.valid_until,
        "policy": permit.policy_id,
        "overrides": [override.pk for override in overrides],
    }
    _note("permit.issued", permit, actor, data, at=ask.at)
    return permit


def _refuse(asked: _Asked, decision: Decision) -> ContactRefusal:
    ask = asked.ask
    refusal = ContactRefusal.objects.create(
        **asked.shared,
        rule=decision.rule,
        facts=_plain(decision.facts),
        next_allowed_at=decision.next_allowed_at,
        asked_at=ask.at,
        asked_by=asked.actor.label,
    )
    data = {
        "contact_point": refusal.contact_point_id,
        "channel": ask.channel,
        "purpose": ask.purpose,
        "rule": decision.rule,
        "next_allowed_at": decision.next_allowed_at,
    }
    events.record(
        "contact.refused",
        actor=asked.actor,
        cardholder_id=refusal.cardholder_id,
        data={"refusal": refusal.pk, "case": refusal.case_id, **data},
        on=working_day(ask.at),
    )
    return refusal


def _plain(facts: Any) -> dict[str, Any]:
    """Facts as JSON keeps them: moments as text."""
    return json.loads(json.dumps(dict(facts), cls=DjangoJSONEncoder))


def _live(actor: Actor, permit_id: int) -> Permit:
    """The permit, locked and open, if it is the actor's or the actor may take over the work of others he may see."""
    permits = Permit.objects.select_related("cardholder").select_for_update(of=("self",), no_key=True)
    permit = permits.filter(pk=permit_id).first()
    mine = permit is not None and permit.issued_to == actor.label
    if permit is None or not (mine or may_open(actor, permit.cardholder)):
        raise Refused("not_found", _("There is no such permit."))
    if not (mine or actor.may("cases.take_over")):
        raise Refused("forbidden", _("This permit was given to someone else."))
    if permit.state == State.SPENT:
        raise Refused("already_reported", _("What came of this permit is on record already."))
    if permit.state == State.UNUSED:
        raise Refused("handed_back", _("This permit was handed back unused."))
    return permit


def _close(permit: Permit, state: str, *, at: datetime) -> None:
    permit.state, permit.closed_at = state, at
    permit.save(update_fields=["state", "closed_at"])


def _note(event: str, permit: Permit, actor: Actor, data: dict[str, Any], *, at: datetime) -> None:
    """The number itself is never part of an event; `permit.issued` is the record that its holder saw it in clear."""
    events.record(
        event,
        actor=actor,
        cardholder_id=permit.cardholder_id,
        data={"permit": permit.pk, "case": permit.case_id, **data},
        on=working_day(at),
    )
