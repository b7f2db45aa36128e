"""The house numbers of promises on a day."""

from datetime import date

from django.db.models import QuerySet

from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.rules.guard import Limits
from collections_app.arrangements.shipped_policy import FROM, NUMBERS


def promise_policy(on: date) -> PromisePolicy:
    """The policy in force on `on`: the newest that has begun; what Fairdue ships where none has."""
    begun = PromisePolicy.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return begun or PromisePolicy(valid_from=FROM, **NUMBERS)


def promise_policies() -> QuerySet[PromisePolicy]:
    """Every policy, the one that begins last first."""
    return PromisePolicy.objects.order_by("-valid_from")


def limits_of(policy: PromisePolicy) -> Limits:
    """The numbers the guard asks for."""
    return Limits(
        horizon_days_to_m1=policy.horizon_days_to_m1,
        horizon_days_from_m2=policy.horizon_days_from_m2,
        instalment_horizon_days=policy.instalment_horizon_days,
        max_instalments=policy.max_instalments,
        minimum_share=policy.minimum_share,
        minimum_amount=policy.minimum_amount,
    )
