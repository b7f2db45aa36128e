"""The REST door of the figures: portfolio by day, flow by month, differences to the bank."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from accounts.models import BucketFlow, ChargeComparison, PortfolioFigure, Statement
from accounts.models.derived import DelinquencyBucket
from accounts.queries import business_date
from collections_app.shared.actor import actor_of
from collections_app.shared.routes import route

from . import differences

BY_LABEL = {bucket.label: bucket for bucket in DelinquencyBucket}
BUCKET_CHOICES = [(bucket.label, bucket.label) for bucket in DelinquencyBucket]


class BucketField(serializers.ChoiceField):
    """CURRENT, M0 to M4, M4+."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=BUCKET_CHOICES, **more)

    def to_representation(self, value: Any) -> str:
        return DelinquencyBucket(value).label


class BucketFilter(django_filters.ChoiceFilter):
    """A bucket by its name; the + of M4+ may stand unescaped."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=BUCKET_CHOICES, **more)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return super().filter(qs, int(BY_LABEL[value]) if value in BY_LABEL else None)


# -- figures ---------------------------------------------------------------------------------------------------


class FigureOutput(serializers.ModelSerializer):
    """Accounts of one bucket, product, region and currency as the night for `day` left them, as known then."""

    bucket = BucketField()
    product = serializers.CharField(source="product.code")

    class Meta:
        model = PortfolioFigure
        fields = ["day", "bucket", "product", "region", "currency", "accounts", "balance", "past_due"]


class FigureFilter(django_filters.FilterSet):
    """Without `day`, `since` or `until`: every day, newest first."""

    since = django_filters.DateFilter(field_name="day", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte")
    bucket = BucketFilter()
    product = django_filters.CharFilter(field_name="product__code")

    class Meta:
        model = PortfolioFigure
        fields = ["day", "since", "until", "bucket", "product", "region", "currency"]


@extend_schema_view(get=extend_schema(operation_id="portfolio_figures"))
class Figures(ListAPIView):
    """Portfolio figures by day, never summed across currencies."""

    needs = "portfolio.view"
    serializer_class = FigureOutput
    filterset_class = FigureFilter
    queryset = PortfolioFigure.objects.select_related("product")


# -- flows -----------------------------------------------------------------------------------------------------


class FlowOutput(serializers.ModelSerializer):
    """Accounts that stood in `from_bucket` at the month end `since` and in `to_bucket` after the night for `day`;
    `balance` is what they owed at `since`. A row whose day is the first of a month closes the month before."""

    from_bucket = BucketField()
    to_bucket = BucketField()
    product = serializers.CharField(source="product.code")

    class Meta:
        model = BucketFlow
        fields = ["day", "since", "from_bucket", "to_bucket", "product", "region", "currency", "accounts", "balance"]


class FlowFilter(django_filters.FilterSet):
    """`closes_month=true` leaves only whole months."""

    since = django_filters.DateFilter(help_text="The month end the flow starts from.")
    from_bucket = BucketFilter()
    to_bucket = BucketFilter()
    product = django_filters.CharFilter(field_name="product__code")
    closes_month = django_filters.BooleanFilter(method="whole_months", help_text="Only the first of each month.")

    class Meta:
        model = BucketFlow
        fields = ["day", "since", "from_bucket", "to_bucket", "product", "region", "currency", "closes_month"]

    def whole_months(self, flows: QuerySet, _name: str, wanted: bool) -> QuerySet:
        return flows.filter(day__day=1) if wanted else flows.exclude(day__day=1)


@extend_schema_view(get=extend_schema(operation_id="portfolio_flows"))
class Flows(ListAPIView):
    """From bucket to bucket since the last month end, as every night kept it."""

    needs = "portfolio.view"
    serializer_class = FlowOutput
    filterset_class = FlowFilter
    queryset = BucketFlow.objects.select_related("product")


# -- differences -----------------------------------------------------------------------------------------------


class DifferenceOutput(serializers.ModelSerializer):
    """A statement whose months past due mean another bucket than ours on the statement date, as known now."""

    account_no = serializers.CharField(source="card_account.account_no")
    currency = serializers.CharField(source="card_account.currency")
    banks_months_past_due = serializers.IntegerField(source="months_past_due")
    banks_bucket = BucketField(help_text="The bucket the bank's months mean.")
    our_bucket = BucketField()
    our_minimums_missed = serializers.SerializerMethodField()

    class Meta:
        model = Statement
        fields = [
            "account_no",
            "statement_date",
            "currency",
            "balance",
            "banks_months_past_due",
            "banks_bucket",
            "our_bucket",
            "our_minimums_missed",
        ]

    def get_our_minimums_missed(self, statement: Any) -> int:
        return statement.our_missed or 0


class DifferenceFilter(django_filters.FilterSet):
    """A span of statement dates, an account, the bank's months, our bucket."""

    since = django_filters.DateFilter(field_name="statement_date", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="statement_date", lookup_expr="lte")
    account_no = django_filters.CharFilter(field_name="card_account__account_no")
    months = django_filters.NumberFilter(field_name="months_past_due")
    our_bucket = BucketFilter()

    class Meta:
        model = Statement
        fields = ["since", "until", "account_no", "months", "our_bucket"]


@extend_schema_view(get=extend_schema(operation_id="differences"))
class Differences(ListAPIView):
    """The bank's own months past due beside our bucket, where they disagree; newest first."""

    needs = "portfolio.view"
    serializer_class = DifferenceOutput
    filterset_class = DifferenceFilter
    queryset = Statement.objects.none()

    def get_queryset(self) -> QuerySet[Statement]:
        return differences.differing_statements(on=business_date(), actor=actor_of(self.request))


class ChargeDifferenceOutput(serializers.ModelSerializer):
    """A charge of the bank beside the one we would have billed; ours is compared, never posted."""

    account_no = serializers.CharField(source="card_account.account_no")
    currency = serializers.CharField(source="card_account.currency")
    cycle = serializers.IntegerField(source="seq", help_text="The account's statement cycle, counted from 1.")

    class Meta:
        model = ChargeComparison
        fields = ["account_no", "cycle", "what", "currency", "ours", "banks", "compared_on"]


class ChargeDifferenceFilter(django_filters.FilterSet):
    """A span of days, an account, a kind of charge."""

    since = django_filters.DateFilter(field_name="compared_on", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="compared_on", lookup_expr="lte")
    account_no = django_filters.CharFilter(field_name="card_account__account_no")

    class Meta:
        model = ChargeComparison
        fields = ["since", "until", "account_no", "what"]


@extend_schema_view(get=extend_schema(operation_id="charge_differences"))
class ChargeDifferences(ListAPIView):
    """Interest, late fees and minimums where the bank's amount is not ours; newest first."""

    needs = "portfolio.view"
    serializer_class = ChargeDifferenceOutput
    filterset_class = ChargeDifferenceFilter
    queryset = ChargeComparison.objects.none()

    def get_queryset(self) -> QuerySet[ChargeComparison]:
        return differences.differing_charges(actor=actor_of(self.request))


urlpatterns = [
    route("portfolio/figures", Figures.as_view(), name="api-figures"),
    route("portfolio/flows", Flows.as_view(), name="api-flows"),
    route("differences", Differences.as_view(), name="api-differences"),
    route("differences/charges", ChargeDifferences.as_view(), name="api-charge-differences"),
]
