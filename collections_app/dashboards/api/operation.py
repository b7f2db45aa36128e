"""Today's operation at the REST door."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.dashboards.queries import operation_rows as rows
from collections_app.dashboards.queries.operation import Line, Operation, Presence, operation
from collections_app.shared import clock
from collections_app.shared.actor import actor_of


class DoneOutput(serializers.Serializer):
    """What was done since midnight, and what the last night found of promises."""

    contacts = serializers.IntegerField()
    right_party = serializers.IntegerField()
    promises_made = serializers.IntegerField()
    promises_due = serializers.IntegerField()
    promises_kept = serializers.IntegerField()
    promises_broken = serializers.IntegerField()
    refusals = serializers.IntegerField()
    breaches = serializers.IntegerField()
    unreported = serializers.IntegerField()


class LineOutput(serializers.Serializer):
    """A queue or desk by its code, "" for all together. `oldest_days`: null when nothing waits."""

    code = serializers.CharField()
    cases = serializers.IntegerField()
    callable = serializers.IntegerField()
    due = serializers.IntegerField()
    held = serializers.IntegerField()
    worked = serializers.IntegerField()
    oldest_days = serializers.IntegerField(allow_null=True)
    agents = serializers.IntegerField()
    cases_per_agent = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)
    done = DoneOutput()


class QueueLineOutput(LineOutput):
    """A queue. `beyond`: how many callable cases are more than its agents work in a day, by the queue's capacity."""

    beyond = serializers.IntegerField()


class DeskLineOutput(LineOutput):
    """A desk, or all together. `present`: how many of its people are at work now."""

    present = serializers.IntegerField()


class StandingOutput(serializers.Serializer):
    """Open cases that stand in no queue."""

    cases = serializers.IntegerField()
    callable = serializers.IntegerField()
    due = serializers.IntegerField()
    held = serializers.IntegerField()
    worked = serializers.IntegerField()


class PresenceOutput(serializers.Serializer):
    """Somebody of a desk by what their work left today. `state`: present, earlier or none."""

    user = serializers.CharField()
    desk = serializers.CharField()
    state = serializers.ChoiceField(choices=["present", "earlier", "none"])
    since = serializers.DateTimeField(allow_null=True)
    last = serializers.DateTimeField(allow_null=True)
    claims = serializers.IntegerField()
    done = DoneOutput()


class OperationOutput(serializers.Serializer):
    """The operation at a moment. A case that several desks may take counts at each of them.

    `no_desk`: what was done by who stands in no team, and by machines.
    """

    at = serializers.DateTimeField()
    today = serializers.DateField()
    night = serializers.DateField(allow_null=True)
    total = DeskLineOutput()
    queues = QueueLineOutput(many=True)
    no_queue = StandingOutput()
    desks = DeskLineOutput(many=True)
    no_desk = DoneOutput()
    people = PresenceOutput(many=True)


class OperationView(APIView):
    """How every queue and desk stands now, and who is at work."""

    needs = "operation.view"

    @extend_schema(operation_id="operation", responses=OperationOutput)
    def get(self, request: Request) -> Response:
        return Response(OperationOutput(_as_data(operation(actor_of(request), at=clock.now()))).data)


def _as_data(found: Operation) -> dict[str, Any]:
    return {
        "at": found.at,
        "today": found.today,
        "night": found.night,
        "total": _line("", found.total),
        "queues": [_line(one.queue.code, one) for one in found.queues if one.queue],
        "no_queue": found.no_queue,
        "desks": [_line(one.team.code, one) for one in found.desks if one.team],
        "no_desk": found.no_desk,
        "people": [_person(one) for one in found.people],
    }


def _line(code: str, line: Line) -> dict[str, Any]:
    return {
        "code": code,
        **{name: getattr(line.standing, name) for name in rows.STATES},
        "oldest_days": line.age_days,
        "agents": line.agents,
        "cases_per_agent": None if line.cases_per_agent is None else round(line.cases_per_agent, 1),
        "done": line.done,
        "present": line.present,
        "beyond": line.beyond,
    }


def _person(one: Presence) -> dict[str, Any]:
    return {
        "user": one.user.username,
        "desk": one.team.code if one.team else "",
        "state": one.state,
        "since": one.since,
        "last": one.last,
        "claims": one.claims,
        "done": one.done,
    }
