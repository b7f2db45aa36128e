"""What the months did to each bucket: roll rates, net flow and flow-through, and the accounts behind a roll."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import MonthEnd, Product
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import Input, Month, PageInput, asked

from ..queries import BUCKETS, Filters, choices_on, days_with_figures
from ..queries import flows as queries
from ..rules.roll import OUTCOMES
from .fields import BY_LABEL, BucketField

PLACES = 8
SHARE: dict[str, Any] = {"max_digits": 30, "decimal_places": PLACES, "allow_null": True}
AMOUNT: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}
OUTCOME_CHOICES = [(outcome, outcome) for outcome in OUTCOMES]


class PartInput(Input):
    """A part of the portfolio in a month that is over; what is left out is not narrowed."""

    month = Month(required=False, help_text="Left out: the last complete one.")
    currency = serializers.CharField(max_length=3, required=False, help_text="Left out: the one with most accounts.")
    product = serializers.SlugRelatedField(
        slug_field="code", queryset=Product.objects.all(), required=False, help_text="Its code."
    )
    region = serializers.CharField(max_length=40, required=False, help_text="`-` where none is recorded.")


class MonthsInput(PartInput):
    """The same up to that month, so many months."""

    months = serializers.IntegerField(min_value=1, max_value=queries.MONTHS, default=queries.MONTHS)


class FlowAccountsInput(PartInput, PageInput):
    """The accounts of `from_bucket` at the start of the month: all, those of an outcome, or those in `to_bucket`."""

    from_bucket = BucketField()
    to_bucket = BucketField(required=False)
    outcome = serializers.ChoiceField(choices=OUTCOME_CHOICES, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "outcome" in attrs and "to_bucket" in attrs:
            raise serializers.ValidationError({"outcome": [_("Give the outcome or the bucket.")]})
        return attrs


class RollRateOutput(serializers.Serializer):
    """What part of the accounts of a bucket, and of what they owed, had an outcome within the month.

    The four outcomes of a bucket add up to 1; null where nothing stood there.
    """

    month = serializers.CharField()
    currency = serializers.CharField()
    from_bucket = BucketField()
    outcome = serializers.ChoiceField(choices=OUTCOME_CHOICES)
    accounts = serializers.IntegerField()
    balance_at_start = serializers.DecimalField(**AMOUNT)
    by_accounts = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    by_balance = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)


class NetFlowOutput(serializers.Serializer):
    """A step of the chain from CURRENT to M4+: what stands in the next bucket as a part of what stood in this one.

    `flow_through`: what of this bucket's money reaches M4+, the last step taken from this month, each earlier one from
    a month before. Null where nobody can know.
    """

    month = serializers.CharField()
    currency = serializers.CharField()
    from_bucket = BucketField()
    to_bucket = BucketField()
    balance_before = serializers.DecimalField(**AMOUNT)
    balance_after = serializers.DecimalField(**AMOUNT)
    net_flow = serializers.DecimalField(**SHARE)
    flow_through = serializers.DecimalField(**SHARE)


class FlowAccountOutput(serializers.ModelSerializer):
    """An account at the month end the flow starts from, at its end as known then, and now."""

    account_no = serializers.CharField(source="card_account.account_no")
    product = serializers.CharField(source="card_account.product.code")
    currency = serializers.CharField(source="card_account.currency")
    month_end = serializers.DateField(source="day")
    balance_at_month_end = serializers.DecimalField(source="balance", **AMOUNT)
    past_due_at_month_end = serializers.DecimalField(source="past_due", **AMOUNT)
    from_bucket = BucketField(source="bucket")
    to_bucket = BucketField()
    bucket_now = BucketField(source="card_account.position.bucket")
    balance_now = serializers.DecimalField(source="card_account.position.balance", **AMOUNT)

    class Meta:
        model = MonthEnd
        fields = [
            "account_no", "product", "currency", "month_end", "balance_at_month_end", "past_due_at_month_end",
            "from_bucket", "to_bucket", "bucket_now", "balance_now",
        ]  # fmt: skip


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
        return Response(RollRateOutput(list(_rates(asked(MonthsInput, request))), many=True).data)


class NetFlows(APIView):
    """Net flow and flow-through from CURRENT to M4+, the newest month first; a year at most, hence without pages."""

    needs = "portfolio.view"

    @extend_schema(
        operation_id="portfolio_net_flows",
        tags=["portfolio"],
        parameters=[MonthsInput],
        responses=NetFlowOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(NetFlowOutput(list(_steps(asked(MonthsInput, request))), many=True).data)


class ByAccount(CursorPages):
    """In the order in which the accounts came."""

    ordering = "card_account_id"


class FlowAccounts(ListAPIView):
    """The accounts behind a roll rate of one month, without restricted files the caller is not cleared for."""

    needs = "accounts.view"
    serializer_class = FlowAccountOutput
    pagination_class = ByAccount
    filter_backends: list = []
    queryset = MonthEnd.objects.none()

    def get_queryset(self) -> QuerySet[MonthEnd]:
        wanted = asked(FlowAccountsInput, self.request)
        day = _closing_day(wanted)
        if day is None:
            return MonthEnd.objects.none()
        start = BY_LABEL[wanted["from_bucket"]]
        return queries.accounts_behind(
            day,
            start=start,
            ends=_ends(start, wanted),
            currency=_currency(wanted, day),
            filters=_filters(wanted),
            actor=actor_of(self.request),
        )

    @extend_schema(operation_id="portfolio_flow_accounts", tags=["portfolio"], parameters=[FlowAccountsInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def _rates(wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
    days, currency, found = _months(wanted)
    for day in days:
        for bucket, cohort in found.cohorts.get(day, {}).items() if found else ():
            by_accounts, by_balance = cohort.shown(by_balance=False), cohort.shown(by_balance=True)
            for outcome in OUTCOMES:
                yield {
                    "month": _name(day),
                    "currency": currency,
                    "from_bucket": bucket,
                    "outcome": outcome,
                    "accounts": cohort.parts[outcome].accounts,
                    "balance_at_start": cohort.parts[outcome].balance,
                    "by_accounts": by_accounts[outcome],
                    "by_balance": by_balance[outcome],
                }


def _steps(wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
    days, currency, found = _months(wanted)
    for day in days:
        for step in found.steps(day) if found else ():
            yield {
                "month": _name(day),
                "currency": currency,
                "from_bucket": step.from_bucket,
                "to_bucket": step.to_bucket,
                "balance_before": step.before.balance,
                "balance_after": step.after.balance,
                "net_flow": _rounded(step.net),
                "flow_through": _rounded(step.through),
            }


def _months(wanted: dict[str, Any]) -> tuple[list[date], str, queries.Months | None]:
    """The days that closed the months asked for, newest first, the currency, and what the months did."""
    last = _closing_day(wanted)
    if last is None:
        return [], "", None
    days = [day for day in _closing_days() if day <= last][: wanted["months"]]
    currency = _currency(wanted, last)
    return days, currency, queries.months(days, currency=currency, filters=_filters(wanted))


def _closing_days() -> list[date]:
    span = days_with_figures()
    return queries.closing_days(*span) if span else []


def _closing_day(wanted: dict[str, Any]) -> date | None:
    """The day that closed the month asked for; of none asked for the last, None before a whole month has passed.

    Raises Refused("not_found", field="month") for a month that has no flow.
    """
    days = _closing_days()
    if "month" not in wanted:
        return days[0] if days else None
    found = next((day for day in days if queries.month_before(day) == wanted["month"]), None)
    if found is None:
        raise Refused("not_found", _("There are no flows of this month."), field="month")
    return found


def _currency(wanted: dict[str, Any], day: date) -> str:
    return str(wanted.get("currency") or next(iter(choices_on(day).currencies), ""))


def _filters(wanted: dict[str, Any]) -> Filters:
    product = wanted.get("product")
    return Filters(product=product.code if product else "", region=wanted.get("region", ""))


def _ends(start: int, wanted: dict[str, Any]) -> list[int]:
    if "to_bucket" in wanted:
        return [int(BY_LABEL[wanted["to_bucket"]])]
    if "outcome" in wanted:
        return queries.buckets_of(start, wanted["outcome"])
    return [int(bucket) for bucket in BUCKETS]


def _name(day: date) -> str:
    """The month that `day` closed, as an address names it."""
    return f"{queries.month_before(day):%Y-%m}"


def _rounded(share: Fraction | None) -> Decimal | None:
    return None if share is None else round(Decimal(share.numerator) / share.denominator, PLACES)
