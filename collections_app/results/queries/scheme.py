"""The scorecard in force on a day."""

from datetime import date

from django.db.models import QuerySet

from collections_app.results.models import ScorecardScheme
from collections_app.results.rules.scorecard import Scheme
from collections_app.results.shipped_scheme import FROM, NUMBERS


def scheme_on(on: date) -> ScorecardScheme:
    """The scheme in force on `on`: the newest that has begun; what Fairdue ships where none has."""
    begun = ScorecardScheme.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return begun or ScorecardScheme(valid_from=FROM, **NUMBERS)


def schemes() -> QuerySet[ScorecardScheme]:
    """Every scheme, the one that begins last first."""
    return ScorecardScheme.objects.order_by("-valid_from")


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
