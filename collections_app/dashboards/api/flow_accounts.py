"""The accounts behind a roll rate at the REST door."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.buckets import BY_LABEL, BucketField
from accounts.models import MonthEnd
from accounts.rules.roll import OUTCOMES
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import PageInput, asked

from ..queries import BUCKETS
from ..queries import flows as queries
from .parts import AMOUNT, ByAccount, PartInput, part_of


class FlowAccountsInput(PartInput, PageInput):
    """The accounts of `from_bucket` at the start of the month: all, those of an outcome, or those in `to_bucket`."""

    from_bucket = BucketField()
    to_bucket = BucketField(required=False)
    outcome = serializers.ChoiceField(choices=[(outcome, outcome) for outcome in OUTCOMES], required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "outcome" in attrs and "to_bucket" in attrs:
            raise serializers.ValidationError({"outcome": [_("Give the outcome or the bucket.")]})
        return attrs


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


class FlowAccounts(ListAPIView):
    """The accounts behind a roll rate of one month, without restricted files the caller is not cleared for."""

    needs = "accounts.view"
    serializer_class = FlowAccountOutput
    pagination_class = ByAccount
    filter_backends: list = []
    queryset = MonthEnd.objects.none()

    def get_queryset(self) -> QuerySet[MonthEnd]:
        wanted = asked(FlowAccountsInput, self.request)
        part, start = part_of(wanted), BY_LABEL[wanted["from_bucket"]]
        if not part.days:
            return MonthEnd.objects.none()
        return queries.accounts_behind(
            part.days[0],
            start=start,
            ends=_ends(start, wanted),
            currency=part.currency,
            filters=part.filters,
            actor=actor_of(self.request),
        )

    @extend_schema(operation_id="portfolio_flow_accounts", tags=["portfolio"], parameters=[FlowAccountsInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def _ends(start: int, wanted: dict[str, Any]) -> list[int]:
    if "to_bucket" in wanted:
        return [int(BY_LABEL[wanted["to_bucket"]])]
    if "outcome" in wanted:
        return queries.buckets_of(start, wanted["outcome"])
    return [int(bucket) for bucket in BUCKETS]
