"""Teams, who works in which, and moving several people for a time."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import Input, given, number

from .. import actions, queries
from ..models import Team, TeamAssignment, User
from .users import AssignmentOutput

Reason = TeamAssignment.Reason
ASKED_REASONS = [(reason.value, reason.label) for reason in Reason if reason != Reason.RETURN]
MOST_PEOPLE = 500
MOVE = {"users": [12, 17], "team": "mid-end", "first_day": "2026-03-02", "last_day": "2026-04-12", "note": "month end"}


class TeamOutput(serializers.ModelSerializer):
    """A team with the stays of today and those to come."""

    here = AssignmentOutput(many=True)
    coming = AssignmentOutput(many=True)

    class Meta:
        model = Team
        fields = ["id", "code", "name_en", "name_zh", "tier", "is_active", "here", "coming"]


class TeamInput(Input):
    """A new team; the code stays."""

    code = serializers.CharField(max_length=20)
    name_en = serializers.CharField(max_length=60)
    name_zh = serializers.CharField(max_length=60)
    tier = serializers.ChoiceField(choices=Team.Tier.choices)


class AssignmentInput(Input):
    """Somebody works in a team from `first_day` to `last_day`, or until further notice."""

    user = number()
    team = serializers.CharField(max_length=20, help_text="Its code.")
    first_day = serializers.DateField()
    last_day = serializers.DateField(required=False, help_text="A support transfer needs one.")
    reason = serializers.ChoiceField(choices=ASKED_REASONS)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class GroupMoveInput(Input):
    """A support transfer: everyone named, from `first_day` to `last_day`, and then back."""

    users = serializers.ListField(child=number(), allow_empty=False, max_length=MOST_PEOPLE)
    team = serializers.CharField(max_length=20, help_text="Its code.")
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class MoveLineOutput(serializers.Serializer):
    """What the move does to one person. `obstacle`: no_team, already_there, another_change; empty when nothing is."""

    user = serializers.IntegerField(source="user.pk")
    name = serializers.CharField(source="user.display_name")
    home = serializers.CharField(source="home.code", allow_null=True, default=None)
    back_on = serializers.DateField()
    obstacle = serializers.CharField(allow_blank=True)
    change_on = serializers.DateField(allow_null=True)


class Teams(Endpoint):
    """Every team, a dozen or so, hence without pages; POST opens one."""

    needs = {"GET": "people.view", "POST": "teams.manage"}

    @extend_schema(operation_id="teams_list", tags=["people"], responses=TeamOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(TeamOutput(_teams(), many=True).data)

    @extend_schema(operation_id="team_open", tags=["people"], request=TeamInput, responses={201: TeamOutput})
    def post(self, request: Request) -> Response:
        team = actions.new_team(actor=actor_of(request), **given(TeamInput, request))
        return Response(TeamOutput(_teams().get(pk=team.pk)).data, status=status.HTTP_201_CREATED)


class Assignments(APIView):
    """Put somebody into a team."""

    needs = "teams.manage"

    @extend_schema(
        operation_id="assign",
        tags=["people"],
        request=AssignmentInput,
        responses={201: AssignmentOutput},
        examples=[
            OpenApiExample(
                "For good",
                value={"user": 12, "team": "mid-end", "first_day": "2026-03-02", "reason": "TRANSFER"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        body = given(AssignmentInput, request)
        user, team = body.pop("user"), _team_id(body.pop("team"))
        stay = actions.assign(actor=actor_of(request), user_id=user, team_id=team, on=clock.local_date(), **body)
        return Response(AssignmentOutput(stay).data, status=status.HTTP_201_CREATED)


class Cancellation(APIView):
    """Drop a change of team that has not begun."""

    needs = "teams.manage"

    @extend_schema(operation_id="assignment_cancel", tags=["people"], request=None, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        actions.cancel_assignment(actor=actor_of(request), assignment_id=pk, on=clock.local_date())
        return Response(status=status.HTTP_204_NO_CONTENT)


class GroupMoves(APIView):
    """Move several people for a time: all of them or nobody."""

    needs = "teams.manage"

    @extend_schema(
        operation_id="group_move",
        tags=["people"],
        request=GroupMoveInput,
        responses={201: AssignmentOutput(many=True)},
        examples=[OpenApiExample("Six weeks", value=MOVE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = given(GroupMoveInput, request)
        users, team = body.pop("users"), _team_id(body.pop("team"))
        moved = actions.move_group(actor=actor_of(request), user_ids=users, team_id=team, on=clock.local_date(), **body)
        return Response(AssignmentOutput(moved, many=True).data, status=status.HTTP_201_CREATED)


class GroupMovePreview(APIView):
    """What a group move would do to each, without doing it."""

    needs = "teams.manage"
    answers_anew = True

    @extend_schema(
        operation_id="group_move_preview",
        tags=["people"],
        request=GroupMoveInput,
        responses=MoveLineOutput(many=True),
        examples=[OpenApiExample("Six weeks", value=MOVE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = given(GroupMoveInput, request)
        lines = queries.plan_of_move(
            User.objects.filter(pk__in=body["users"]),
            team_id=_team_id(body["team"]),
            first=body["first_day"],
            end=body["last_day"] + timedelta(days=1),
        )
        return Response(MoveLineOutput(lines, many=True).data)


def _teams() -> Any:
    return queries.team_table(on=clock.local_date())


def _team_id(code: str) -> int:
    team = Team.objects.filter(code=code).first()
    if team is None:
        raise Refused("unknown_team", _("There is no such team."), field="team")
    return team.pk
