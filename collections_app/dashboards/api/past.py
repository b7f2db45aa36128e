"""A past day as corrected since, and vintage, at the REST door."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from accounts.models import CorrectedFigure, VintageFigure
from collections_app.shared import clock
from collections_app.shared.errors import Refused

from .. import corrected, queries
from .fields import BucketField, BucketFilter


class CorrectedOutput(serializers.ModelSerializer):
    """Accounts of one bucket, product, region and currency on `day`, with everything the night for `known_on` knew."""

    bucket = BucketField()
    product = serializers.CharField(source="product.code")

    class Meta:
        model = CorrectedFigure
        fields = ["day", "known_on", "computed_at", "bucket", "product", "region", "currency", "accounts", "balance"]


class CorrectedFilter(django_filters.FilterSet):
    """`day` must be a day that has figures."""

    day = django_filters.DateFilter(required=True, method="of_day")
    bucket = BucketFilter()
    product = django_filters.CharFilter(field_name="product__code")

    class Meta:
        model = CorrectedFigure
        fields = ["day", "bucket", "product", "region", "currency"]

    def of_day(self, _figures: QuerySet, _name: str, day: object) -> QuerySet:
        span = queries.days_with_figures()
        if span is None or not span[0] <= day <= span[1]:  # type: ignore[operator]
            raise Refused("not_found", _("There are no figures of this day."), field="day")
        return corrected.keep_corrected(day, at=clock.now()).select_related("product")  # type: ignore[arg-type]


@extend_schema_view(get=extend_schema(operation_id="portfolio_corrected_figures"))
class CorrectedFigures(ListAPIView):
    """Portfolio figures of one day as corrected since; `portfolio/figures` has the same day as known then.

    The first to ask for a day after a night waits for the computation.
    """

    needs = "portfolio.view"
    serializer_class = CorrectedOutput
    filterset_class = CorrectedFilter
    queryset = CorrectedFigure.objects.select_related("product")


class VintageOutput(serializers.ModelSerializer):
    """Of the accounts opened in the month `cohort`, how many were ever 91 days past due by month on book `mob`."""

    product = serializers.CharField(source="product.code")

    class Meta:
        model = VintageFigure
        fields = ["as_of", "cohort", "product", "currency", "mob", "accounts", "ever_91"]


class VintageFilter(django_filters.FilterSet):
    """A span of cohorts (first days of months), a product, a currency, a month on book."""

    since = django_filters.DateFilter(field_name="cohort", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="cohort", lookup_expr="lte")
    product = django_filters.CharFilter(field_name="product__code")

    class Meta:
        model = VintageFigure
        fields = ["cohort", "since", "until", "product", "currency", "mob"]


@extend_schema_view(get=extend_schema(operation_id="portfolio_vintage"))
class Vintage(ListAPIView):
    """Vintage figures as the night for the last month's first wrote them."""

    needs = "portfolio.view"
    serializer_class = VintageOutput
    filterset_class = VintageFilter
    queryset = VintageFigure.objects.select_related("product")
