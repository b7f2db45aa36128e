"""Queues and their versions."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.cases.actions.queues import QueueEntry, change_queue, move_queue, open_queue, set_active
from collections_app.cases.models import QueueVersion, WorkQueue
from collections_app.cases.queries.standings import standings
from collections_app.cases.rules.order import KEYS
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

ENTRY = {
    "name_en": "Large",
    "name_zh": "大额",
    "conditions": [
        {"field": "bucket", "operator": "in", "value": ["M2", "M3"]},
        {"field": "past_due", "operator": "at_least", "value": "5000.00"},
    ],
    "order": ["contact_longest_ago", "past_due_largest"],
    "teams": ["SENIOR"],
    "capacity": 80,
    "note": "for the quarter",
}


class QueueVersionOutput(serializers.ModelSerializer):
    """What a queue is from `recorded_at` on, until a newer version. `teams`: who may take from it; none: all."""

    conditions = serializers.ListField(child=serializers.DictField())
    order = serializers.ListField(child=serializers.CharField())
    teams: Any = serializers.SlugRelatedField("code", many=True, read_only=True)

    class Meta:
        model = QueueVersion
        fields = [
            "number",
            "name_en",
            "name_zh",
            "conditions",
            "order",
            "teams",
            "capacity",
            "note",
            "recorded_at",
            "recorded_by",
        ]


class QueueFiguresOutput(serializers.Serializer):
    """How a queue stands now, counted over the cases the caller may see.

    `callable` is an estimate: whom a contact rule stops is known only once asked.
    """

    cases = serializers.IntegerField()
    worked = serializers.IntegerField()
    held = serializers.IntegerField()
    asleep = serializers.IntegerField()
    callable = serializers.IntegerField()
    due = serializers.IntegerField()
    oldest = serializers.DateTimeField(allow_null=True)


class QueueOutput(serializers.Serializer):
    """A queue in its newest version. A case stands in the first active queue, by `rank`, whose conditions it meets."""

    code = serializers.CharField(source="queue.code")
    rank = serializers.IntegerField(source="queue.rank")
    is_active = serializers.BooleanField(source="queue.is_active")
    version = QueueVersionOutput()
    figures = QueueFiguresOutput()
    agents = serializers.IntegerField(help_text="Agents of today who may take from it.")
    beyond = serializers.IntegerField(
        help_text="How many callable cases are more than these agents work in a day, by the queue's capacity."
    )


class QueueEntryInput(Input):
    """What a queue shall be."""

    name_en = serializers.CharField(max_length=60)
    name_zh = serializers.CharField(max_length=60)
    conditions = serializers.ListField(child=serializers.DictField(), default=list)
    order = serializers.ListField(child=serializers.ChoiceField(choices=list(KEYS)), default=list)
    teams = serializers.ListField(child=serializers.CharField(max_length=20), default=list)
    capacity = serializers.IntegerField(
        default=120, help_text="How many of its cases one agent works in a day. For planning: nobody is stopped at it."
    )
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class NewQueueInput(QueueEntryInput):
    """A queue to open, the last by rank."""

    code = serializers.CharField(max_length=30)


class QueueChangeInput(QueueEntryInput):
    """A new version; `based_on` is the number of the version it was made from."""

    based_on = serializers.IntegerField()


class QueueRankInput(Input):
    """Before or after its neighbour."""

    up = serializers.BooleanField()


class QueueStateInput(Input):
    """Open or closed."""

    is_active = serializers.BooleanField()


def _answer(request: Request, code: str, code_status: int = status.HTTP_200_OK) -> Response:
    queue = WorkQueue.objects.filter(code=code).first()
    if queue is None:
        raise Http404
    return Response(QueueOutput(standings(actor_of(request), [queue], at=clock.now())[0]).data, status=code_status)


class Queues(Endpoint):
    """Every queue by rank with how it stands; a handful, so without pages. POST opens one."""

    needs = {"GET": "cases.view", "POST": "queues.edit"}

    @extend_schema(operation_id="queues_list", tags=["queues"], responses=QueueOutput(many=True))
    def get(self, request: Request) -> Response:
        queues = list(WorkQueue.objects.order_by("-is_active", "rank"))
        return Response(QueueOutput(standings(actor_of(request), queues, at=clock.now()), many=True).data)

    @extend_schema(
        operation_id="queue_open",
        tags=["queues"],
        request=NewQueueInput,
        responses={201: QueueOutput},
        examples=[OpenApiExample("Large debts", value={"code": "large", **ENTRY}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        entry = given(NewQueueInput, request)
        code = entry.pop("code")
        open_queue(actor=actor_of(request), code=code, entry=QueueEntry(**entry), at=clock.now())
        return _answer(request, code, status.HTTP_201_CREATED)


class QueueDetail(Tagged):
    """One queue."""

    needs = "cases.view"

    @extend_schema(operation_id="queue", tags=["queues"], responses=QueueOutput)
    def get(self, request: Request, code: str) -> Response:
        return _answer(request, code)


class OfQueue(Guarded):
    """A change of what `GET queues/<code>` shows."""

    reads, reads_by = "api-queue", ("code",)

    def held_still(self, **named: Any) -> QuerySet[WorkQueue]:
        return WorkQueue.objects.filter(code=named["code"])


class QueueVersions(Endpoint, OfQueue):
    """The versions of a queue, newest first; POST writes a new one, and every case looks for its place anew."""

    needs = {"GET": "cases.view", "POST": "queues.edit"}

    @extend_schema(operation_id="queue_versions_list", tags=["queues"], responses=QueueVersionOutput(many=True))
    def get(self, request: Request, code: str) -> Response:
        if not WorkQueue.objects.filter(code=code).exists():
            raise Http404
        versions = QueueVersion.objects.filter(queue__code=code).prefetch_related("teams").order_by("-number")
        return Response(QueueVersionOutput(versions, many=True).data)

    @extend_schema(
        operation_id="queue_change",
        tags=["queues"],
        request=QueueChangeInput,
        responses={201: QueueOutput},
        examples=[OpenApiExample("Large debts", value={"based_on": 1, **ENTRY}, request_only=True)],
    )
    def post(self, request: Request, code: str) -> Response:
        entry = given(QueueChangeInput, request)
        based_on = entry.pop("based_on")
        change_queue(actor=actor_of(request), code=code, entry=QueueEntry(**entry), based_on=based_on, at=clock.now())
        return _answer(request, code, status.HTTP_201_CREATED)


class QueueRank(OfQueue):
    """Let a queue change places with its neighbour."""

    needs = {"POST": "queues.edit"}

    @extend_schema(operation_id="queue_rank", tags=["queues"], request=QueueRankInput, responses=QueueOutput)
    def post(self, request: Request, code: str) -> Response:
        move_queue(actor=actor_of(request), code=code, at=clock.now(), **given(QueueRankInput, request))
        return _answer(request, code)


class QueueState(OfQueue):
    """Close a queue, or open it again."""

    needs = {"POST": "queues.edit"}

    @extend_schema(operation_id="queue_state", tags=["queues"], request=QueueStateInput, responses=QueueOutput)
    def post(self, request: Request, code: str) -> Response:
        active = given(QueueStateInput, request)["is_active"]
        set_active(actor=actor_of(request), code=code, active=active, at=clock.now())
        return _answer(request, code)
