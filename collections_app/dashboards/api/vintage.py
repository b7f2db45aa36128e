"""Vintage at the REST door."""

import django_filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from accounts.models import VintageFigure


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
