"""The house numbers of promises on a day."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.dated import Dated, Words
from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.rules.guard import Limits
from collections_app.arrangements.shipped_policy import FROM, NUMBERS

POLICIES = Dated(
    model=PromisePolicy,
    shipped_from=FROM,
    shipped=NUMBERS,
    ranges={
        "grace_days": (0, 30),
        "threshold": (Decimal("0.000001"), Decimal(1)),
        "horizon_days_to_m1": (0, 365),
        "horizon_days_from_m2": (0, 365),
        "instalment_horizon_days": (0, 1830),
        "max_instalments": (1, 60),
        "minimum_share": (Decimal(0), Decimal(1)),
        "minimum_amount": (Decimal(0), Decimal("999999999999.99")),
        "follow_up_days": (0, 90),
    },
    event="promise_policy.written",
    noun="policy",
    words=Words(
        too_early=_("A policy must begin after today, %(day)s: promises keep what they were made under."),
        taken=_("A policy begins on that day already."),
        same=_("This policy would change nothing."),
    ),
)


def promise_policy(on: date) -> PromisePolicy:
    """The policy in force on `on`."""
    return POLICIES.on(on)


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
