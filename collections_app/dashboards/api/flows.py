"""What the months did to each bucket at the REST door: roll rates, net flow, flow-through, lagged loss."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.buckets import BucketField
from accounts.rules.roll import OUTCOMES
from collections_app.shared.inputs import asked

from ..queries import flows as queries
from .parts import AMOUNT, PartInput, part_of

PLACES = 8
SHARE: dict[str, Any] = {"max_digits": 30, "decimal_places": PLACES, "allow_null": True}
PART: dict[str, Any] = {"max_digits": 5, "decimal_places": 4, "allow_null": True}


class MonthsInput(PartInput):
    """So many months up to that one."""

    months = serializers.IntegerField(min_value=1, max_value=queries.MONTHS, default=queries.MONTHS)


class RollRateOutput(serializers.Serializer):
    """What part of the accounts of a bucket, and of what they owed, had an outcome within the month.

    The four outcomes of a bucket add up to 1; null where nothing stood there.
    """

    month = serializers.CharField()
    currency = serializers.CharField()
    from_bucket = BucketField()
    outcome = serializers.ChoiceField(choices=[(outcome, outcome) for outcome in OUTCOMES])
    accounts = serializers.IntegerField()
    balance_at_start = serializers.DecimalField(**AMOUNT)
    by_accounts = serializers.DecimalField(**PART)
    by_balance = serializers.DecimalField(**PART)


class NetFlowOutput(serializers.Serializer):
    """A step of the chain from CURRENT to M4+: what stands in the next bucket as a part of what stood in this one.

    `flow_through`: what of this bucket's money reaches M4+, the last step taken from this month, each earlier one from
    a month before. `lagged_loss`: what reached M4+ in this month (`reached_m4_plus`, the same for every step, with its
    balance at the month end before) as a part of what stood in this bucket `lag_months` before (`balance_lagged`). Null
    where nobody can know.
    """

    month = serializers.CharField()
    currency = serializers.CharField()
    from_bucket = BucketField()
    to_bucket = BucketField()
    balance_before = serializers.DecimalField(**AMOUNT)
    balance_after = serializers.DecimalField(**AMOUNT)
    net_flow = serializers.DecimalField(**SHARE)
    flow_through = serializers.DecimalField(**SHARE)
    lag_months = serializers.IntegerField(source="lagged.months")
    balance_lagged = serializers.DecimalField(source="lagged.stood", **AMOUNT, allow_null=True)
    reached_m4_plus = serializers.DecimalField(source="lagged.loss", **AMOUNT, allow_null=True)
    lagged_loss = serializers.DecimalField(**SHARE)


class RollRates(APIView):
    """Roll rates of every bucket, the newest month first; a year at most, hence without pages."""

    needs = "portfolio.view"

    @extend_schema(
        operation_id="portfolio_roll_rates",
        tags=["portfolio"],
        parameters=[MonthsInput],
        responses=RollRateOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(RollRateOutput(_by_month(request, _rates), many=True).data)


class NetFlows(APIView):
    """Net flow, flow-through and lagged loss from CURRENT to M4+, the newest month first; a year at most."""

    needs = "portfolio.view"

    @extend_schema(
        operation_id="portfolio_net_flows",
        tags=["portfolio"],
        parameters=[MonthsInput],
        responses=NetFlowOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(NetFlowOutput(_by_month(request, _steps), many=True).data)


def _by_month(
    request: Request, rows_of: Callable[[queries.Months, date], Iterator[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """What `rows_of` tells of each month asked for, newest first."""
    wanted = asked(MonthsInput, request)
    part = part_of(wanted)
    days = part.days[: wanted["months"]]
    if not days:
        return []
    found = queries.months(days, currency=part.currency, filters=part.filters)
    return [
        {"month": f"{queries.month_before(day):%Y-%m}", "currency": part.currency, **row}
        for day in days
        for row in rows_of(found, day)
    ]


def _rates(found: queries.Months, day: date) -> Iterator[dict[str, Any]]:
    for bucket, cohort in found.cohorts.get(day, {}).items():
        by_accounts, by_balance = cohort.shown(by_balance=False), cohort.shown(by_balance=True)
        for outcome in OUTCOMES:
            yield {
                "from_bucket": bucket,
                "outcome": outcome,
                "accounts": cohort.parts[outcome].accounts,
                "balance_at_start": cohort.parts[outcome].balance,
                "by_accounts": by_accounts[outcome],
                "by_balance": by_balance[outcome],
            }


def _steps(found: queries.Months, day: date) -> Iterator[dict[str, Any]]:
    for step in found.steps(day):
        yield {
            "from_bucket": step.from_bucket,
            "to_bucket": step.to_bucket,
            "balance_before": step.before.balance,
            "balance_after": step.after.balance,
            "net_flow": _rounded(step.net),
            "flow_through": _rounded(step.through),
            "lagged": step.lagged,
            "lagged_loss": _rounded(step.lagged.rate),
        }


def _rounded(share: Fraction | None) -> Decimal | None:
    return None if share is None else round(Decimal(share.numerator) / share.denominator, PLACES)
