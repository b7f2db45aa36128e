"""Vintage at the REST door, and the accounts behind a point of a curve."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.buckets import BucketField
from accounts.models import Reached91, VintageFigure
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Month, PageInput, asked

from ..queries import Filters
from ..queries import vintage as queries
from .parts import AMOUNT, ByAccount, ProductInput, product_of


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


class VintageAccountsInput(ProductInput, PageInput):
    """The point: a cohort by its month, a month on book."""

    cohort = Month(help_text="The month the accounts were opened in.")
    mob = serializers.IntegerField(min_value=0, max_value=999)


class VintageAccountOutput(serializers.ModelSerializer):
    """An account, when it was first 91 days past due, and how it stands now."""

    account_no = serializers.CharField(source="card_account.account_no")
    product = serializers.CharField(source="card_account.product.code")
    currency = serializers.CharField(source="card_account.currency")
    opened_on = serializers.DateField(source="card_account.opened_on")
    reached_91_on = serializers.DateField(source="day")
    bucket_now = BucketField(source="card_account.position.bucket")
    balance_now = serializers.DecimalField(source="card_account.position.balance", **AMOUNT)

    class Meta:
        model = Reached91
        fields = ["account_no", "product", "currency", "opened_on", "reached_91_on", "mob", "bucket_now", "balance_now"]


class VintageAccounts(ListAPIView):
    """The accounts of a cohort that were ever 91 days past due by a month on book, without restricted files the caller
    is not cleared for."""

    needs = "accounts.view"
    serializer_class = VintageAccountOutput
    pagination_class = ByAccount
    filter_backends: list = []
    queryset = Reached91.objects.none()

    def get_queryset(self) -> QuerySet[Reached91]:
        wanted = asked(VintageAccountsInput, self.request)
        return queries.accounts_behind(
            wanted["cohort"],
            mob=wanted["mob"],
            currency=wanted.get("currency") or next(iter(queries.currencies()), ""),
            filters=Filters(product=product_of(wanted)),
            actor=actor_of(self.request),
        )

    @extend_schema(operation_id="portfolio_vintage_accounts", tags=["portfolio"], parameters=[VintageAccountsInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
