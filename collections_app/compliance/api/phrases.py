"""Approved texts."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.filters import NamedFilters
from collections_app.compliance import listing
from collections_app.compliance.actions.phrases import LONGEST_TEXT, new_phrase, retire_phrase
from collections_app.compliance.models import Phrase
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.inputs import Input, given

from .filters import PhraseFilters


class PhraseOutput(serializers.ModelSerializer):
    """An approved text. `bucket` counts from 0 (M0) to 5 (M4+), null means any; an empty `outcome` means any."""

    approved_by = serializers.CharField(source="approved_by.username", default=None, allow_null=True)

    class Meta:
        model = Phrase
        fields = [
            "id",
            "kind",
            "language",
            "bucket",
            "outcome",
            "text",
            "approved_by",
            "approved_at",
            "retired_at",
        ]


class PhraseInput(Input):
    """A text to approve."""

    kind = serializers.ChoiceField(choices=Phrase.Kind.choices)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    bucket = serializers.IntegerField(min_value=0, max_value=5, required=False, allow_null=True)
    outcome = serializers.CharField(max_length=30, required=False, allow_blank=True)
    text = serializers.CharField(max_length=LONGEST_TEXT)


class Phrases(ListAPIView):
    """Approved texts, newest first; POST approves one."""

    needs = {"GET": "cases.view", "POST": "compliance.edit"}
    serializer_class = PhraseOutput
    queryset = listing.phrases()
    filter_backends = [NamedFilters]
    filterset_class = PhraseFilters
    pagination_class = CursorPages

    @extend_schema(operation_id="phrases_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="phrase_approve",
        tags=["compliance"],
        request=PhraseInput,
        responses={201: PhraseOutput},
        examples=[
            OpenApiExample(
                "Script of M1",
                value={"kind": "SCRIPT", "language": "en", "bucket": 1, "text": "I am calling to remind you …"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        phrase = new_phrase(actor=actor_of(request), at=clock.now(), **given(PhraseInput, request))
        return Response(PhraseOutput(phrase).data, status=status.HTTP_201_CREATED)


class Retirement(APIView):
    """Take a text out of use."""

    needs = "compliance.edit"

    @extend_schema(operation_id="phrase_retire", tags=["compliance"], request=Input, responses=PhraseOutput)
    def post(self, request: Request, pk: int) -> Response:
        given(Input, request)
        phrase = retire_phrase(actor=actor_of(request), phrase_id=pk, at=clock.now())
        return Response(PhraseOutput(phrase).data)
