"""Roles and clearances, given and taken away."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, given, number

from .. import actions
from ..rules.clearances import RESTRICTIONS
from ..rules.roles import ROLES
from .users import ClearanceOutput, GrantOutput


class GrantInput(Input):
    """A role from today on; with a last day it ends by itself (an acting lead is the role `lead` with one)."""

    user = number()
    role = serializers.ChoiceField(choices=ROLES)
    last_day = serializers.DateField(required=False)


class ClearanceInput(Input):
    """Which restricted files somebody may open from today on."""

    user = number()
    restriction = serializers.ChoiceField(choices=RESTRICTIONS)
    last_day = serializers.DateField(required=False)


class Grants(APIView):
    """Give a role."""

    needs = "people.manage"

    @extend_schema(
        operation_id="grant_role",
        tags=["people"],
        request=GrantInput,
        responses={201: GrantOutput},
        examples=[
            OpenApiExample(
                "Acting lead", value={"user": 12, "role": "lead", "last_day": "2026-04-12"}, request_only=True
            )
        ],
    )
    def post(self, request: Request) -> Response:
        body = given(GrantInput, request)
        user = body.pop("user")
        grant = actions.grant_role(actor=actor_of(request), user_id=user, on=clock.local_date(), **body)
        return Response(GrantOutput(grant).data, status=status.HTTP_201_CREATED)


class Revocation(APIView):
    """Take a role away from today on."""

    needs = "people.manage"

    @extend_schema(operation_id="grant_revoke", tags=["people"], request=None, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        actions.revoke_role(actor=actor_of(request), grant_id=pk, on=clock.local_date())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Clearances(APIView):
    """Clear a user for restricted files; nobody clears themselves."""

    needs = "teams.manage"

    @extend_schema(
        operation_id="clearance_grant",
        tags=["people"],
        request=ClearanceInput,
        responses={201: ClearanceOutput},
        examples=[OpenApiExample("Staff", value={"user": 12, "restriction": "STAFF"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        body = given(ClearanceInput, request)
        user = body.pop("user")
        clearance = actions.grant_clearance(actor=actor_of(request), user_id=user, on=clock.local_date(), **body)
        return Response(ClearanceOutput(clearance).data, status=status.HTTP_201_CREATED)


class ClearanceEnd(APIView):
    """End a clearance from today on."""

    needs = "teams.manage"

    @extend_schema(operation_id="clearance_end", tags=["people"], request=None, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        actions.end_clearance(actor=actor_of(request), clearance_id=pk, on=clock.local_date())
        return Response(status=status.HTTP_204_NO_CONTENT)
