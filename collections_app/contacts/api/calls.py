"""Calls a phone system places: asked for at somebody's desk, dialled with a number that is handed out once."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.contacts.actions.calls import number_to_call, request_call
from collections_app.contacts.models import CallRequest
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, given


class CallRequestOutput(serializers.ModelSerializer):
    """A call that was asked for. The event `call.requested` tells the phone system of it."""

    permit = serializers.IntegerField(source="permit_id")

    class Meta:
        model = CallRequest
        fields = ["permit", "requested_at", "requested_by", "number_read_at"]


class NumberToCallOutput(serializers.Serializer):
    """The number to dial."""

    number = serializers.CharField()


class PermitCall(APIView):
    """Ask the phone system to place the call of your permit, as *Dial* does on the case page."""

    needs = "cases.work"

    @extend_schema(operation_id="permit_call", tags=["contacts"], request=Input, responses={201: CallRequestOutput})
    def post(self, request: Request, pk: int) -> Response:
        given(Input, request)
        asked = request_call(actor=actor_of(request), permit_id=pk, at=clock.now())
        return Response(CallRequestOutput(asked).data, status=status.HTTP_201_CREATED)


class PermitNumber(APIView):
    """The number of a call that was asked for, for the phone system that places it. Once; each look is an event.

    Asked again it is 422 `already_read`, also under the same `Idempotency-Key`, which keeps no number.
    """

    needs = "calls.place"
    answers_anew = True  # an idempotency key keeps no number

    @extend_schema(operation_id="permit_number", tags=["contacts"], request=Input, responses=NumberToCallOutput)
    def post(self, request: Request, pk: int) -> Response:
        given(Input, request)
        return Response({"number": number_to_call(actor=actor_of(request), permit_id=pk, at=clock.now())})
