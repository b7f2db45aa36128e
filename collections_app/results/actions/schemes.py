"""A new version of the scorecard, from a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.events import actions as events
from collections_app.results.models import ScorecardScheme
from collections_app.results.queries.scheme import scheme_on
from collections_app.results.rules.scorecard import PARTS, Wrong, wrong_weights
from collections_app.results.shipped_scheme import NUMBERS
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

RANGES: dict[str, tuple[Any, Any]] = {
    "compliance": (0, 100),
    "complaints": (0, 100),
    "recovery": (0, 100),
    "productivity": (0, 100),
    "plan_recovery_rate": (Decimal("0.000001"), Decimal(1)),
    "plan_kept_amount_rate": (Decimal("0.000001"), Decimal(1)),
    "plan_rpc_per_day": (Decimal("0.01"), Decimal(1000)),
    "limit_breaches": (Decimal("0.01"), Decimal(1000)),
    "limit_blocks": (Decimal("0.01"), Decimal(1000)),
    "limit_complaints": (Decimal("0.01"), Decimal(1000)),
    "attribution_days": (0, 366),
}
"""The smallest and largest value of each number."""


@transaction.atomic
def write_scheme(
    *, actor: Actor, valid_from: date, numbers: Mapping[str, Any], reason: str, at: datetime
) -> ScorecardScheme:
    """Add a scheme that holds from `valid_from`; a period is weighed with the one in force on its last day.

    `numbers` names every one of `RANGES`. Raises Refused: `forbidden`; at its field `not_after_today`, `taken` (one
    begins on that day), `out_of_range`, `recovery_too_heavy` (50 or more), `compliance_too_light` (not above recovery),
    `not_a_hundred`, `missing`, `too_long`, `card_number` (reason); `same` (it changes nothing).
    """
    actor.must("policies.edit")
    reason = text_of(reason, field="reason", longest=300)
    sql.lock_for_transaction("fairdue scorecard")
    today = working_day(at)
    if valid_from <= today:
        message = _("A scorecard must begin after today, %(day)s: nobody is weighed anew for days they have worked.")
        raise Refused("not_after_today", message % {"day": local_date(today)}, field="valid_from")
    if ScorecardScheme.objects.filter(valid_from=valid_from).exists():
        raise Refused("taken", _("A scorecard begins on that day already."), field="valid_from")
    _must_be_allowed(numbers)
    before = scheme_on(valid_from)
    changed = sorted(name for name in NUMBERS if getattr(before, name) != numbers[name])
    if not changed:
        raise Refused("same", _("This scorecard would change nothing."))
    written = ScorecardScheme.objects.create(
        valid_from=valid_from, recorded_by=actor.label, reason=reason, **{name: numbers[name] for name in NUMBERS}
    )
    events.record(
        "scorecard.written",
        actor=actor,
        data={"scheme": written.pk, "valid_from": valid_from, "changed": changed},
        on=today,
    )
    return written


def _must_be_allowed(numbers: Mapping[str, Any]) -> None:
    for name, (least, most) in RANGES.items():
        if not least <= numbers[name] <= most:
            message = _("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most}
            raise Refused("out_of_range", message, field=name)
    wrong = wrong_weights(**{name: numbers[name] for name in PARTS})
    if wrong is not None:
        raise Refused(wrong.code, _why(wrong, numbers), field=wrong.field)


def _why(wrong: Wrong, numbers: Mapping[str, Any]) -> str:
    words = {
        "recovery_too_heavy": _(
            "Recovered money may not decide: its weight is %(recovery)s and must stay below 50 (Art. 66)."
        ),
        "compliance_too_light": _(
            "Compliance and quality must outweigh recovery: %(compliance)s is not more than %(recovery)s (NOTICE-13)."
        ),
        "not_a_hundred": _("The four weights add up to %(sum)s; they must add up to 100."),
    }
    return words[wrong.code] % {**numbers, "sum": sum(numbers[name] for name in PARTS)}
