"""A change of the promise policy: new numbers from a day on. Policies are never edited."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.queries.policy import promise_policy
from collections_app.arrangements.shipped_policy import NUMBERS
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

RANGES: dict[str, tuple[Any, Any]] = {
    "grace_days": (0, 30),
    "threshold": (Decimal("0.000001"), Decimal(1)),
    "horizon_days_to_m1": (0, 365),
    "horizon_days_from_m2": (0, 365),
    "instalment_horizon_days": (0, 1830),
    "max_instalments": (1, 60),
    "minimum_share": (Decimal(0), Decimal(1)),
    "minimum_amount": (Decimal(0), Decimal("999999999999.99")),
    "follow_up_days": (0, 90),
}
"""The smallest and largest value of each number."""


@transaction.atomic
def write_policy(
    *, actor: Actor, valid_from: date, numbers: Mapping[str, Any], reason: str, at: datetime
) -> PromisePolicy:
    """Add a policy that holds from `valid_from`; promises made before keep theirs for life.

    `numbers` names every one of `RANGES`. Raises Refused: `forbidden`; at its field `not_after_today`, `taken` (one
    begins on that day), `out_of_range`, `same` (it changes nothing), `missing`, `too_long`, `card_number` (reason).
    Example: grace 1 -> 2 days from 2026-12-01: a promise of 11-30 is judged with one day, that of 12-01 with two.
    """
    actor.must("policies.edit")
    reason = text_of(reason, field="reason", longest=300)
    sql.lock_for_transaction("fairdue promise policy")
    today = working_day(at)
    if valid_from <= today:
        message = _("A policy must begin after today, %(day)s: promises keep what they were made under.")
        raise Refused("not_after_today", message % {"day": local_date(today)}, field="valid_from")
    if PromisePolicy.objects.filter(valid_from=valid_from).exists():
        raise Refused("taken", _("A policy begins on that day already."), field="valid_from")
    _must_be_in_range(numbers)
    before = promise_policy(valid_from)
    changed = sorted(name for name in NUMBERS if getattr(before, name) != numbers[name])
    if not changed:
        raise Refused("same", _("This policy would change nothing."))
    written = PromisePolicy.objects.create(
        valid_from=valid_from,
        recorded_by=actor.label,
        reason=reason,
        **{name: numbers[name] for name in NUMBERS},
    )
    events.record(
        "promise_policy.written",
        actor=actor,
        data={"policy": written.pk, "valid_from": valid_from, "changed": changed},
        on=today,
    )
    return written


def _must_be_in_range(numbers: Mapping[str, Any]) -> None:
    for name, (least, most) in RANGES.items():
        if not least <= numbers[name] <= most:
            message = _("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most}
            raise Refused("out_of_range", message, field=name)
