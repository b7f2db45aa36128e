"""Overrides: a manager lets one house rule be broken once. What the law sets, nobody can (B21)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from accounts.waking import wake_cases
from collections_app.compliance.models import Override
from collections_app.compliance.people import known_cardholder, lock_person
from collections_app.compliance.standing_policies import house_rules_of
from collections_app.events import actions as events
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

LASTS = timedelta(days=1)


@transaction.atomic
def grant_override(*, actor: Actor, cardholder_id: int, rule: str, reason: str, at: datetime) -> Override:
    """Let the next permit for this cardholder break `rule` once, within a day.

    Only a rule the policy names as a house rule; every other one is law to it. The permit that needs the override uses
    it up; a permit that is allowed anyway leaves it. His case wakes.
    Raises Refused: `forbidden`, `not_found`, `law` and `already_granted` (field rule), `needs_a_person`; at field
    reason `missing`, `too_long`, `card_number`.
    """
    actor.must("compliance.override")
    reason = text_of(reason, field="reason", longest=300)
    if actor.user_id is None:
        raise Refused("needs_a_person", _("An override is granted by a person, with a name."))
    known_cardholder(actor, cardholder_id)
    if rule not in house_rules_of(cardholder_id, on=clock.local_date(at)):
        message = _("This rule is not a house rule: no role can override it.")
        raise Refused("law", message, field="rule")
    wake_cases(cardholder_ids=[cardholder_id], by=at)
    lock_person(cardholder_id)
    if Override.objects.filter(cardholder_id=cardholder_id, rule=rule, used_at=None, expires_at__gt=at).exists():
        raise Refused("already_granted", _("This rule may be broken once already."), field="rule")
    override = Override.objects.create(
        cardholder_id=cardholder_id,
        rule=rule,
        reason=reason,
        granted_by_id=actor.user_id,
        granted_at=at,
        expires_at=at + LASTS,
    )
    events.record(
        "override.granted",
        actor=actor,
        cardholder_id=cardholder_id,
        data={"override": override.pk, "rule": rule, "expires_at": override.expires_at},
        on=working_day(at),
    )
    return override
