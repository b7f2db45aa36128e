"""Permits and refusals: the record, and handing a permit back. Asking for one is the door of contacts."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.filters import NamedFilters
from collections_app.compliance import listing
from collections_app.compliance.actions.permits import hand_back_permit
from collections_app.compliance.models import ContactRefusal, Permit
from collections_app.compliance.numbers import clear_number
from collections_app.compliance.queries import explain
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.inputs import Input, given

from .filters import PermitFilters, RefusalFilters
from .persons import PersonOutput


class PermitOutput(PersonOutput, serializers.ModelSerializer):
    """A permit. It counts against the caps from `issued_at` until it is reported or handed back (UNUSED)."""

    policy = serializers.CharField(source="policy.profile.code")
    policy_from = serializers.DateField(source="policy.valid_from")
    rule_overridden = serializers.CharField(source="override.rule", default="")

    class Meta:
        model = Permit
        fields = [
            "id",
            "token",
            "customer_no",
            "is_demo",
            "case_id",
            "contact_point_id",
            "masked",
            "role",
            "channel",
            "purpose",
            "policy",
            "policy_from",
            "rule_overridden",
            "issued_at",
            "valid_until",
            "issued_to",
            "state",
            "closed_at",
        ]


class PermitAnswerOutput(PermitOutput):
    """A permit as its holder gets it: with the number in clear, while it is open. Needs the actor in the context.

    `number` must be dialled by nobody when `is_demo` is true.
    """

    number = serializers.SerializerMethodField()

    class Meta(PermitOutput.Meta):
        fields = [*PermitOutput.Meta.fields, "number"]

    def get_number(self, permit: Permit) -> str:
        return clear_number(self.context["actor"], permit)


class RefusalOutput(PersonOutput, serializers.ModelSerializer):
    """A contact that was asked for and refused by `rule`; `text` says so in the caller's language."""

    text = serializers.SerializerMethodField()
    policy = serializers.CharField(source="policy.profile.code")
    policy_from = serializers.DateField(source="policy.valid_from")

    class Meta:
        model = ContactRefusal
        fields = [
            "id",
            "customer_no",
            "is_demo",
            "case_id",
            "contact_point_id",
            "masked",
            "channel",
            "purpose",
            "rule",
            "text",
            "facts",
            "next_allowed_at",
            "policy",
            "policy_from",
            "asked_at",
            "asked_by",
        ]

    def get_text(self, refusal: ContactRefusal) -> str:
        return explain(refusal)


class Permits(ListAPIView):
    """Permits, newest first."""

    needs = "compliance.view"
    serializer_class = PermitOutput
    queryset = Permit.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = PermitFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[Permit]:
        return listing.permits(actor_of(self.request))

    @extend_schema(operation_id="permits_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class HandBack(APIView):
    """Hand a permit back: the number was not dialled, nothing is counted."""

    needs = "cases.work"

    @extend_schema(operation_id="permit_hand_back", tags=["compliance"], request=Input, responses=PermitOutput)
    def post(self, request: Request, pk: int) -> Response:
        given(Input, request)
        permit = hand_back_permit(actor=actor_of(request), permit_id=pk, at=clock.now())
        return Response(PermitOutput(permit).data)


class Refusals(ListAPIView):
    """Contacts that were refused, newest first."""

    needs = "compliance.view"
    serializer_class = RefusalOutput
    queryset = ContactRefusal.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = RefusalFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[ContactRefusal]:
        return listing.refusals(actor_of(self.request))

    @extend_schema(operation_id="contact_refusals_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
