"""The workload at the REST door, with a move to try out."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.dashboards.queries.workload import Moved, Workload, after, workload
from collections_app.dashboards.rules.workload import DayLine
from collections_app.dashboards.workload_forms import PlanForm
from collections_app.dashboards.workload_tables import whole
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import Input


def _cases() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=12, decimal_places=1)


class WorkloadDayOutput(serializers.Serializer):
    """A day of a desk, in cases: what waits in the morning, what comes, what can be done, what is left."""

    day = serializers.DateField()
    working = serializers.BooleanField()
    agents = serializers.IntegerField()
    capacity = _cases()
    before = _cases()
    rolled_in = _cases()
    due = _cases()
    left = _cases()


class WorkloadDeskOutput(serializers.Serializer):
    """A desk by its code; `rate`: cases a day one of its agents can work."""

    desk = serializers.CharField()
    opening = _cases()
    rate = _cases()
    days = WorkloadDayOutput(many=True)


class MoveOutput(serializers.Serializer):
    """Both desks of the move, as they would be with it."""

    from_team = WorkloadDayOutput(many=True)
    to_team = WorkloadDayOutput(many=True)


class WorkloadOutput(serializers.Serializer):
    """`move`: null unless the address asks for one."""

    desks = WorkloadDeskOutput(many=True)
    move = MoveOutput(allow_null=True)


class MoveQuery(Input):
    """A move to try out; `PlanForm` reads what it says."""

    people = serializers.CharField(required=False)
    source = serializers.CharField(required=False)  # type: ignore[assignment]
    target = serializers.CharField(required=False)
    first = serializers.CharField(required=False)
    last = serializers.CharField(required=False)


def _parameter(name: str, kind: Any, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=text)


class WorkloadView(Endpoint):
    """Capacity against expected work for the next two weeks; `people` and the four others try a move out."""

    needs = "operation.view"
    query = MoveQuery

    @extend_schema(
        operation_id="workload",
        responses=WorkloadOutput,
        parameters=[
            _parameter("people", OpenApiTypes.INT, "How many people would move; then the other four are needed."),
            _parameter("source", OpenApiTypes.STR, "The code of the team they come from."),
            _parameter("target", OpenApiTypes.STR, "The code of the team they go to."),
            _parameter("first", OpenApiTypes.DATE, "Their first day there."),
            _parameter("last", OpenApiTypes.DATE, "Their last day there."),
        ],
    )
    def get(self, request: Request) -> Response:
        found = workload(actor_of(request), at=clock.now())
        return Response(WorkloadOutput(_as_data(found, self._move(found))).data)

    def _move(self, found: Workload) -> Moved | None:
        if "people" not in self.asked:
            return None
        form = PlanForm(self.asked, days=(found.days[0], found.days[-1]))
        if not form.is_valid():
            raise ValidationError({name: [str(one) for one in errors] for name, errors in form.errors.items()})
        return after(found, form.move)


def _as_data(found: Workload, move: Moved | None) -> dict[str, Any]:
    return {
        "desks": [
            {
                "desk": desk.team.code,
                "opening": whole(desk.opening),
                "rate": whole(desk.rate),
                "days": [_day(line) for line in desk.lines],
            }
            for desk in found.desks
        ],
        "move": move
        and {
            "from_team": [_day(one) for one in move.source_after],
            "to_team": [_day(one) for one in move.target_after],
        },
    }


def _day(line: DayLine) -> dict[str, Any]:
    plan = line.plan
    figures = {"capacity": plan.capacity, "before": line.before, "rolled_in": plan.rolled_in, "due": plan.due}
    return {
        "day": plan.day,
        "working": plan.working,
        "agents": plan.agents,
        **{name: whole(cases) for name, cases in figures.items()},
        "left": whole(line.left),
    }
