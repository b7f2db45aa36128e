"""What is looked at afterwards, and let pass beforehand: breaches and overrides."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.filters import NamedFilters
from collections_app.compliance import listing
from collections_app.compliance.actions.breaches import review_breach
from collections_app.compliance.actions.overrides import grant_override
from collections_app.compliance.models import Breach, Override
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.inputs import Input, given

from .filters import BreachFilters, OverrideFilters
from .persons import PersonOutput, cardholder_named


class BreachOutput(PersonOutput, serializers.ModelSerializer):
    """An outbound contact without a valid permit. `rules` are those it broke; empty: it was only not asked for."""

    user = serializers.CharField(source="user.username", default=None, help_text="Who made the contact.")
    reviewed_by = serializers.CharField(source="reviewed_by.username", default=None)

    class Meta:
        model = Breach
        fields = [
            "id",
            "contact_id",
            "customer_no",
            "is_demo",
            "user",
            "at",
            "cause",
            "rules",
            "recorded_at",
            "reviewed_at",
            "reviewed_by",
            "finding",
        ]


class ReviewInput(Input):
    """What the review found."""

    finding = serializers.CharField(max_length=300)


class OverrideOutput(PersonOutput, serializers.ModelSerializer):
    """Leave to break a house rule once, for one cardholder, until `expires_at`."""

    granted_by = serializers.CharField(source="granted_by.username")

    class Meta:
        model = Override
        fields = [
            "id",
            "customer_no",
            "is_demo",
            "rule",
            "reason",
            "granted_by",
            "granted_at",
            "expires_at",
            "used_at",
        ]


class OverrideInput(Input):
    """Which house rule may be broken once, for whom, and why."""

    customer_no = serializers.CharField(max_length=40)
    rule = serializers.CharField(max_length=30)
    reason = serializers.CharField(max_length=300)


class Breaches(ListAPIView):
    """Breaches, newest first."""

    needs = "compliance.view"
    serializer_class = BreachOutput
    queryset = Breach.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = BreachFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[Breach]:
        return listing.breaches(actor_of(self.request))

    @extend_schema(operation_id="breaches_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class Review(APIView):
    """Close a breach with a finding."""

    needs = "compliance.review"

    @extend_schema(
        operation_id="breach_review",
        tags=["compliance"],
        request=ReviewInput,
        responses=BreachOutput,
        examples=[
            OpenApiExample("Coached", value={"finding": "redialled after the permit was over"}, request_only=True)
        ],
    )
    def post(self, request: Request, pk: int) -> Response:
        breach = review_breach(actor=actor_of(request), breach_id=pk, at=clock.now(), **given(ReviewInput, request))
        return Response(BreachOutput(breach).data)


class Overrides(ListAPIView):
    """Overrides, newest first; POST grants one. What the law sets cannot be overridden (`law`)."""

    needs = {"GET": "compliance.view", "POST": "compliance.override"}
    serializer_class = OverrideOutput
    queryset = Override.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = OverrideFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[Override]:
        return listing.overrides(actor_of(self.request))

    @extend_schema(operation_id="overrides_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="override_grant",
        tags=["compliance"],
        request=OverrideInput,
        responses={201: OverrideOutput},
        examples=[
            OpenApiExample(
                "Call in M0",
                value={
                    "customer_no": "C000017",
                    "rule": "no_agent_call_in_m0",
                    "reason": "asked the branch to be called today",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        actor, asked = actor_of(request), given(OverrideInput, request)
        cardholder = cardholder_named(actor, asked.pop("customer_no"))
        override = grant_override(actor=actor, cardholder_id=cardholder.pk, at=clock.now(), **asked)
        return Response(OverrideOutput(override).data, status=status.HTTP_201_CREATED)
