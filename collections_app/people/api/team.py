"""One team: its names, whether it is open."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

from .. import actions, queries
from ..models import Team
from .teams import TeamOutput


class TeamNamesInput(Input):
    """New names; what is left out stays."""

    name_en = serializers.CharField(max_length=60, required=False)
    name_zh = serializers.CharField(max_length=60, required=False)


class TeamStateInput(Input):
    """Open or closed."""

    is_active = serializers.BooleanField()


class OfTeam(Guarded):
    """A change of what `GET teams/<code>` shows."""

    reads, reads_by = "api-team", ("code",)

    def held_still(self, **named: Any) -> QuerySet[Team]:
        return Team.objects.filter(code=named["code"])


class OneTeam(Tagged, OfTeam):
    """One team with its people; PATCH renames it."""

    needs = {"GET": "people.view", "PATCH": "teams.manage"}

    @extend_schema(operation_id="team", tags=["people"], responses=TeamOutput)
    def get(self, request: Request, code: str) -> Response:
        return _answer(code)

    @extend_schema(
        operation_id="team_rename",
        tags=["people"],
        request=TeamNamesInput,
        responses=TeamOutput,
        examples=[OpenApiExample("Both names", value={"name_en": "Senior", "name_zh": "资深组"}, request_only=True)],
    )
    def patch(self, request: Request, code: str) -> Response:
        team = get_object_or_404(Team, code=code)
        names = {"name_en": team.name_en, "name_zh": team.name_zh} | given(TeamNamesInput, request)
        actions.change_team(actor=actor_of(request), team_id=team.pk, **names)
        return _answer(code)


class TeamState(OfTeam):
    """Close a team nobody is in or will be, or open it again."""

    needs = "teams.manage"

    @extend_schema(
        operation_id="team_state",
        tags=["people"],
        request=TeamStateInput,
        responses=TeamOutput,
        examples=[OpenApiExample("Close", value={"is_active": False}, request_only=True)],
    )
    def post(self, request: Request, code: str) -> Response:
        team, actor = get_object_or_404(Team, code=code), actor_of(request)
        if given(TeamStateInput, request)["is_active"]:
            actions.reopen_team(actor=actor, team_id=team.pk)
        else:
            actions.close_team(actor=actor, team_id=team.pk, on=clock.local_date())
        return _answer(code)


def _answer(code: str) -> Response:
    return Response(TeamOutput(get_object_or_404(queries.team_table(on=clock.local_date()), code=code)).data)
