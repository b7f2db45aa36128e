"""How many cases a queue would have, while its conditions are still being written."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import working_day
from collections_app.cases.models import WorkQueue
from collections_app.cases.queries.conditions import checked_conditions
from collections_app.cases.queries.fitting import fitting
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import Input, given

from .queues import ENTRY


class QueueCountInput(Input):
    """Conditions as a queue takes them; `queue`: whose they shall be, none: of a new one, the last by rank."""

    conditions = serializers.ListField(child=serializers.DictField())
    queue = serializers.CharField(max_length=30, required=False, help_text="Its code.")


class QueueCountOutput(serializers.Serializer):
    """Of the open cases the caller sees: `fit` meet the conditions, `elsewhere` of them stand in an earlier queue."""

    fit = serializers.IntegerField()
    elsewhere = serializers.IntegerField()
    here = serializers.IntegerField()


class QueueCount(APIView):
    """Count what conditions would choose; changes nothing."""

    needs = "queues.edit"
    answers_anew = True

    @extend_schema(
        operation_id="queue_count",
        tags=["queues"],
        request=QueueCountInput,
        responses=QueueCountOutput,
        examples=[OpenApiExample("Large debts", value={"conditions": ENTRY["conditions"]}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body, actor = given(QueueCountInput, request), actor_of(request)
        conditions, before = checked_conditions(body["conditions"]), _rank_of(body.get("queue"))
        return Response(QueueCountOutput(fitting(actor, conditions, before=before, on=working_day(clock.now()))).data)


def _rank_of(code: str | None) -> int | None:
    """The rank of an active queue; None without a code, and of a closed queue, which has to be opened again."""
    if code is None:
        return None
    queue = WorkQueue.objects.filter(code=code).first()
    if queue is None:
        raise Refused("unknown_queue", _("There is no such queue."), field="queue")
    return queue.rank if queue.is_active else None
