"""Giving many cases to a team or an agent at once."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.cases.actions.reassign import preview, reassign, undo
from collections_app.cases.models import Reassignment
from collections_app.cases.queries.reassign import choice_of, reassignments
from collections_app.people.models import Team, User
from collections_app.shared import clock
from collections_app.shared.actor import Actor, actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.inputs import Input, given

UNKNOWN = 0
"""No team or user has this number: the action says that there is none."""
WHICH = {
    "queue": "m1",
    "conditions": [{"field": "days_past_due", "operator": "at_least", "value": 20}],
    "most": 10_000,
    "to_team": "MID",
}


class ReassignmentOutput(serializers.ModelSerializer):
    """A reassignment. May be undone before `undo_until`; `restored`: how many cases that gave back."""

    to_team = serializers.CharField(source="to_team.code", default=None, allow_null=True)
    to_agent = serializers.CharField(source="to_agent.username", default=None, allow_null=True)
    filters = serializers.DictField()

    class Meta:
        model = Reassignment
        fields = [
            "id",
            "filters",
            "to_team",
            "to_agent",
            "reason",
            "cases",
            "made_at",
            "made_by",
            "undo_until",
            "undone_at",
            "undone_by",
            "restored",
        ]


class PreviewInput(Input):
    """Which cases, at least one filter, and to whom; to neither team nor agent: back to their queue."""

    queue = serializers.SlugField(required=False, max_length=30)
    conditions = serializers.ListField(child=serializers.DictField(), required=False)
    case_ids = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, max_length=10_000)
    most = serializers.IntegerField(required=False, min_value=1, help_text="Only the first so many in queue order.")
    to_team = serializers.CharField(required=False, max_length=20)
    to_agent = serializers.CharField(required=False, max_length=60, help_text="A log-in name.")


class ReassignInput(PreviewInput):
    """The same with the reason."""

    reason = serializers.CharField(max_length=200)


class ReassignPreviewOutput(serializers.Serializer):
    """What would happen: how many cases, by queue, team and agent they have now; some of them; how many are worked."""

    count = serializers.IntegerField()
    by_queue = serializers.DictField(child=serializers.IntegerField())
    by_team = serializers.DictField(child=serializers.IntegerField())
    by_agent = serializers.DictField(child=serializers.IntegerField())
    worked_now = serializers.IntegerField()
    sample = serializers.ListField(child=serializers.IntegerField())


def _words(given: Any) -> dict[str, Any]:
    """The words of `reassign` and `preview` for what was sent."""
    which = {name: given.get(name) for name in ("queue", "case_ids", "most")}
    team, agent = given.get("to_team"), given.get("to_agent")
    teams, users = Team.objects.filter(code=team), User.objects.filter(username__iexact=agent or "")
    return {
        "choice": choice_of(conditions=given.get("conditions", []), **which),
        "to_team": (teams.values_list("pk", flat=True).first() or UNKNOWN) if team else None,
        "to_agent": (users.values_list("pk", flat=True).first() or UNKNOWN) if agent else None,
    }


class NewestReassignments(CursorPages):
    """Newest first."""

    ordering = "-id"


class Reassignments(ListAPIView):
    """Reassignments, newest first; POST makes one."""

    needs = "cases.assign"
    serializer_class = ReassignmentOutput
    queryset = Reassignment.objects.none()
    pagination_class = NewestReassignments

    def get_queryset(self) -> QuerySet[Reassignment]:
        return reassignments(actor_of(self.request))

    @extend_schema(operation_id="reassignments_list", tags=["queues"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="reassign",
        tags=["queues"],
        request=ReassignInput,
        responses={201: ReassignmentOutput},
        examples=[OpenApiExample("Support", value={**WHICH, "reason": "support in July"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = given(ReassignInput, request)
        reason = body["reason"]
        made = reassign(actor=actor_of(request), reason=reason, at=clock.now(), **_words(body))
        return Response(_shown(actor_of(request), made), status=status.HTTP_201_CREATED)


class ReassignmentPreview(APIView):
    """What a reassignment would do; changes nothing."""

    needs = {"POST": "cases.assign"}

    @extend_schema(
        operation_id="reassign_preview",
        tags=["queues"],
        request=PreviewInput,
        responses=ReassignPreviewOutput,
        examples=[OpenApiExample("Support", value=WHICH, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = given(PreviewInput, request)
        seen = preview(actor=actor_of(request), at=clock.now(), **_words(body))
        return Response(
            {
                "count": seen.count,
                "by_queue": seen.by_queue,
                "by_team": seen.by_team,
                "by_agent": seen.by_agent,
                "worked_now": seen.worked_now,
                "sample": [case.pk for case in seen.sample],
            }
        )


class ReassignmentUndo(APIView):
    """Give the cases back to whose they were, but for those changed since."""

    needs = {"POST": "cases.assign"}

    @extend_schema(operation_id="reassign_undo", tags=["queues"], request=None, responses=ReassignmentOutput)
    def post(self, request: Request, pk: int) -> Response:
        made = undo(actor=actor_of(request), reassignment_id=pk, at=clock.now())
        return Response(_shown(actor_of(request), made))


def _shown(actor: Actor, made: Reassignment) -> Any:
    return ReassignmentOutput(reassignments(actor).get(pk=made.pk)).data
