"""Many at once: payments, each row with its own answer; positions of many accounts."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions.bulk import post_payments
from accounts.models import CardAccount
from accounts.paying import Payment
from accounts.posting import Posted
from accounts.queries.visible import visible_to
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.bulk import CREATED, SAME, RowOutput, all_checked, answered, refused_row
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import Input, Rows, given

from .accounts import ROWS, AccountOutput, PositionOutput
from .postings import PAYMENT, PaymentInput
from .standing import Standings

MOST_ROWS = 1000


@extend_schema_field(PaymentInput(many=True))
class PaymentRows(Rows):
    """Rows as they came; each is checked for itself, so that one wrong row refuses no other."""


class BulkPaymentsInput(Input):
    """Payments, each as `POST payments` takes one."""

    payments = PaymentRows(allow_empty=False, max_length=MOST_ROWS)


class PaymentRowOutput(RowOutput):
    """What became of one row. `entry` is the number of its ledger entry, null when it was refused."""

    entry = serializers.IntegerField(allow_null=True)
    takes_effect = serializers.DateField(allow_null=True)
    suspected_duplicates = serializers.ListField(child=serializers.CharField())


class BulkPaymentsOutput(serializers.Serializer):
    """How many rows came to what, and every row in the order of the request."""

    created = serializers.IntegerField()
    same = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = PaymentRowOutput(many=True)


class BulkPayments(APIView):
    """Post up to 1,000 payments; those that can be posted are, whatever becomes of the others.

    Each row follows the rules of `POST payments`. The answer is 200 when the request as a whole could be read; look at
    `refused` before you forget the rows. Sent again, nothing is posted twice.
    """

    needs = "payments.post"

    @extend_schema(
        operation_id="payments_post_bulk",
        tags=["postings"],
        request=BulkPaymentsInput,
        responses=BulkPaymentsOutput,
        examples=[OpenApiExample("Two payments", value={"payments": [PAYMENT, PAYMENT]}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        payments, refused = all_checked(PaymentInput, given(BulkPaymentsInput, request)["payments"])
        answers = post_payments(
            actor=actor_of(request), payments=[Payment(**row) for row in payments.values()], at=clock.now()
        )
        found = {index: _shown(index, answer) for index, answer in zip(payments, answers, strict=True)}
        return Response(answered({index: {**_NOTHING, **row} for index, row in refused.items()} | found))


_NOTHING: dict[str, Any] = {"entry": None, "takes_effect": None, "suspected_duplicates": []}


def _shown(index: int, answer: Posted | Refused) -> dict[str, Any]:
    if isinstance(answer, Refused):
        return {**_NOTHING, **refused_row(index, answer)}
    return {
        "index": index,
        "status": CREATED if answer.created else SAME,
        "entry": answer.entry.pk,
        "takes_effect": answer.takes_effect.isoformat(),
        "suspected_duplicates": list(answer.suspected),
        "code": "",
        "message": "",
        "field": "",
    }


class LookupInput(Input):
    """Which accounts, by number."""

    account_nos = serializers.ListField(
        child=serializers.CharField(max_length=40), allow_empty=False, max_length=MOST_ROWS
    )


class FoundAccountOutput(AccountOutput):
    """An account and where it stands; `position` is null until a night has opened it."""

    position = serializers.SerializerMethodField()

    class Meta(AccountOutput.Meta):
        fields = ["account_no", "customer_no", "product", "currency", "status", "status_since", "position"]

    @extend_schema_field(PositionOutput(allow_null=True))
    def get_position(self, account: CardAccount) -> dict[str, Any] | None:
        return super().get_position(account)


class LookupOutput(serializers.Serializer):
    """The accounts found, in the order asked; `unknown` are numbers that no account has which the caller may see."""

    accounts = FoundAccountOutput(many=True)
    unknown = serializers.ListField(child=serializers.CharField())


class Lookup(APIView):
    """Positions of up to 1,000 accounts by number. It changes nothing; a POST, because an address is too short."""

    needs = "accounts.view"

    @extend_schema(
        operation_id="accounts_lookup",
        tags=["accounts"],
        request=LookupInput,
        responses=LookupOutput,
        examples=[
            OpenApiExample("Two accounts", value={"account_nos": ["6200000001", "6200000002"]}, request_only=True)
        ],
    )
    def post(self, request: Request) -> Response:
        wanted = dict.fromkeys(given(LookupInput, request)["account_nos"])
        seen = ROWS.filter(visible_to(actor_of(request), prefix="cardholder__"))
        found = {account.account_no: account for account in seen.filter(account_no__in=wanted)}
        return Response(
            LookupOutput(
                {
                    "accounts": [found[number] for number in wanted if number in found],
                    "unknown": [number for number in wanted if number not in found],
                },
                context={"standings": Standings()},
            ).data
        )
