"""Token log-in of the REST door, and what one says of oneself."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared.actor import actor_of
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

from .. import actions, queries
from ..models import User
from ..rules.languages import LANGUAGES


class LogInInput(Input):
    """Log-in name and password."""

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=200, trim_whitespace=False, style={"input_type": "password"})


class TokenOutput(serializers.Serializer):
    """The token, shown once, and when it ends. Send it as `Authorization: Token …`."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField(allow_null=True)


class MeOutput(serializers.Serializer):
    """Who the token belongs to."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    permissions = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField(help_text="Of pages and mails; an answer here follows `Accept-Language`.")
    spoken_languages = serializers.ListField(child=serializers.CharField())


class MeChange(Input):
    """What one may say of oneself; what is left out stays. Cases may be handed out by the languages spoken."""

    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    spoken_languages = serializers.ListField(
        child=serializers.ChoiceField(choices=LANGUAGES), max_length=len(LANGUAGES), required=False
    )


class LogIn(APIView):
    """Exchange a log-in name and password for a token."""

    authentication_classes: list = []
    permission_classes = [AllowAny]
    answers_anew = True  # an idempotency key keeps no token

    @extend_schema(operation_id="log_in", tags=["session"], request=LogInInput, responses=TokenOutput, auth=[])
    def post(self, request: Request) -> Response:
        user = authenticate(request._request, **given(LogInInput, request))
        if user is None:
            raise AuthenticationFailed(_("Log-in name or password is wrong."), code="wrong_password")
        instance, token = AuthToken.objects.create(user=user)
        actions.note_log_in(actor=queries.actor_of_user(user, channel="api"))
        return Response({"token": token, "expires_at": instance.expiry})

    def get_authenticate_header(self, request: Request) -> str:
        return "Token"


class LogOut(APIView):
    """End the token that this request carries."""

    authentication_classes = [TokenAuthentication]
    needs = None
    answers_anew = True

    @extend_schema(operation_id="log_out", tags=["session"], request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class Me(Tagged, Guarded):
    """Who I am and what I may do; PATCH says which languages I read and speak."""

    needs = None
    reads, reads_by = "api-me", ()

    def held_still(self, **named: Any) -> QuerySet[User]:
        return User.objects.filter(pk=actor_of(self.request).user_id or 0)

    @extend_schema(operation_id="me", tags=["session"], responses=MeOutput)
    def get(self, request: Request) -> Response:
        return Response(_me(request))

    @extend_schema(
        operation_id="me_change",
        tags=["session"],
        request=MeChange,
        responses=MeOutput,
        examples=[
            OpenApiExample("Mandarin and Cantonese", value={"spoken_languages": ["zh", "yue"]}, request_only=True)
        ],
    )
    def patch(self, request: Request) -> Response:
        actions.prefer(actor=actor_of(request), **given(MeChange, request))
        return Response(_me(request))


def _me(request: Request) -> dict[str, Any]:
    actor = actor_of(request)
    kept = User.objects.values("language", "spoken_languages").get(pk=actor.user_id or 0)
    return {
        "id": actor.user_id,
        "name": actor.name,
        "roles": sorted(actor.roles),
        "permissions": sorted(actor.permissions),
        **kept,
    }
