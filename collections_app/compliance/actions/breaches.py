"""Breaches: outbound contacts that had no valid permit. They are never refused, only kept, judged and reviewed."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import ContactPoint, PartyRole
from accounts.queries import working_day
from collections_app.compliance.context import CaseContext
from collections_app.compliance.models import Breach
from collections_app.compliance.people import known_cardholder
from collections_app.compliance.queries import evidence_for, policy_for
from collections_app.compliance.rules.decide import broken_rules
from collections_app.events import actions as events
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

CAUSES = ("NO_PERMIT", "EXPIRED", "OTHER")


@transaction.atomic
def record_breach(
    *,
    actor: Actor,
    contact_id: int,
    context: CaseContext,
    contact_point_id: int | None,
    channel: str,
    purpose: str,
    cause: str,
    at: datetime,
    number_hash: str = "",
    role: str = PartyRole.CARDHOLDER,
    permit_id: int | None = None,
    logged_at: datetime | None = None,
) -> Breach:
    """Keep that the contact `contact_id` was made at `at` without a valid permit, and which rules it broke then.

    What was done before it counts, not the contact itself: touches from `at` on are left out, and the one of
    `permit_id`, the permit that was over. Without a contact point, `number_hash` and `role` say who was called.
    `cause`: NO_PERMIT, EXPIRED or OTHER. `logged_at` (default: `at`) is when we heard of it.
    Raises Refused: `forbidden`, `invalid` (field cause).
    Example: at 22:30 a seventh call of the day: `rules` is window, number_day_cap.
    """
    actor.must("contacts.log")
    if cause not in CAUSES:
        raise Refused("invalid", _("There is no such cause of a breach."), field="cause")
    point = _point(context, contact_point_id, number_hash)
    policy = policy_for(context.product_id, clock.local_date(at))
    ask, record = evidence_for(
        context, point, policy=policy, channel=channel, purpose=purpose, at=at, role=role, but_permit=permit_id
    )
    earlier = replace(record, touches=tuple(touch for touch in record.touches if touch.at < at))
    breach = Breach.objects.create(
        contact_id=contact_id,
        cardholder_id=context.cardholder_id,
        user_id=actor.user_id,
        at=at,
        cause=cause,
        rules=list(broken_rules(ask, policy, earlier)),
        recorded_at=logged_at or at,
    )
    _note("breach.recorded", breach, actor, {"contact": contact_id, "cause": cause, "rules": breach.rules}, at=at)
    return breach


@transaction.atomic
def review_breach(*, actor: Actor, breach_id: int, finding: str, at: datetime) -> Breach:
    """Close a breach with a finding: what happened, what follows. Nobody reviews a contact of his own.

    Raises Refused: `forbidden`, `not_found`, `already_reviewed`, `your_own`; at field finding `missing`, `too_long`,
    `card_number`.
    """
    actor.must("compliance.review")
    finding = text_of(finding, field="finding", longest=300)
    breach = Breach.objects.select_for_update(of=("self",), no_key=True).filter(pk=breach_id).first()
    if breach is None:
        raise Refused("not_found", _("There is no such breach."))
    known_cardholder(actor, breach.cardholder_id)
    if breach.reviewed_at is not None:
        raise Refused("already_reviewed", _("This breach is reviewed already."))
    if actor.user_id is not None and breach.user_id == actor.user_id:
        raise Refused("your_own", _("Someone else reviews a contact of yours."))
    breach.reviewed_at, breach.reviewed_by_id, breach.finding = at, actor.user_id, finding
    breach.save(update_fields=["reviewed_at", "reviewed_by", "finding"])
    _note("breach.reviewed", breach, actor, {"contact": breach.contact_id}, at=at)
    return breach


def _point(context: CaseContext, contact_point_id: int | None, number_hash: str) -> ContactPoint:
    """The contact point as it is now, or one made up for a number we do not keep (any more)."""
    known = ContactPoint.objects.filter(cardholder_id=context.cardholder_id).select_related("related_party")
    found = known.filter(pk=contact_point_id).first() if contact_point_id is not None else None
    return found or ContactPoint(cardholder_id=context.cardholder_id, value_hash=number_hash)


def _note(event: str, breach: Breach, actor: Actor, data: dict[str, Any], *, at: datetime) -> None:
    events.record(
        event,
        actor=actor,
        cardholder_id=breach.cardholder_id,
        data={"breach": breach.pk, **data},
        on=working_day(at),
    )
