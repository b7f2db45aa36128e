"""API keys over REST: list, give out, revoke."""

from datetime import date, timedelta

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import LARGEST_ID, Input, given

from ..actions import keys as actions
from ..models import ApiKey
from ..queries.keys import SCOPES, api_keys


class KeyOutput(serializers.ModelSerializer):
    """A key by its first eight characters; the rest is kept nowhere."""

    username = serializers.CharField(source="user.username")
    last_day = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="created")

    class Meta:
        model = ApiKey
        fields = [
            "prefix", "name", "user", "username", "scopes", "rate_per_minute", "last_day", "created_at", "created_by",
            "last_used_at", "revoked_at",
        ]  # fmt: skip

    def get_last_day(self, key: ApiKey) -> date | None:
        return clock.local_date(key.expiry_date - timedelta(seconds=1)) if key.expiry_date else None


class NewKeyOutput(KeyOutput):
    """A key just given out: `key` is told this once."""

    key = serializers.CharField()

    class Meta(KeyOutput.Meta):
        fields = [*KeyOutput.Meta.fields, "key"]


class KeyInput(Input):
    """A new key."""

    user = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, help_text="A user with the role integration and no other."
    )
    name = serializers.CharField(max_length=50)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=SCOPES), allow_empty=False)
    rate_per_minute = serializers.IntegerField(min_value=1, max_value=actions.HIGHEST_RATE, default=600)
    last_day = serializers.DateField()


class ApiKeys(Endpoint):
    """Every key, a dozen or so, hence without pages; POST gives one out."""

    needs = "integrations.manage"
    answers_anew = True  # an idempotency key keeps no API key

    @extend_schema(operation_id="api_keys_list", tags=["integrations"], responses=KeyOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(KeyOutput(api_keys(), many=True).data)

    @extend_schema(
        operation_id="api_key_create",
        tags=["integrations"],
        request=KeyInput,
        responses={201: NewKeyOutput},
        examples=[
            OpenApiExample(
                "A dialler",
                value={
                    "user": 31,
                    "name": "dialler",
                    "scopes": ["cases.work", "contacts.log"],
                    "last_day": "2027-03-31",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        body = given(KeyInput, request)
        key, text = actions.create_key(actor=actor_of(request), user_id=body.pop("user"), at=clock.now(), **body)
        key.key = text  # type: ignore[attr-defined]
        answer = Response(NewKeyOutput(key).data, status=status.HTTP_201_CREATED)
        answer["Cache-Control"] = "no-store"
        return answer


class KeyRevocation(APIView):
    """A key that opens nothing any more."""

    needs = "integrations.manage"

    @extend_schema(operation_id="api_key_revoke", tags=["integrations"], request=None, responses=KeyOutput)
    def post(self, request: Request, prefix: str) -> Response:
        key = actions.revoke_key(actor=actor_of(request), prefix=prefix, at=clock.now())
        return Response(KeyOutput(key).data)
