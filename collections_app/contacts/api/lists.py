"""Outcomes and reasons over REST: the lists as they are, and adding, renaming, retiring."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.compliance.models import Channel
from collections_app.contacts.actions.lists import add_outcome, add_reason, rename, set_in_use
from collections_app.contacts.models import Outcome, Reason
from collections_app.contacts.queries import outcome_list, reason_list
from collections_app.contacts.rules.effects import EFFECTS
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

NEEDS = {"GET": "cases.view", "POST": "contacts.lists", "PATCH": "contacts.lists"}
EFFECT_CHOICES = [(effect, effect) for effect in EFFECTS if effect]


class OutcomeOutput(serializers.ModelSerializer):
    """An outcome of the list; `is_active` false: retired, not for new contacts."""

    class Meta:
        model = Outcome
        fields = [
            "code",
            "name_en",
            "name_zh",
            "outcome_class",
            "right_party",
            "rang",
            "connected",
            "conversation",
            "effect",
            "asks",
            "channel",
            "is_active",
        ]


class ReasonOutput(serializers.ModelSerializer):
    """A reason of the list."""

    class Meta:
        model = Reason
        fields = ["code", "name_en", "name_zh", "for_persons", "for_companies", "is_active"]


class NamesInput(Input):
    """New names, or in use and not."""

    name_en = serializers.CharField(max_length=60, required=False)
    name_zh = serializers.CharField(max_length=60, required=False)
    is_active = serializers.BooleanField(required=False)


class OutcomeInput(Input):
    """A new outcome. What it means never changes; only its names do."""

    code = serializers.CharField(max_length=30)
    name_en = serializers.CharField(max_length=60)
    name_zh = serializers.CharField(max_length=60)
    outcome_class = serializers.ChoiceField(choices=Outcome.Class.choices)
    right_party = serializers.BooleanField(default=False)
    rang = serializers.BooleanField(default=True)
    connected = serializers.BooleanField(default=True)
    conversation = serializers.BooleanField(default=False)
    effect = serializers.ChoiceField(choices=EFFECT_CHOICES, required=False, allow_blank=True)
    asks = serializers.ChoiceField(
        choices=[choice for choice in Outcome.Asks.choices if choice[0]], required=False, allow_blank=True
    )
    channel = serializers.ChoiceField(choices=Channel.choices, required=False, allow_blank=True)


class ReasonInput(Input):
    """A new reason for not paying."""

    code = serializers.CharField(max_length=30)
    name_en = serializers.CharField(max_length=60)
    name_zh = serializers.CharField(max_length=60)
    for_persons = serializers.BooleanField(default=True)
    for_companies = serializers.BooleanField(default=False)


class Outcomes(Endpoint):
    """Every outcome, in the order of the log form; POST adds one."""

    needs = NEEDS

    @extend_schema(operation_id="outcomes_list", tags=["contacts"], responses=OutcomeOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(OutcomeOutput(outcome_list(), many=True).data)

    @extend_schema(
        operation_id="outcome_add",
        tags=["contacts"],
        request=OutcomeInput,
        responses={201: OutcomeOutput},
        examples=[
            OpenApiExample(
                "Front desk",
                value={
                    "code": "FRONT_DESK_BLOCKED",
                    "name_en": "Front desk did not put through",
                    "name_zh": "前台未转接",
                    "outcome_class": "REACH",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        outcome = add_outcome(actor=actor_of(request), **given(OutcomeInput, request))
        return Response(OutcomeOutput(outcome).data, status=status.HTTP_201_CREATED)


class OutcomeDetail(Tagged, Guarded):
    """One outcome; PATCH renames it, retires it, takes it back into use."""

    needs = NEEDS
    reads, reads_by = "api-outcome", ("code",)

    def held_still(self, **named: Any) -> QuerySet[Outcome]:
        return Outcome.objects.filter(pk=named["code"])

    @extend_schema(operation_id="outcome", tags=["contacts"], responses=OutcomeOutput)
    def get(self, request: Request, code: str) -> Response:
        return Response(OutcomeOutput(get_object_or_404(Outcome, pk=code)).data)

    @extend_schema(operation_id="outcome_change", tags=["contacts"], request=NamesInput, responses=OutcomeOutput)
    def patch(self, request: Request, code: str) -> Response:
        return Response(OutcomeOutput(_changed(request, Outcome, code)).data)


class Reasons(Endpoint):
    """Every reason, in the order of the log form; POST adds one."""

    needs = NEEDS

    @extend_schema(operation_id="reasons_list", tags=["contacts"], responses=ReasonOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(ReasonOutput(reason_list(), many=True).data)

    @extend_schema(operation_id="reason_add", tags=["contacts"], request=ReasonInput, responses={201: ReasonOutput})
    def post(self, request: Request) -> Response:
        reason = add_reason(actor=actor_of(request), **given(ReasonInput, request))
        return Response(ReasonOutput(reason).data, status=status.HTTP_201_CREATED)


class ReasonDetail(Tagged, Guarded):
    """One reason; PATCH renames it, retires it, takes it back into use."""

    needs = NEEDS
    reads, reads_by = "api-reason", ("code",)

    def held_still(self, **named: Any) -> QuerySet[Reason]:
        return Reason.objects.filter(pk=named["code"])

    @extend_schema(operation_id="reason", tags=["contacts"], responses=ReasonOutput)
    def get(self, request: Request, code: str) -> Response:
        return Response(ReasonOutput(get_object_or_404(Reason, pk=code)).data)

    @extend_schema(operation_id="reason_change", tags=["contacts"], request=NamesInput, responses=ReasonOutput)
    def patch(self, request: Request, code: str) -> Response:
        return Response(ReasonOutput(_changed(request, Reason, code)).data)


def _changed(request: Request, model: type[Outcome] | type[Reason], code: str) -> Outcome | Reason:
    body, actor = given(NamesInput, request), actor_of(request)
    row: Any = get_object_or_404(model, pk=code)
    in_use = body.pop("is_active", row.is_active)
    if body:
        row = rename(actor=actor, row=row, **{"name_en": row.name_en, "name_zh": row.name_zh} | body)
    return row if in_use == row.is_active else set_in_use(actor=actor, row=row, in_use=in_use)
