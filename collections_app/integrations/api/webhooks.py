"""Webhooks over REST: set up, change, pause, send again what was given up, end."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

from .. import queries
from ..actions import webhooks as actions
from ..models import Webhook

EXAMPLE = {"name": "warehouse", "url": "https://warehouse.example/fairdue", "kinds": ["payment.*", "promise.kept"]}


class WebhookOutput(serializers.ModelSerializer):
    """Who is told of what. Its secret is told once, when it is made."""

    owner = serializers.CharField(source="owner.username")

    class Meta:
        model = Webhook
        fields = [
            "id", "name", "url", "kinds", "state", "pause_reason", "failures_in_a_row", "failing_since", "next_try_at",
            "owner", "old_secret_until", "created_at",
        ]  # fmt: skip


class WebhookStandingOutput(WebhookOutput):
    """The same with what waits, what was given up, and the last attempt; these change with every event."""

    waiting = serializers.IntegerField()
    dead = serializers.IntegerField()
    last_attempt_at = serializers.DateTimeField(allow_null=True)

    class Meta(WebhookOutput.Meta):
        fields = [*WebhookOutput.Meta.fields, "waiting", "dead", "last_attempt_at"]


class SentAgainOutput(serializers.Serializer):
    """How many deliveries are sent again."""

    sent_again = serializers.IntegerField()


class FreshWebhookOutput(WebhookOutput):
    """The same, and the secret to check signatures with: told this once."""

    secret = serializers.CharField(source="fresh_secret")

    class Meta(WebhookOutput.Meta):
        fields = [*WebhookOutput.Meta.fields, "secret"]


class KindsField(serializers.ListField):
    """Kinds of events, `case.*` or `*`."""

    child = serializers.CharField(max_length=60)


class WebhookInput(Input):
    """A new webhook."""

    name = serializers.CharField(max_length=50)
    url = serializers.CharField(max_length=500)
    kinds = KindsField(allow_empty=False)


class WebhookChange(Input):
    """What is to change; what is left out stays."""

    name = serializers.CharField(max_length=50, required=False)
    url = serializers.CharField(max_length=500, required=False)
    kinds = KindsField(allow_empty=False, required=False)


class Webhooks(Endpoint):
    """Every webhook with how it stands, a dozen or so, hence without pages; POST sets one up."""

    needs = "integrations.manage"
    answers_anew = True  # an idempotency key keeps no secret

    @extend_schema(operation_id="webhooks_list", tags=["integrations"], responses=WebhookStandingOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(WebhookStandingOutput(queries.with_counts(), many=True).data)

    @extend_schema(
        operation_id="webhook_create",
        tags=["integrations"],
        request=WebhookInput,
        responses={201: FreshWebhookOutput},
        examples=[OpenApiExample("Payments and kept promises", value=EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        made = actions.create_webhook(actor=actor_of(request), at=clock.now(), **given(WebhookInput, request))
        return _fresh(*made, status=status.HTTP_201_CREATED)


class OfWebhook(Guarded):
    """A change of what `GET webhooks/<pk>` shows."""

    reads, reads_by = "api-webhook", ("pk",)

    def held_still(self, **named: Any) -> QuerySet[Webhook]:
        return Webhook.objects.filter(pk=named["pk"])


class OneWebhook(Tagged, OfWebhook):
    """One webhook; PATCH changes it, DELETE ends it for good."""

    needs = "integrations.manage"

    @extend_schema(operation_id="webhook", tags=["integrations"], responses=WebhookOutput)
    def get(self, request: Request, pk: int) -> Response:
        return Response(WebhookOutput(get_object_or_404(queries.webhooks(), pk=pk)).data)

    @extend_schema(operation_id="webhook_change", tags=["integrations"], request=WebhookChange, responses=WebhookOutput)
    def patch(self, request: Request, pk: int) -> Response:
        body = given(WebhookChange, request)
        return Response(WebhookOutput(actions.change_webhook(actor=actor_of(request), webhook_id=pk, **body)).data)

    @extend_schema(operation_id="webhook_end", tags=["integrations"], responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        actions.end_webhook(actor=actor_of(request), webhook_id=pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class WebhookPause(OfWebhook):
    """Send nothing for now; what happens meanwhile waits."""

    needs = "integrations.manage"

    @extend_schema(operation_id="webhook_pause", tags=["integrations"], request=None, responses=WebhookOutput)
    def post(self, request: Request, pk: int) -> Response:
        webhook = actions.pause_webhook(actor=actor_of(request), webhook_id=pk, at=clock.now())
        return Response(WebhookOutput(webhook).data)


class WebhookResumption(OfWebhook):
    """Send again, first what waits: to one that is paused, or that rests because its receiver failed."""

    needs = "integrations.manage"

    @extend_schema(operation_id="webhook_resume", tags=["integrations"], request=None, responses=WebhookOutput)
    def post(self, request: Request, pk: int) -> Response:
        webhook = actions.resume_webhook(actor=actor_of(request), webhook_id=pk, at=clock.now())
        return Response(WebhookOutput(webhook).data)


class WebhookSecret(OfWebhook):
    """A new secret; for a day the old one signs too."""

    needs = "integrations.manage"
    answers_anew = True

    @extend_schema(
        operation_id="webhook_renew_secret", tags=["integrations"], request=None, responses=FreshWebhookOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        return _fresh(*actions.renew_secret(actor=actor_of(request), webhook_id=pk, at=clock.now()))


class WebhookAgain(APIView):
    """Send everything that was given up for a webhook anew, each event under its id."""

    needs = "integrations.manage"

    @extend_schema(operation_id="webhook_dead_again", tags=["integrations"], request=None, responses=SentAgainOutput)
    def post(self, request: Request, pk: int) -> Response:
        count = actions.send_dead_again(actor=actor_of(request), webhook_id=pk, at=clock.now())
        return Response({"sent_again": count})


def _fresh(webhook: Webhook, secret: str, *, status: int = status.HTTP_200_OK) -> Response:
    webhook.fresh_secret = secret  # type: ignore[attr-defined]
    answer = Response(FreshWebhookOutput(webhook).data, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
