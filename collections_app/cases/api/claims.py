"""The next case, and claims on cases: an agent's or a dialler's day without a browser."""

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.cases.actions.claims import DONE, claim, heartbeat, next_case, release, take_over
from collections_app.cases.models import Claim, Passed
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input

from .holds import OfCase

KINDS = [DONE, Passed.Kind.SKIP.value, Passed.Kind.RETURN.value]
NOTHING = OpenApiResponse(description="There is no case that may be worked now, in a language the caller speaks.")
EXAMPLE = {"token": "0b6f3a52-7d0f-4d6e-9f3c-1f0f4a2f8a11"}


class ClaimOutput(serializers.ModelSerializer):
    """A claim is a lease: over at `expires_at` unless a heartbeat prolongs it. `token` proves it.

    `news`, told by heartbeats: `case_closed` or `paid` when that happened meanwhile, else "".
    """

    case = serializers.IntegerField(source="case_id")
    username = serializers.CharField(source="user.username")
    news = serializers.ChoiceField(choices=["", "case_closed", "paid"])

    class Meta:
        model = Claim
        fields = ["case", "username", "token", "claimed_at", "expires_at", "news"]


class NextCaseInput(Input):
    """From which queue; default: from all that are open to the caller's teams."""

    queue = serializers.SlugField(required=False, max_length=30)


class TokenInput(Input):
    """The token of the claim."""

    token = serializers.UUIDField()


class ClaimReleaseInput(TokenInput):
    """How work on the case ended. SKIP and RETURN need a reason, and keep the case from this caller for a while."""

    kind = serializers.ChoiceField(choices=KINDS)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class TakeOverInput(Input):
    """Why somebody else's work is taken over."""

    reason = serializers.CharField(max_length=200)


class NextCase(APIView):
    """Claim the best case that may be worked now."""

    needs = {"POST": "cases.work"}

    @extend_schema(
        operation_id="next_case",
        tags=["claims"],
        request=NextCaseInput,
        responses={201: ClaimOutput, 204: NOTHING},
        examples=[OpenApiExample("One queue", value={"queue": "m1"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        given = NextCaseInput(data=request.data)
        given.is_valid(raise_exception=True)
        taken = next_case(actor=actor_of(request), at=clock.now(), **given.validated_data)
        if taken is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(ClaimOutput(taken).data, status=status.HTTP_201_CREATED)


class CaseClaim(APIView):
    """Claim one case."""

    needs = {"POST": "cases.work"}

    @extend_schema(operation_id="case_claim", tags=["claims"], request=None, responses={201: ClaimOutput})
    def post(self, request: Request, case_id: int) -> Response:
        taken = claim(actor=actor_of(request), case_id=case_id, at=clock.now())
        return Response(ClaimOutput(taken).data, status=status.HTTP_201_CREATED)


class CaseHeartbeat(APIView):
    """Prolong a claim."""

    needs = {"POST": "cases.work"}

    @extend_schema(
        operation_id="case_heartbeat",
        tags=["claims"],
        request=TokenInput,
        responses=ClaimOutput,
        examples=[OpenApiExample("Still at work", value=EXAMPLE, request_only=True)],
    )
    def post(self, request: Request, case_id: int) -> Response:
        given = TokenInput(data=request.data)
        given.is_valid(raise_exception=True)
        held = heartbeat(actor=actor_of(request), case_id=case_id, at=clock.now(), **given.validated_data)
        return Response(ClaimOutput(held).data)


class CaseRelease(APIView):
    """Give a case back."""

    needs = {"POST": "cases.work"}

    @extend_schema(
        operation_id="case_release",
        tags=["claims"],
        request=ClaimReleaseInput,
        responses={204: OpenApiResponse(description="The case is free again.")},
        examples=[
            OpenApiExample("Skip", value={**EXAMPLE, "kind": "SKIP", "reason": "speaks Hakka"}, request_only=True)
        ],
    )
    def post(self, request: Request, case_id: int) -> Response:
        given = ClaimReleaseInput(data=request.data)
        given.is_valid(raise_exception=True)
        release(actor=actor_of(request), case_id=case_id, at=clock.now(), **given.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CaseTakeOver(OfCase):
    """Take a case from whoever works it: the old token is dead at once."""

    needs = {"POST": "cases.take_over"}

    @extend_schema(
        operation_id="case_take_over",
        tags=["claims"],
        request=TakeOverInput,
        responses={201: ClaimOutput},
        examples=[OpenApiExample("Asked for", value={"reason": "the debtor asked for me"}, request_only=True)],
    )
    def post(self, request: Request, case_id: int) -> Response:
        given = TakeOverInput(data=request.data)
        given.is_valid(raise_exception=True)
        taken = take_over(actor=actor_of(request), case_id=case_id, at=clock.now(), **given.validated_data)
        return Response(ClaimOutput(taken).data, status=status.HTTP_201_CREATED)
