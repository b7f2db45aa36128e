"""The rows behind a figure of the operation at the REST door."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from accounts.models.derived import DelinquencyBucket
from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.dashboards.figure_labels import LABELS
from collections_app.dashboards.operation_days import operation_days
from collections_app.dashboards.queries import operation_rows as rows
from collections_app.dashboards.queries.operation_list import cursor_of, narrowed_to, place_of, rows_behind
from collections_app.people.models import Team, User
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import PageInput, asked

PAGE = 50


class OperationRowsInput(PageInput):
    """Of one queue, one desk or one person; left out: of all. Of a past day there are rows of what was done alone."""

    day = serializers.DateField(required=False, help_text="A past day; left out: now.")
    queue = serializers.SlugField(max_length=30, required=False, help_text="Its code.")
    team = serializers.SlugRelatedField(
        slug_field="code", queryset=Team.objects.all(), required=False, help_text="Its code."
    )
    user = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.all(), required=False, help_text="Log-in name."
    )


class OperationRowOutput(serializers.Serializer):
    """A case behind the figure; `at`: when it was done, or since when it waits; `user`: who did it, or whose it is."""

    case = serializers.IntegerField(source="case.pk")
    customer_no = serializers.CharField(source="case.cardholder.customer_no")
    bucket = serializers.ChoiceField(choices=DelinquencyBucket.labels, source="case.get_bucket_display")
    currency = serializers.CharField(source="case.currency")
    past_due = serializers.DecimalField(max_digits=18, decimal_places=2, source="case.past_due")
    user = serializers.CharField(source="user.username", default=None, allow_null=True)
    at = serializers.DateTimeField()


class OperationRowsOutput(serializers.Serializer):
    """A page: how many rows there are in all, and the address of the next page."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    results = OperationRowOutput(many=True)


class OperationRows(APIView):
    """The rows behind a figure of `GET operation`: what was done newest first, what waits longest first."""

    needs = "operation.view"

    @extend_schema(
        operation_id="operation_rows",
        tags=["operation"],
        parameters=[OperationRowsInput],
        responses=OperationRowsOutput,
    )
    def get(self, request: Request, figure: str) -> Response:
        if figure not in LABELS:
            raise Http404
        at, wanted = clock.now(), asked(OperationRowsInput, request)
        day = operation_days(at).past_day(wanted.get("day"))
        if day:
            _must_be_kept(figure, wanted)
        queues = [] if day else queues_now()
        place = place_of(wanted.get("cursor", ""))
        if place is None and "cursor" in wanted:
            raise NotFound(CursorPages.invalid_cursor_message)
        narrowed = narrowed_to(
            _queue(wanted, queues), wanted.get("team"), wanted.get("user"), among=queues, on=day or clock.local_date(at)
        )
        found, count, beyond = rows_behind(
            figure,
            narrowed,
            actor=actor_of(request),
            at=at,
            day=day,
            after=place,
            most=wanted.get("page_size", PAGE),
        )
        here = request.build_absolute_uri()
        following = replace_query_param(here, "cursor", cursor_of(beyond)) if beyond else None
        return Response(OperationRowsOutput({"count": count, "next": following, "results": found}).data)


def _must_be_kept(figure: str, wanted: dict[str, Any]) -> None:
    """Of a past morning only the numbers are kept, and of what was done not the queue."""
    if figure not in rows.DONE_ON:
        raise Refused("not_kept", _("Which cases stood so that morning is not kept, only how many."), field="day")
    if "queue" in wanted:
        raise Refused("not_kept", _("In which queue a case stood when it was worked is not kept."), field="queue")


def _queue(wanted: dict[str, Any], queues: list[Queue]) -> Queue | None:
    if "queue" not in wanted:
        return None
    found = next((one for one in queues if one.code == wanted["queue"]), None)
    if found is None:
        raise Refused("unknown_queue", _("There is no such queue."), field="queue")
    return found
