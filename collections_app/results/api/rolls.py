"""What became of assigned accounts, over REST."""

from typing import Any

from rest_framework import serializers

from accounts.api.buckets import BucketField
from collections_app.results.roll_table import PLACES, as_share
from collections_app.results.rules.rolls import Rolled

PART: dict[str, Any] = {"max_digits": 5, "decimal_places": 4, "allow_null": True}


class SharesOutput(serializers.Serializer):
    """The four outcomes as shares that add up to 1; null where there is nothing to share out."""

    forward = serializers.DecimalField(**PART)
    stay = serializers.DecimalField(**PART)
    back = serializers.DecimalField(**PART)
    cure = serializers.DecimalField(**PART)


class RollOutput(serializers.Serializer):
    """The accounts of one bucket, assigned on the first morning of a month that has closed within the period.

    `flow_through`: what of the balance rolled forward through this bucket and the next ones of the same owner, up to
    `reaches`. Both null where that cannot be said: M0, M4+.
    """

    currency = serializers.CharField()
    bucket = BucketField()
    accounts = serializers.IntegerField()
    balance_at_start = serializers.DecimalField(max_digits=18, decimal_places=2)
    by_accounts = SharesOutput()
    by_balance = SharesOutput()
    flow_through = serializers.DecimalField(max_digits=30, decimal_places=PLACES, allow_null=True)
    reaches = BucketField(allow_null=True)


def roll_of(one: Rolled) -> dict[str, Any]:
    """One bucket as `RollOutput` writes it."""
    whole = one.cohort.whole
    return {
        "currency": one.currency,
        "bucket": one.cohort.bucket,
        "accounts": whole.accounts,
        "balance_at_start": whole.balance,
        "by_accounts": one.cohort.shown(by_balance=False),
        "by_balance": one.cohort.shown(by_balance=True),
        "flow_through": as_share(one.through),
        "reaches": one.reaches,
    }
