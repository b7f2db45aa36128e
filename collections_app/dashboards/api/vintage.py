"""Vintage at the REST door, and the accounts behind a point of a curve."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import DateField, QuerySet, Value
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.buckets import BucketField
from accounts.models import Reached91, VintageFigure
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import Month, PageInput, asked

from ..queries import Filters
from ..queries import vintage as queries
from ..queries.vintage import Reading
from .parts import AMOUNT, KNOWN, ByAccount, ProductInput, product_of

DAY_HELP = "Vintage as of the first of this day's month. Left out: the newest."
KNOWN_HELP = (
    "`then`: what the night for that first knew, the default. `corrected`: the same points as the newest knows."
)


def reading_of(day: date | None, known: str | None) -> Reading | None:
    """The reading asked for; None before the first month end. Raises Refused("not_found", field="day") for a day
    nothing is kept of."""
    span = queries.kept_days()
    if span is None:
        return None
    first, last = span
    if day is not None and not first <= day <= last:
        message = _("There are figures from %(first)s to %(last)s.") % {"first": first, "last": last}
        raise Refused("not_found", message, field="day")
    return queries.reading_of(day or last, last=last, corrected=known == "corrected")


class VintageOutput(serializers.ModelSerializer):
    """Of the accounts opened in the month `cohort`, how many were ever 91 days past due by month on book `mob`: a point
    that `as_of` could show, as the night for `known_on` knew it."""

    as_of = serializers.DateField()
    known_on = serializers.DateField()
    product = serializers.CharField(source="product.code")

    class Meta:
        model = VintageFigure
        fields = ["as_of", "known_on", "cohort", "product", "currency", "mob", "accounts", "ever_91"]


class VintageFilter(django_filters.FilterSet):
    """A day and a reading of it, a span of cohorts (first days of months), a product, a currency, a month on book."""

    day = django_filters.DateFilter(method="taken_together", help_text=DAY_HELP)
    known = django_filters.ChoiceFilter(choices=KNOWN, method="taken_together", help_text=KNOWN_HELP)
    since = django_filters.DateFilter(field_name="cohort", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="cohort", lookup_expr="lte")
    product = django_filters.CharFilter(field_name="product__code")

    class Meta:
        model = VintageFigure
        fields = ["day", "known", "cohort", "since", "until", "product", "currency", "mob"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        wanted = self.form.cleaned_data
        reading = reading_of(wanted["day"], wanted["known"])
        if reading is None:
            return queryset.none()
        as_of, known_on = (Value(day, output_field=DateField()) for day in (reading.as_of, reading.known_on))
        return super().filter_queryset(reading.of(queryset).annotate(as_of=as_of, known_on=known_on))

    def taken_together(self, figures: QuerySet, _name: str, _value: Any) -> QuerySet:
        """Day and reading name one set of points: `filter_queryset` has taken it."""
        return figures


@extend_schema_view(get=extend_schema(operation_id="portfolio_vintage"))
class Vintage(ListAPIView):
    """Vintage figures of a day, as known then or as corrected since."""

    needs = "portfolio.view"
    serializer_class = VintageOutput
    filterset_class = VintageFilter
    queryset = VintageFigure.objects.select_related("product")


class VintageAccountsInput(ProductInput, PageInput):
    """The point: a cohort by its month, a month on book; of which day, known when."""

    cohort = Month(help_text="The month the accounts were opened in.")
    mob = serializers.IntegerField(min_value=0, max_value=999)
    day = serializers.DateField(required=False, help_text=DAY_HELP)
    known = serializers.ChoiceField(choices=KNOWN, default="then", help_text=KNOWN_HELP)


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
    """The accounts of a cohort that were ever 91 days past due by a month on book, as known on a day or as corrected
    since, without restricted files the caller is not cleared for."""

    needs = "accounts.view"
    serializer_class = VintageAccountOutput
    pagination_class = ByAccount
    filter_backends: list = []
    queryset = Reached91.objects.none()

    def get_queryset(self) -> QuerySet[Reached91]:
        wanted = asked(VintageAccountsInput, self.request)
        reading = reading_of(wanted.get("day"), wanted["known"])
        if reading is None:
            return Reached91.objects.none()
        return queries.accounts_behind(
            reading,
            wanted["cohort"],
            mob=wanted["mob"],
            currency=wanted.get("currency") or next(iter(queries.currencies(reading)), ""),
            filters=Filters(product=product_of(wanted)),
            actor=actor_of(self.request),
        )

    @extend_schema(operation_id="portfolio_vintage_accounts", tags=["portfolio"], parameters=[VintageAccountsInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
