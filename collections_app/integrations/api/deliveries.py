"""What was sent to webhooks over REST: the delivery log, one delivery with its attempts, sending again."""

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint

from .. import queries
from ..actions import webhooks as actions
from ..labels import error_in_words
from ..models import WebhookAttempt, WebhookDelivery


class WebhookDeliveryOutput(serializers.ModelSerializer):
    """One event for one webhook, and how the last attempt went."""

    kind = serializers.CharField(source="event.kind")

    class Meta:
        model = WebhookDelivery
        fields = [
            "id", "webhook", "event", "kind", "status", "attempts", "made_at", "last_attempt_at", "next_attempt_at",
            "last_status_code", "last_error", "last_answer", "response_ms",
        ]  # fmt: skip


class AttemptOutput(serializers.ModelSerializer):
    """One try: when it began, the receiver's answer or why there was none, how long it took."""

    said = serializers.SerializerMethodField(help_text="What went wrong in the caller's language; empty: it was taken.")

    class Meta:
        model = WebhookAttempt
        fields = ["number", "at", "status_code", "error", "said", "answer", "response_ms"]

    def get_said(self, attempt: WebhookAttempt) -> str:
        return error_in_words(attempt.error)


class DeliveryWithAttemptsOutput(WebhookDeliveryOutput):
    """The same with its attempts, newest first. Numbers begin anew when it was sent again by somebody's wish."""

    tries = AttemptOutput(many=True)

    class Meta(WebhookDeliveryOutput.Meta):
        fields = [*WebhookDeliveryOutput.Meta.fields, "tries"]


class DeliveryFilters(django_filters.FilterSet):
    """By webhook, event, status."""

    webhook = django_filters.NumberFilter(field_name="webhook", min_value=1, max_value=2**63 - 1, decimal_places=0)
    event = django_filters.NumberFilter(field_name="event", min_value=1, max_value=2**63 - 1, decimal_places=0)
    status = django_filters.ChoiceFilter(choices=WebhookDelivery.Status.choices)

    class Meta:
        model = WebhookDelivery
        fields: list[str] = []


class WebhookDeliveries(ListAPIView):
    """The delivery log, newest first."""

    needs = "integrations.manage"
    serializer_class = WebhookDeliveryOutput
    filterset_class = DeliveryFilters
    queryset = queries.deliveries()

    @extend_schema(operation_id="webhook_deliveries_list", tags=["integrations"])
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[WebhookDelivery]:
        return queries.deliveries()


class OneDelivery(Endpoint):
    """One delivery with every attempt to send it that the log still keeps."""

    needs = "integrations.manage"

    @extend_schema(operation_id="webhook_delivery", tags=["integrations"], responses=DeliveryWithAttemptsOutput)
    def get(self, request: Request, pk: int) -> Response:
        return Response(DeliveryWithAttemptsOutput(get_object_or_404(queries.with_attempts(), pk=pk)).data)


class DeliveryAgain(APIView):
    """Send one delivery anew: the same event under the same id."""

    needs = "integrations.manage"

    @extend_schema(
        operation_id="webhook_delivery_again", tags=["integrations"], request=None, responses=WebhookDeliveryOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        delivery = actions.send_again(actor=actor_of(request), delivery_id=pk, at=clock.now())
        return Response(WebhookDeliveryOutput(delivery).data)
