"""The REST door of the nights: what ran, its steps and problems; run, verify, go on without a payment feed."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import FeedDay
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import Input, given
from collections_app.shared.routes import route

from . import actions, queries, queue
from .models import Night, NightProblem, NightStep

DAY = OpenApiParameter("day", OpenApiTypes.DATE, OpenApiParameter.PATH, description="The date of the night.")


def is_day(text: str) -> bool:
    """Whether it is a date as we write it. Example: `2026-02-29` is none."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _night(day: str) -> Night:
    if not is_day(day):
        raise Http404
    return get_object_or_404(Night, pk=day)


class NightOutput(serializers.ModelSerializer):
    """One night. `verified` and `corrected`: recomputed as known then, as corrected since; null while not asked."""

    problems = serializers.SerializerMethodField()
    checksum = serializers.CharField(allow_null=True)
    verified = serializers.BooleanField(allow_null=True)
    corrected = serializers.BooleanField(allow_null=True)

    class Meta:
        model = Night
        fields = [
            "date",
            "status",
            "shards",
            "held",
            "started_by",
            "started_at",
            "finished_at",
            "checksum",
            "verified",
            "verified_at",
            "corrected",
            "corrected_at",
            "failure",
            "problems",
        ]

    def get_problems(self, night: Any) -> int:
        return night.problem_count


class StepOutput(serializers.ModelSerializer):
    """A step that is done, of one shard."""

    class Meta:
        model = NightStep
        fields = ["step", "shard", "rows", "seconds", "finished_at"]


class ProblemOutput(serializers.Serializer):
    """A row the night could not treat as it should. `reason` is stable, `text` is in the caller's language."""

    night = serializers.DateField()
    account_no = serializers.CharField()
    reason = serializers.CharField()
    text = serializers.CharField()
    detail = serializers.CharField()


class RunInput(Input):
    """Up to which night (default: the next one); `first` begins an installation that has no night yet."""

    until = serializers.DateField(required=False)
    first = serializers.DateField(required=False)


class RunOutput(serializers.Serializer):
    """Queued; follow it with GET."""

    until = serializers.DateField()


class VerifyInput(Input):
    """As known then, or with everything known now."""

    corrected = serializers.BooleanField(default=False)


class FeedWaiverInput(Input):
    """The day whose payment feed will not be waited for, and why."""

    day = serializers.DateField()
    reason = serializers.CharField(max_length=500)


class FeedDayOutput(serializers.ModelSerializer):
    """The payment feed of one day: when it came, or why it was waived and by whom."""

    class Meta:
        model = FeedDay
        fields = ["day", "recorded_on", "waived_reason", "decided_by"]


class DayPages(CursorPages):
    """Newest day first."""

    is_position = staticmethod(is_day)


class NightPages(DayPages):
    """Nights, newest first."""

    ordering = "-date"


@extend_schema_view(get=extend_schema(operation_id="nights"))
class Nights(ListAPIView):
    """Nights, newest first; POST queues those that are missing."""

    needs = {"GET": "nights.view", "POST": "nights.run"}
    serializer_class = NightOutput
    pagination_class = NightPages
    filterset_fields = ["status", "held"]
    queryset = Night.objects.none()

    def get_queryset(self) -> QuerySet[Night]:
        return queries.nights_with_problem_count()

    @extend_schema(operation_id="run_nights", request=RunInput, responses={202: RunOutput})
    def post(self, request: Request) -> Response:
        until = queue.ask_for_nights(actor=actor_of(request), **given(RunInput, request))
        return Response({"until": until}, status=status.HTTP_202_ACCEPTED)


class NightDetail(Endpoint):
    """One night."""

    needs = "nights.view"

    @extend_schema(operation_id="night", parameters=[DAY], responses=NightOutput)
    def get(self, request: Request, day: str) -> Response:
        night = queries.nights_with_problem_count().get(pk=_night(day).pk)
        return Response(NightOutput(night).data)


class Steps(Endpoint):
    """The steps of one night that are done, in the order they ended; a few dozen at most, so without pages."""

    needs = "nights.view"

    @extend_schema(operation_id="night_steps", parameters=[DAY], responses=StepOutput(many=True))
    def get(self, request: Request, day: str) -> Response:
        done = NightStep.objects.filter(night=_night(day)).order_by("id")
        return Response(StepOutput(done, many=True).data)


@extend_schema_view(
    get=extend_schema(operation_id="night_problems", parameters=[DAY], responses=ProblemOutput(many=True))
)
class Problems(ListAPIView):
    """Problems of one night, newest first."""

    needs = "nights.view"
    serializer_class = ProblemOutput
    queryset = NightProblem.objects.none()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.paginate_queryset(self.filter_queryset(queries.problems().filter(night=_night(kwargs["day"]))))
        return self.get_paginated_response(ProblemOutput(queries.described(found or []), many=True).data)


class Verifications(APIView):
    """Recompute a past night from its facts."""

    needs = {"POST": "nights.view"}

    @extend_schema(operation_id="verify_night", parameters=[DAY], request=VerifyInput, responses={202: VerifyInput})
    def post(self, request: Request, day: str) -> Response:
        body = given(VerifyInput, request)
        queue.ask_to_verify(actor=actor_of(request), on=_night(day).date, **body)
        return Response(body, status=status.HTTP_202_ACCEPTED)


class FeedPages(DayPages):
    """Feed days, newest first."""

    ordering = "-day"


@extend_schema_view(get=extend_schema(operation_id="feed_days"))
class FeedDays(ListAPIView):
    """Days whose payment feed has come or was waived."""

    needs = "nights.view"
    serializer_class = FeedDayOutput
    pagination_class = FeedPages
    filterset_fields = ["day"]
    queryset = FeedDay.objects.all()


class FeedWaivers(APIView):
    """Let the nights go on without the payment feed of a day."""

    needs = {"POST": "nights.waive_feed"}

    @extend_schema(operation_id="waive_feed", request=FeedWaiverInput, responses={201: FeedDayOutput})
    def post(self, request: Request) -> Response:
        body = given(FeedWaiverInput, request)
        actions.waive_feed(actor=actor_of(request), **body)
        waived = FeedDay.objects.get(pk=body["day"])
        return Response(FeedDayOutput(waived).data, status=status.HTTP_201_CREATED)


urlpatterns = [
    route("nights", Nights.as_view(), name="api-nights"),
    route("nights/<str:day>", NightDetail.as_view(), name="api-night"),
    route("nights/<str:day>/steps", Steps.as_view(), name="api-night-steps"),
    route("nights/<str:day>/problems", Problems.as_view(), name="api-night-problems"),
    route("nights/<str:day>/verifications", Verifications.as_view(), name="api-night-verifications"),
    route("feed-days", FeedDays.as_view(), name="api-feed-days"),
    route("feed-waivers", FeedWaivers.as_view(), name="api-feed-waivers"),
]
