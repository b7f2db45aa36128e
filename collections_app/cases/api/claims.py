"""The next case, and claims on cases: an agent's or a dialler's day without a browser."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.cases.actions.claims import DONE, claim, heartbeat, next_case, release, take_over
from collections_app.cases.models import Claim, Passed
from collections_app.cases.queries.news import KINDS as CHANGES
from collections_app.cases.queries.news import changes_since
from collections_app.events.seen import TEXT, Seen, seen_of
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, given

from .holds import OfCase

KINDS = [DONE, Passed.Kind.SKIP.value, Passed.Kind.RETURN.value]
NOTHING = OpenApiResponse(description="There is no case that may be worked now, in a language the caller speaks.")
EXAMPLE = {"token": "0b6f3a52-7d0f-4d6e-9f3c-1f0f4a2f8a11"}


class ClaimOutput(serializers.ModelSerializer):
    """A claim is a lease: over at `expires_at` unless a heartbeat prolongs it. `token` proves it.

    `news`, told by heartbeats: `case_closed` or `paid` when that happened meanwhile, else "". `seen` goes into the next
    heartbeat, whose `changes` tell what happened to the customer after it.
    """

    case = serializers.IntegerField(source="case_id")
    username = serializers.CharField(source="user.username")
    news = serializers.ChoiceField(choices=["", "case_closed", "paid"])
    seen = serializers.SerializerMethodField(help_text="How far the customer's record was seen; opaque.")

    class Meta:
        model = Claim
        fields = ["case", "username", "token", "claimed_at", "expires_at", "news", "seen"]

    def get_seen(self, claim: Claim) -> str:
        return str(seen_of(claim.case.cardholder_id))


class CustomerChangeOutput(serializers.Serializer):
    """Something that may change what may be done: ask again before the next contact. `kind` is that of the event."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=CHANGES)
    at = serializers.DateTimeField()
    data = serializers.DictField(  # type: ignore[assignment]
        help_text="Which stop, hold or number; how much was paid."
    )


class HeartbeatOutput(ClaimOutput):
    """The claim, prolonged. `changes`: what happened after the `seen` that was sent; none without it."""

    changes = serializers.SerializerMethodField()

    class Meta(ClaimOutput.Meta):
        fields = [*ClaimOutput.Meta.fields, "changes"]

    @extend_schema_field(CustomerChangeOutput(many=True))
    def get_changes(self, claim: Claim) -> Any:
        seen = Seen.of(self.context["seen"])
        return CustomerChangeOutput(changes_since(seen, claim.case.cardholder_id), many=True).data


class NextCaseInput(Input):
    """From which queue; default: from all that are open to the caller's teams."""

    queue = serializers.SlugField(required=False, max_length=30)


class TokenInput(Input):
    """The token of the claim."""

    token = serializers.UUIDField()


class HeartbeatInput(TokenInput):
    """The token of the claim, and `seen` of the last answer about it."""

    seen = serializers.RegexField(TEXT, required=False)


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
        said = given(NextCaseInput, request)
        taken = next_case(actor=actor_of(request), at=clock.now(), **said)
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
    """Prolong a claim, and hear what happened to the customer meanwhile."""

    needs = {"POST": "cases.work"}

    @extend_schema(
        operation_id="case_heartbeat",
        tags=["claims"],
        request=HeartbeatInput,
        responses=HeartbeatOutput,
        examples=[OpenApiExample("Still at work", value={**EXAMPLE, "seen": "88120"}, request_only=True)],
    )
    def post(self, request: Request, case_id: int) -> Response:
        said = given(HeartbeatInput, request)
        held = heartbeat(actor=actor_of(request), case_id=case_id, token=said["token"], at=clock.now())
        return Response(HeartbeatOutput(held, context={"seen": said.get("seen", "")}).data)


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
        said = given(ClaimReleaseInput, request)
        release(actor=actor_of(request), case_id=case_id, at=clock.now(), **said)
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
        said = given(TakeOverInput, request)
        taken = take_over(actor=actor_of(request), case_id=case_id, at=clock.now(), **said)
        return Response(ClaimOutput(taken).data, status=status.HTTP_201_CREATED)
