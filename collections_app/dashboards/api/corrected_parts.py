"""Figures, flows and trend of a past day as corrected since: computed by a worker when first asked for, then read."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.utils import translate_validation
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.buckets import BucketField, BucketFilter
from accounts.models import CorrectedFigure, CorrectedFlow, CorrectedTrend
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused

from ..asking import have_corrected
from ..models import CorrectedDay
from .corrected import CorrectedDayOutput

RETRY_AFTER_SECONDS = 2


class OfCorrectedDay(ListAPIView):
    """One part of a day as corrected since; the day is asked for with the first question for any of them."""

    needs = "portfolio.view"
    filterset_class: type[django_filters.FilterSet]

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filters = self.filterset_class(request.query_params, self.get_queryset())
        if not filters.is_valid():
            raise translate_validation(filters.errors)
        found = have_corrected(actor=actor_of(request), day=filters.form.cleaned_data["day"], at=clock.now())
        if found.status == CorrectedDay.Status.FAILED:
            said = _("This day could not be computed: %(failure)s") % {"failure": found.failure}
            raise Refused("computation_failed", said, field="day")
        if found.under_way:
            headers = {"Location": request.get_full_path(), "Retry-After": str(RETRY_AFTER_SECONDS)}
            return Response(CorrectedDayOutput(found).data, status=status.HTTP_202_ACCEPTED, headers=headers)
        return super().get(request, *args, **kwargs)


def _answers(operation_id: str, output: type[serializers.Serializer]) -> Any:
    """How a call of this file is described: 200 with rows, or 202 with how far the day is."""
    waiting = OpenApiResponse(
        forced_singular_serializer(CorrectedDayOutput),
        description="Nobody had asked for this day since the last night: a worker computes it. Ask the same address "
        "(`Location`) again after `Retry-After` seconds, until it answers 200. What failed is refused as "
        "`computation_failed`, until it is asked for again at `portfolio/corrected-days`.",
    )
    headers = [
        OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=[202], description="Ask here again."),
        OpenApiParameter("Retry-After", int, OpenApiParameter.HEADER, response=[202], description="In seconds."),
    ]
    described = extend_schema(
        operation_id=operation_id, responses={200: output(many=True), 202: waiting}, parameters=headers
    )
    return extend_schema_view(get=described)


class CorrectedFigureOutput(serializers.ModelSerializer):
    """Accounts of one bucket, product, region and currency on `day`, with everything the night for `known_on` knew."""

    bucket = BucketField()
    product = serializers.CharField(source="product.code")

    class Meta:
        model = CorrectedFigure
        fields = ["day", "known_on", "computed_at", "bucket", "product", "region", "currency", "accounts", "balance"]


class CorrectedFigureFilter(django_filters.FilterSet):
    """`day` must be a day that has figures."""

    day = django_filters.DateFilter(required=True)
    bucket = BucketFilter()
    product = django_filters.CharFilter(field_name="product__code")

    class Meta:
        model = CorrectedFigure
        fields = ["day", "bucket", "product", "region", "currency"]


@_answers("portfolio_corrected_figures", CorrectedFigureOutput)
class CorrectedFigures(OfCorrectedDay):
    """Portfolio figures of one day as corrected since; `portfolio/figures` has the same day as known then."""

    serializer_class = CorrectedFigureOutput
    filterset_class = CorrectedFigureFilter
    queryset = CorrectedFigure.objects.select_related("product")


class CorrectedFlowOutput(serializers.ModelSerializer):
    """Accounts that stood in `from_bucket` at the month end `since` and in `to_bucket` on `until`, with everything the
    night for `known_on` knew; `balance` is what they owed at `since`. `until` is `day`, or the first of its month."""

    from_bucket = BucketField()
    to_bucket = BucketField()
    product = serializers.CharField(source="product.code")

    class Meta:
        model = CorrectedFlow
        fields = [
            "day", "known_on", "computed_at", "since", "until", "from_bucket", "to_bucket", "product", "region",
            "currency", "accounts", "balance",
        ]  # fmt: skip


class CorrectedFlowFilter(django_filters.FilterSet):
    """`day` must be a day that has figures; `closes_month=true` leaves the whole month before it, `false` its month
    so far."""

    day = django_filters.DateFilter(required=True)
    from_bucket = BucketFilter()
    to_bucket = BucketFilter()
    product = django_filters.CharFilter(field_name="product__code")
    closes_month = django_filters.BooleanFilter(
        method="whole_months", help_text="Only the whole month before the day, or only its month so far."
    )

    class Meta:
        model = CorrectedFlow
        fields = ["day", "from_bucket", "to_bucket", "product", "region", "currency", "closes_month"]

    def whole_months(self, flows: QuerySet, _name: str, wanted: bool) -> QuerySet:
        return flows.filter(until__day=1) if wanted else flows.exclude(until__day=1)


@_answers("portfolio_corrected_flows", CorrectedFlowOutput)
class CorrectedFlows(OfCorrectedDay):
    """From bucket to bucket up to one day as corrected since: in its month so far, and in the whole month before."""

    serializer_class = CorrectedFlowOutput
    filterset_class = CorrectedFlowFilter
    queryset = CorrectedFlow.objects.select_related("product")


class CorrectedTrendOutput(serializers.ModelSerializer):
    """Accounts and balance of one delinquent bucket on every day from `first_day` to `day`, the oldest first, with
    everything the night for `known_on` knew."""

    bucket = BucketField()
    product = serializers.CharField(source="product.code")

    class Meta:
        model = CorrectedTrend
        fields = [
            "day", "known_on", "computed_at", "first_day", "bucket", "product", "region", "currency", "accounts",
            "balance",
        ]  # fmt: skip


class CorrectedTrendFilter(CorrectedFigureFilter):
    """`day` must be a day that has figures: the last of the trend."""

    class Meta:
        model = CorrectedTrend
        fields = CorrectedFigureFilter.Meta.fields


@_answers("portfolio_corrected_trend", CorrectedTrendOutput)
class CorrectedTrends(OfCorrectedDay):
    """The delinquent buckets on each of the 90 days up to one day as corrected since, one row for all of the days."""

    serializer_class = CorrectedTrendOutput
    filterset_class = CorrectedTrendFilter
    queryset = CorrectedTrend.objects.select_related("product")
