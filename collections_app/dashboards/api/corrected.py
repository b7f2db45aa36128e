"""Past days as corrected since at the REST door: which were asked for, and how far a worker is with each."""

from datetime import date

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.inputs import Input, given

from ..asking import have_corrected
from ..models import CorrectedDay


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
