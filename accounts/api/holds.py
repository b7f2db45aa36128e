"""Holds of accounts, and charge-off."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions.holds import charge_off, place_hold, release_hold
from accounts.models import AccountHold
from accounts.queries.visible import visible_to
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.inputs import Input, given

from .filters import HoldFilters, NamedFilters

Kind = AccountHold.Kind
PLACEABLE = [(kind.value, kind.label) for kind in Kind if kind != Kind.CHARGE_OFF]


class HoldOutput(serializers.ModelSerializer):
    """A hold on an account. `until` is its last day, null while it lasts."""

    account_no = serializers.CharField(source="card_account.account_no")

    class Meta:
        model = AccountHold
        fields = [
            "id",
            "account_no",
            "kind",
            "since",
            "until",
            "disputed_amount",
            "reason",
            "release_reason",
            "recorded_on",
            "recorded_by",
        ]


class HoldInput(Input):
    """A hold to place. `disputed_amount` belongs to a dispute only."""

    account_no = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(choices=PLACEABLE)
    since = serializers.DateField(required=False, help_text="Default: the day it is recorded.")
    until = serializers.DateField(required=False, help_text="Its last day, if that is known already.")
    disputed_amount = serializers.DecimalField(max_digits=14, decimal_places=2, required=False)
    reason = serializers.CharField(max_length=300)


class ReleaseInput(Input):
    """Why a hold ends, and its last day."""

    reason = serializers.CharField(max_length=300)
    until = serializers.DateField(required=False, help_text="Default: the day it is recorded.")


class ChargeOffInput(Input):
    """Which account is written off, from when, and why."""

    account_no = serializers.CharField(max_length=40)
    on = serializers.DateField(required=False, help_text="Default: the day it is recorded.")
    reason = serializers.CharField(max_length=300)


class ChargedOffOutput(serializers.Serializer):
    """The account's status from now on, and the hold that came with it."""

    account_no = serializers.CharField()
    status = serializers.CharField()
    status_since = serializers.DateField()
    hold = HoldOutput()


class Holds(ListAPIView):
    """Holds by account, kind and whether they last; POST places one."""

    needs = {"GET": "accounts.view", "POST": "holds.place"}
    serializer_class = HoldOutput
    queryset = AccountHold.objects.select_related("card_account")
    filter_backends = [NamedFilters]
    filterset_class = HoldFilters
    pagination_class = OldestFirst

    def get_queryset(self) -> QuerySet[AccountHold]:
        return super().get_queryset().filter(visible_to(actor_of(self.request), prefix="card_account__cardholder__"))

    @extend_schema(operation_id="holds_list", tags=["holds"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="hold_place",
        tags=["holds"],
        request=HoldInput,
        responses={201: HoldOutput},
        examples=[
            OpenApiExample(
                "Dispute",
                value={
                    "account_no": "6200000001",
                    "kind": "DISPUTE",
                    "disputed_amount": "800.00",
                    "reason": "does not know the purchase of 12 March",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        hold = place_hold(actor=actor_of(request), at=clock.now(), **given(HoldInput, request))
        return Response(HoldOutput(hold).data, status=status.HTTP_201_CREATED)


class Release(APIView):
    """End a hold."""

    needs = "holds.place"

    @extend_schema(
        operation_id="hold_release",
        tags=["holds"],
        request=ReleaseInput,
        responses=HoldOutput,
        examples=[OpenApiExample("Settled", value={"reason": "dispute settled"}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        hold = release_hold(actor=actor_of(request), hold_id=pk, at=clock.now(), **given(ReleaseInput, request))
        return Response(HoldOutput(hold).data)


class ChargeOffs(APIView):
    """Charge an account off: an accounting status; the debt and the bucket stay."""

    needs = "accounts.charge_off"

    @extend_schema(
        operation_id="account_charge_off",
        tags=["holds"],
        request=ChargeOffInput,
        responses={201: ChargedOffOutput},
        examples=[
            OpenApiExample(
                "Charge off", value={"account_no": "6200000001", "reason": "committee 2026-07"}, request_only=True
            )
        ],
    )
    def post(self, request: Request) -> Response:
        account, hold = charge_off(actor=actor_of(request), at=clock.now(), **given(ChargeOffInput, request))
        body = {
            "account_no": account.account_no,
            "status": account.status,
            "status_since": account.status_since,
            "hold": hold,
        }
        return Response(ChargedOffOutput(body).data, status=status.HTTP_201_CREATED)
