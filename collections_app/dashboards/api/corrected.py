"""A past day as corrected since at the REST door: computed by a worker when first asked for, then read."""

from datetime import date
from typing import Any

import django_filters
from django.utils.translation import gettext as _
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import CorrectedFigure
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import Input, given

from ..asking import have_corrected
from ..models import CorrectedDay
from .fields import BucketField, BucketFilter

RETRY_AFTER_SECONDS = 2


class CorrectedDayOutput(serializers.ModelSerializer):
    """How far a day is. `failure` says why it could not be computed; `known_on` is the night whose knowledge it has."""

    class Meta:
        model = CorrectedDay
        fields = ["day", "status", "known_on", "asked_at", "asked_by", "began_at", "finished_at", "failure"]


class CorrectedDayInput(Input):
    """The day to compute."""

    day = serializers.DateField()


class NewestDayFirst(CursorPages):
    """By day, the newest first."""

    ordering = "-day"

    @staticmethod
    def is_position(text: str) -> bool:
        try:
            return date.fromisoformat(text).isoformat() == text
        except ValueError:
            return False


@extend_schema_view(get=extend_schema(operation_id="portfolio_corrected_days"))
class CorrectedDays(ListAPIView):
    """Past days that somebody has asked for as corrected since; POST has one computed, again where it failed."""

    needs = "portfolio.view"
    serializer_class = CorrectedDayOutput
    pagination_class = NewestDayFirst
    filterset_fields = ["day", "status"]
    queryset = CorrectedDay.objects.all()

    @extend_schema(
        operation_id="compute_corrected_day",
        request=CorrectedDayInput,
        responses={202: CorrectedDayOutput},
        examples=[OpenApiExample("a day", {"day": "2026-03-16"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        day = given(CorrectedDayInput, request)["day"]
        found = have_corrected(actor=actor_of(request), day=day, again=True, at=clock.now())
        return Response(CorrectedDayOutput(found).data, status=status.HTTP_202_ACCEPTED)


class CorrectedOutput(serializers.ModelSerializer):
    """Accounts of one bucket, product, region and currency on `day`, with everything the night for `known_on` knew."""

    bucket = BucketField()
    product = serializers.CharField(source="product.code")

    class Meta:
        model = CorrectedFigure
        fields = ["day", "known_on", "computed_at", "bucket", "product", "region", "currency", "accounts", "balance"]


class CorrectedFilter(django_filters.FilterSet):
    """`day` must be a day that has figures."""

    day = django_filters.DateFilter(required=True)
    bucket = BucketFilter()
    product = django_filters.CharFilter(field_name="product__code")

    class Meta:
        model = CorrectedFigure
        fields = ["day", "bucket", "product", "region", "currency"]


class CorrectedFigures(ListAPIView):
    """Portfolio figures of one day as corrected since; `portfolio/figures` has the same day as known then.

    The first question for a day after a night is answered with 202: a worker computes it. Ask the same address
    (`Location`) again after `Retry-After` seconds, until it answers 200. A computation that failed is refused as
    `computation_failed`, until it is asked for again at `portfolio/corrected-days`.
    """

    needs = "portfolio.view"
    serializer_class = CorrectedOutput
    filterset_class = CorrectedFilter
    queryset = CorrectedFigure.objects.select_related("product")

    @extend_schema(
        operation_id="portfolio_corrected_figures",
        responses={200: CorrectedOutput(many=True), 202: CorrectedDayOutput},
        parameters=[
            OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=[202], description="Ask here again."),
            OpenApiParameter("Retry-After", int, OpenApiParameter.HEADER, response=[202], description="In seconds."),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filters = CorrectedFilter(request.query_params, self.get_queryset())
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
