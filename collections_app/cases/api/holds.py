"""Holds of a case: list, place, release."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.cases.actions.holds import place_hold, release_hold
from collections_app.cases.models import Case, CaseHold
from collections_app.cases.queries import visible_cases
from collections_app.cases.queries.detail import holds_of
from collections_app.cases.rules.holds import BY_HAND
from collections_app.shared import clock
from collections_app.shared.actor import Actor, actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.etag import Guarded
from collections_app.shared.inputs import Input, given

LABELS = dict(CaseHold.Kind.choices)


class CaseHoldOutput(serializers.ModelSerializer):
    """A hold on a case. `until` is its last day, null while it lasts until released; `released_at` null: in force."""

    case = serializers.IntegerField(source="case_id")

    class Meta:
        model = CaseHold
        fields = [
            "id",
            "case",
            "kind",
            "reason",
            "placed_on",
            "placed_at",
            "placed_by",
            "until",
            "released_at",
            "released_by",
            "release_reason",
        ]


class CaseHoldInput(Input):
    """A hold to place. The hold of a promise comes with the promise."""

    kind = serializers.ChoiceField(choices=[(kind, LABELS[kind]) for kind in BY_HAND])
    until = serializers.DateField(
        required=False, allow_null=True, help_text="Its last day. Default: until released; hardship: 30 days."
    )
    reason = serializers.CharField(max_length=300)


class CaseReleaseInput(Input):
    """Why a hold ends."""

    reason = serializers.CharField(max_length=300)


def case_or_404(case_id: int, actor: Actor) -> Case:
    """The case, if `actor` may see it."""
    case = visible_cases(actor).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


class OfCase(Guarded):
    """A change of what `GET cases/<case>` shows."""

    reads, reads_by = "api-case", ("case_id",)

    def held_still(self, **named: Any) -> QuerySet[Case]:
        return Case.objects.filter(pk=named["case_id"])


class CaseHolds(Endpoint, OfCase):
    """The holds of a case, those in force first; POST places one."""

    needs = {"GET": "cases.view", "POST": "cases.hold"}

    @extend_schema(operation_id="case_holds_list", tags=["cases"], responses=CaseHoldOutput(many=True))
    def get(self, request: Request, case_id: int) -> Response:
        case = case_or_404(case_id, actor_of(request))
        return Response(CaseHoldOutput(holds_of(case), many=True).data)

    @extend_schema(
        operation_id="case_hold_place",
        tags=["cases"],
        request=CaseHoldInput,
        responses={201: CaseHoldOutput},
        examples=[
            OpenApiExample(
                "Dispute",
                value={"kind": "DISPUTE", "until": "2025-03-31", "reason": "does not know the purchase of 12 March"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, case_id: int) -> Response:
        hold = place_hold(actor=actor_of(request), case_id=case_id, at=clock.now(), **given(CaseHoldInput, request))
        return Response(CaseHoldOutput(hold).data, status=status.HTTP_201_CREATED)


class CaseHoldRelease(OfCase):
    """End a hold of a case."""

    needs = "cases.hold"

    @extend_schema(
        operation_id="case_hold_release",
        tags=["cases"],
        request=CaseReleaseInput,
        responses=CaseHoldOutput,
        examples=[OpenApiExample("Settled", value={"reason": "the dispute is settled"}, request_only=True)],
    )
    def post(self, request: Request, case_id: int, hold_id: int) -> Response:
        body = given(CaseReleaseInput, request)
        case = case_or_404(case_id, actor_of(request))
        if not case.holds.filter(pk=hold_id).exists():
            raise Http404
        hold = release_hold(actor=actor_of(request), hold_id=hold_id, at=clock.now(), **body)
        return Response(CaseHoldOutput(hold).data)
