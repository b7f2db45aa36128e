"""The words no text may contain."""

from typing import Any

import django_filters
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.filters import NamedFilters
from collections_app.compliance.actions.words import allow_word, forbid_word
from collections_app.compliance.models import ForbiddenWord
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.inputs import Input, given


class ForbiddenWordOutput(serializers.ModelSerializer):
    """A word no text may contain, and why; from `added_at` (null: shipped) until `retired_at`."""

    class Meta:
        model = ForbiddenWord
        fields = ["id", "word", "why_en", "why_zh", "added_at", "added_by", "retired_at", "retired_by"]


class ForbiddenWordInput(Input):
    """A word to forbid, and why, in both languages."""

    word = serializers.CharField(max_length=40)
    why_en = serializers.CharField(max_length=200)
    why_zh = serializers.CharField(max_length=200)


class WordFilters(FilterSet):
    """Words that are forbidden now."""

    open = django_filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull")

    class Meta:
        model = ForbiddenWord
        fields: list[str] = []


class ForbiddenWords(ListAPIView):
    """Words no text may contain, those that are allowed again too; POST forbids one."""

    needs = {"GET": "cases.view", "POST": "compliance.edit"}
    serializer_class = ForbiddenWordOutput
    queryset = ForbiddenWord.objects.all()
    filter_backends = [NamedFilters]
    filterset_class = WordFilters
    pagination_class = OldestFirst

    @extend_schema(operation_id="forbidden_words_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="forbidden_word_add",
        tags=["compliance"],
        request=ForbiddenWordInput,
        responses={201: ForbiddenWordOutput},
        examples=[
            OpenApiExample(
                "Detective",
                value={"word": "detective", "why_en": "nobody here is one", "why_zh": "我行无此身份"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        row = forbid_word(actor=actor_of(request), at=clock.now(), **given(ForbiddenWordInput, request))
        return Response(ForbiddenWordOutput(row).data, status=status.HTTP_201_CREATED)


class Retirement(APIView):
    """Let texts contain a word again."""

    needs = "compliance.edit"

    @extend_schema(
        operation_id="forbidden_word_retire", tags=["compliance"], request=Input, responses=ForbiddenWordOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        given(Input, request)
        row = allow_word(actor=actor_of(request), word_id=pk, at=clock.now())
        return Response(ForbiddenWordOutput(row).data)
