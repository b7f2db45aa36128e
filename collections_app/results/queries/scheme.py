"""The scorecard in force on a day."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.dated import Dated, Words
from collections_app.results.models import ScorecardScheme
from collections_app.results.rules.scorecard import Scheme
from collections_app.results.shipped_scheme import FROM, NUMBERS
from collections_app.results.weighting import must_be_allowed

SCHEMES = Dated(
    model=ScorecardScheme,
    shipped_from=FROM,
    shipped=NUMBERS,
    ranges={
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
    },
    event="scorecard.written",
    noun="scheme",
    words=Words(
        too_early=_("A scorecard must begin after today, %(day)s: nobody is weighed anew for days they have worked."),
        taken=_("A scorecard begins on that day already."),
        same=_("This scorecard would change nothing."),
    ),
    check=must_be_allowed,
)


def scheme_on(on: date) -> ScorecardScheme:
    """The scheme in force on `on`."""
    return SCHEMES.on(on)


def scheme_of(row: ScorecardScheme) -> Scheme:
    """What the rule asks for."""
    return Scheme(
        compliance=row.compliance,
        complaints=row.complaints,
        recovery=row.recovery,
        productivity=row.productivity,
        plan_recovery_rate=row.plan_recovery_rate,
        plan_kept_amount_rate=row.plan_kept_amount_rate,
        plan_rpc_per_day=row.plan_rpc_per_day,
        limit_breaches=row.limit_breaches,
        limit_blocks=row.limit_blocks,
        limit_complaints=row.limit_complaints,
    )
