"""The operation of now or of a past day at the REST door."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.dashboards.operation_days import Days, operation_days
from collections_app.dashboards.queries import operation_rows as rows
from collections_app.dashboards.queries.operation import Operation, operation
from collections_app.dashboards.queries.operation_lines import Line, Presence, Standing
from collections_app.dashboards.queries.operation_past import operation_on
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, asked


class OperationInput(Input):
    """Left out: how things stand now."""

    day = serializers.DateField(
        required=False, help_text="A past day: its morning as known then, its work as corrected since."
    )


class DoneOutput(serializers.Serializer):
    """What was done since midnight or on a past day, and what the night before it found of promises."""

    contacts = serializers.IntegerField()
    right_party = serializers.IntegerField()
    promises_made = serializers.IntegerField()
    promises_due = serializers.IntegerField()
    promises_kept = serializers.IntegerField()
    promises_broken = serializers.IntegerField()
    refusals = serializers.IntegerField()
    breaches = serializers.IntegerField()
    unreported = serializers.IntegerField()


class StandingOutput(serializers.Serializer):
    """Open cases, such as those in no queue. Of a past day `callable` and `worked` are null, because they change by the
    minute, and all of them are where no night kept that morning."""

    cases = serializers.IntegerField(allow_null=True)
    callable = serializers.IntegerField(allow_null=True)
    due = serializers.IntegerField(allow_null=True)
    held = serializers.IntegerField(allow_null=True)
    worked = serializers.IntegerField(allow_null=True)


class LineOutput(StandingOutput):
    """A queue or desk by its code, "" for all together. `oldest_days`: null when nothing waits."""

    code = serializers.CharField()
    oldest_days = serializers.IntegerField(allow_null=True)
    agents = serializers.IntegerField(allow_null=True)
    cases_per_agent = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)
    done = DoneOutput()


class QueueLineOutput(LineOutput):
    """A queue. `beyond`: how many callable cases are more than its agents work in a day, by the queue's capacity.

    Of a past day `beyond` and `done` are null: in which queue a case stood when it was worked is not kept.
    """

    beyond = serializers.IntegerField(allow_null=True)
    done = DoneOutput(allow_null=True)


class DeskLineOutput(LineOutput):
    """A desk, or all together. `present`: how many of its people are at work now; null of a past day."""

    present = serializers.IntegerField(allow_null=True)


class PresenceOutput(serializers.Serializer):
    """Somebody of a desk by what their work left that day. `state`: present, earlier or none.

    Of a past day `state` and `claims` (cases held now) are null.
    """

    user = serializers.CharField()
    desk = serializers.CharField()
    state = serializers.ChoiceField(choices=["present", "earlier", "none"], allow_null=True)
    since = serializers.DateTimeField(allow_null=True)
    last = serializers.DateTimeField(allow_null=True)
    claims = serializers.IntegerField(allow_null=True)
    done = DoneOutput()


class OperationOutput(serializers.Serializer):
    """The operation at a moment, or of a past day. A case that several desks may take counts at each of them.

    `live`: whether it is how things stand at the moment `at`; of a past day `at` is null. `today`: the desk's day.
    `night`: whose findings of promises are counted. `no_desk`: what was done by who stood in no team, and by machines.
    """

    live = serializers.BooleanField()
    at = serializers.DateTimeField(allow_null=True)
    today = serializers.DateField()
    day = serializers.DateField()
    night = serializers.DateField(allow_null=True)
    total = DeskLineOutput()
    queues = QueueLineOutput(many=True)
    no_queue = StandingOutput()
    desks = DeskLineOutput(many=True)
    no_desk = DoneOutput()
    people = PresenceOutput(many=True)


class OperationView(APIView):
    """How every queue and desk stands now and who is at work, or how they stood and what was done on a past day."""

    needs = "operation.view"

    @extend_schema(operation_id="operation", parameters=[OperationInput], responses=OperationOutput)
    def get(self, request: Request) -> Response:
        at = clock.now()
        days = operation_days(at)
        day = days.past_day(asked(OperationInput, request).get("day"))
        actor = actor_of(request)
        found = operation_on(actor, day=day) if day else operation(actor, at=at)
        return Response(OperationOutput(_as_data(found, days)).data)


def _as_data(found: Operation, days: Days) -> dict[str, Any]:
    return {
        "live": found.live,
        "at": found.at,
        "today": days.today,
        "day": found.day,
        "night": found.night,
        "total": _line("", found.total, found),
        "queues": [_line(one.queue.code, one, found) for one in found.queues if one.queue],
        "no_queue": _standing(found.no_queue, found.states),
        "desks": [_line(one.team.code, one, found) for one in found.desks if one.team],
        "no_desk": found.no_desk,
        "people": [_person(one, live=found.live) for one in found.people],
    }


def _standing(standing: Standing, known: Sequence[str]) -> dict[str, int | None]:
    return {name: getattr(standing, name) if name in known else None for name in rows.STATES}


def _line(code: str, line: Line, found: Operation) -> dict[str, Any]:
    return {
        "code": code,
        **_standing(line.standing, found.states),
        "oldest_days": line.age_days,
        "agents": line.agents if found.states else None,
        "cases_per_agent": None if line.cases_per_agent is None else round(line.cases_per_agent, 1),
        "done": line.done or None,
        "present": line.present if found.live else None,
        "beyond": line.beyond if found.live else None,
    }


def _person(one: Presence, *, live: bool) -> dict[str, Any]:
    return {
        "user": one.user.username,
        "desk": one.team.code if one.team else "",
        "state": one.state if live else None,
        "since": one.since,
        "last": one.last,
        "claims": one.claims if live else None,
        "done": one.done,
    }
