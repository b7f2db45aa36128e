"""Token log-in of the REST door."""

from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, given

from .. import actions, queries


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


class Me(APIView):
    """Who I am and what I may do."""

    needs = None

    @extend_schema(operation_id="me", tags=["session"], responses=MeOutput)
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        return Response(
            {
                "id": actor.user_id,
                "name": actor.name,
                "roles": sorted(actor.roles),
                "permissions": sorted(actor.permissions),
            }
        )
