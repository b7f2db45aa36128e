"""What is mailed to oneself."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.dashboards import actions
from collections_app.dashboards.models import Mailing
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given


class MailingOutput(serializers.ModelSerializer):
    """To which address since when; both null while nothing is mailed."""

    address = serializers.EmailField(allow_null=True)
    since = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = Mailing
        fields = ["address", "alerts", "summary", "hour", "since"]


class MailingInput(Input):
    """Alerts one is told of, and a summary, at an hour of the house's day; all of it replaces what was set before."""

    address = serializers.EmailField(max_length=254)
    alerts = serializers.BooleanField(default=True)
    summary = serializers.ChoiceField(choices=Mailing.Summary.choices)
    hour = serializers.IntegerField(min_value=0, max_value=23, default=8)


class OwnMailing(Tagged, Guarded):
    """What is mailed to oneself; PUT sets it, DELETE ends it and forgets the address."""

    needs = "operation.view"
    reads, reads_by = "api-own-mailing", ()

    def held_still(self, **named: Any) -> QuerySet[Mailing]:
        return Mailing.objects.filter(user=self.request.user.pk)

    @extend_schema(operation_id="own_mailing", tags=["operation"], responses=MailingOutput)
    def get(self, request: Request) -> Response:
        mailing = Mailing.objects.filter(user=request.user.pk).first()
        none = Mailing(address=None, alerts=False, summary=Mailing.Summary.NEVER, since=None)  # type: ignore[misc]
        return Response(MailingOutput(mailing or none).data)

    @extend_schema(
        operation_id="own_mailing_set",
        tags=["operation"],
        request=MailingInput,
        responses=MailingOutput,
        examples=[
            OpenApiExample(
                "Every morning", value={"address": "lead@bank.example", "summary": "DAY", "hour": 8}, request_only=True
            )
        ],
    )
    def put(self, request: Request) -> Response:
        mailing = actions.set_mailing(actor=actor_of(request), at=clock.now(), **given(MailingInput, request))
        return Response(MailingOutput(mailing).data)

    @extend_schema(operation_id="own_mailing_end", tags=["operation"], responses={204: None})
    def delete(self, request: Request) -> Response:
        actions.end_mailing(actor=actor_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
