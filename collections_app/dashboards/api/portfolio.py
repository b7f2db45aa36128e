"""Figures by day and flows by month, as every night kept them."""

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from accounts.api.buckets import BucketField, BucketFilter
from accounts.models import BucketFlow, PortfolioFigure


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
