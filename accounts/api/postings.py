"""What is booked through the REST door: payments, their reversals, waivers, charge reversals."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions.payments import post_payment, reverse_payment
from accounts.actions.waivers import reverse_charge, waive_charge
from accounts.intake.currencies import CURRENCIES
from accounts.posting import Posted
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, given, number

from .ledger import LedgerEntryOutput


class PaymentInput(Input):
    """A payment as the bank knows it. `amount` is above zero; `source_ref` names it once per account."""

    account_no = serializers.CharField(max_length=40)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES), required=False, help_text="Must be the account's.")
    value_date = serializers.DateField(help_text="Decides what was paid in time.")
    posting_date = serializers.DateField(required=False, help_text="Default: the day it is recorded.")
    source_ref = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)


class PaymentReversalInput(Input):
    """Which payment is taken back, by its reference, and why."""

    account_no = serializers.CharField(max_length=40)
    reverses_ref = serializers.CharField(max_length=80)
    source_ref = serializers.CharField(max_length=80)
    reason = serializers.CharField(max_length=200)


class ChargeReversalInput(Input):
    """Which charge is taken back, by the id of its ledger entry, and why."""

    account_no = serializers.CharField(max_length=40)
    charge = number()
    source_ref = serializers.CharField(max_length=80)
    reason = serializers.CharField(max_length=200)


class WaiverInput(ChargeReversalInput):
    """How much of which charge is waived, and why."""

    amount = serializers.DecimalField(max_digits=14, decimal_places=2)


class PostedOutput(serializers.Serializer):
    """The entry as it stands in the ledger. `created` is false when it stood there already.

    `takes_effect` is the business date whose night takes it in: balance and bucket change on that morning.
    """

    created = serializers.BooleanField()
    takes_effect = serializers.DateField()
    suspected_duplicates = serializers.ListField(child=serializers.CharField(), source="suspected")
    entry = LedgerEntryOutput()


ANSWERS = {
    201: PostedOutput,
    200: OpenApiResponse(PostedOutput, description="The reference stands in the ledger already, same content."),
}
PAYMENT = {
    "account_no": "6200000001",
    "amount": "1000.00",
    "currency": "CNY",
    "value_date": "2026-03-19",
    "source_ref": "BK20260319-000017",
    "description": "transfer",
}


def _answer(posted: Posted) -> Response:
    code = status.HTTP_201_CREATED if posted.created else status.HTTP_200_OK
    return Response(PostedOutput(posted).data, status=code)


def _given(serializer: type[Input], request: Request) -> dict[str, Any]:
    return {"actor": actor_of(request), "at": clock.now(), **given(serializer, request)}


class Payments(APIView):
    """Post a payment. The same `source_ref` with the same content again changes nothing."""

    needs = "payments.post"

    @extend_schema(
        operation_id="payment_post",
        tags=["postings"],
        request=PaymentInput,
        responses=ANSWERS,
        examples=[OpenApiExample("Payment", value=PAYMENT, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        return _answer(post_payment(**_given(PaymentInput, request)))


class PaymentReversals(APIView):
    """Reverse a payment; the reversal keeps the payment's value date."""

    needs = "payments.reverse"

    @extend_schema(
        operation_id="payment_reverse",
        tags=["postings"],
        request=PaymentReversalInput,
        responses=ANSWERS,
        examples=[
            OpenApiExample(
                "Returned",
                value={
                    "account_no": "6200000001",
                    "reverses_ref": "BK20260319-000017",
                    "source_ref": "BK20260324-000003",
                    "reason": "returned by the paying bank",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        return _answer(reverse_payment(**_given(PaymentReversalInput, request)))


class Waivers(APIView):
    """Waive part of a charge, or all of it."""

    needs = "charges.waive"

    @extend_schema(
        operation_id="charge_waive",
        tags=["postings"],
        request=WaiverInput,
        responses=ANSWERS,
        examples=[
            OpenApiExample(
                "Half a late fee",
                value={
                    "account_no": "6200000001",
                    "charge": 5081,
                    "amount": "25.00",
                    "source_ref": "WV-118",
                    "reason": "first time late",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        given = _given(WaiverInput, request)
        return _answer(waive_charge(charge_id=given.pop("charge"), **given))


class ChargeReversals(APIView):
    """Reverse a charge that was wrong; the reversal keeps the charge's value date."""

    needs = "charges.waive"

    @extend_schema(
        operation_id="charge_reverse",
        tags=["postings"],
        request=ChargeReversalInput,
        responses=ANSWERS,
        examples=[
            OpenApiExample(
                "Wrong fee",
                value={
                    "account_no": "6200000001",
                    "charge": 5081,
                    "source_ref": "CR-7",
                    "reason": "payment system was down",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        given = _given(ChargeReversalInput, request)
        return _answer(reverse_charge(charge_id=given.pop("charge"), **given))
