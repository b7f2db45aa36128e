"""Accounts with their position; why an account is where it is; what its bucket will be."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import what_if
from accounts.checks import amount_of
from accounts.explain import Explanation, explanation_of
from accounts.models import AccountHold, BalancePool, CardAccount, LedgerEntry, Position
from accounts.models.derived import DelinquencyBucket
from accounts.queries import business_date
from accounts.queries.visible import visible_to
from accounts.restricted import must_see
from accounts.rules.allocation import Component
from accounts.rules.money import ZERO
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.errors import Refused
from collections_app.shared.etag import Tagged
from collections_app.shared.inputs import Input, asked

from .calendars import CalendarChangeOutput
from .filters import AccountFilters, NamedFilters
from .holds import HoldOutput
from .standing import Standings
from .typed import serializer_of

ROWS: QuerySet[CardAccount] = CardAccount.objects.select_related("cardholder", "product", "position").prefetch_related(
    "calendar_changes"
)


class PositionOutput(serializers.ModelSerializer):
    """Where the account stands on `as_of`. `bucket` is CURRENT, M0 to M4 or M4+; `dpd` counts days past due."""

    as_of = serializers.DateField()
    bucket = serializers.ChoiceField(choices=DelinquencyBucket.labels)
    in_gap = serializers.BooleanField()
    dpd = serializers.IntegerField()
    minimums_missed = serializers.IntegerField()
    asset_class = serializers.CharField()
    bureau_digit = serializers.CharField()

    class Meta:
        model = Position
        fields = [
            "as_of",
            "bucket",
            "bucket_since",
            "in_gap",
            "dpd",
            "minimums_missed",
            "asset_class",
            "bureau_digit",
            "past_due",
            "balance",
            "credit_balance",
            "anchor_due_date",
            "episode_since",
            "episode_late_fees",
            "lifetime_late_fees",
            "last_statement_date",
            "next_statement_date",
            "held_back",
        ]


class AccountOutput(serializers.ModelSerializer):
    """Terms of a card account; `position` is null until a night has opened it.

    Statement day and due rule are those it began with, `calendar_changes` what came later.
    """

    customer_no = serializers.CharField(source="cardholder.customer_no")
    region = serializers.CharField(source="cardholder.region")
    is_demo = serializers.BooleanField(source="cardholder.is_demo")
    product = serializers.CharField(source="product.code")
    position = serializers.SerializerMethodField()
    calendar_changes = CalendarChangeOutput(many=True)

    class Meta:
        model = CardAccount
        fields = [
            "account_no",
            "customer_no",
            "product",
            "currency",
            "region",
            "card_last4",
            "status",
            "status_since",
            "opened_on",
            "statement_day",
            "due_rule",
            "due_day",
            "due_offset_days",
            "first_statement_date",
            "calendar_changes",
            "credit_limit",
            "cash_limit",
            "statements_by",
            "charges_by",
            "is_demo",
            "position",
        ]

    @extend_schema_field(PositionOutput(allow_null=True))
    def get_position(self, account: CardAccount) -> dict[str, Any] | None:
        position = getattr(account, "position", None)
        standing = self.context["standings"].of(account, position) if position else None
        if position is None or standing is None:
            return None
        for name, value in asdict(standing).items():
            if name != "bucket":
                setattr(position, name, value)
        shown = PositionOutput(position).data
        return {**shown, "bucket": standing.bucket}


class ComponentOutput(serializers.Serializer):
    """What is owed of one component: on statements already cut, and since."""

    component = serializers.ChoiceField(choices=LedgerEntry.Component.choices)
    billed = serializers.DecimalField(max_digits=14, decimal_places=2)
    unbilled = serializers.DecimalField(max_digits=14, decimal_places=2)


class AccountDetailOutput(AccountOutput):
    """One account with what its balance is made of and the holds that last."""

    components = serializers.SerializerMethodField()
    holds = serializers.SerializerMethodField()

    class Meta(AccountOutput.Meta):
        fields = [*AccountOutput.Meta.fields, "components", "holds"]

    @extend_schema_field(ComponentOutput(many=True))
    def get_components(self, account: CardAccount) -> list[dict[str, Any]]:
        position = getattr(account, "position", None)
        cycle = position.cycle_seq if position else 0
        owed: dict[str, list[Decimal]] = {component.value: [ZERO, ZERO] for component in Component}
        for pool in BalancePool.objects.filter(card_account=account):
            owed[pool.component][pool.seq > cycle] += pool.remaining
        parts = [{"component": name, "billed": b, "unbilled": u} for name, (b, u) in owed.items() if b or u]
        return list(ComponentOutput(parts, many=True).data)

    @extend_schema_field(HoldOutput(many=True))
    def get_holds(self, account: CardAccount) -> list[dict[str, Any]]:
        lasting = AccountHold.objects.filter(card_account=account, until=None).order_by("id")
        return list(HoldOutput(lasting.select_related("card_account"), many=True).data)


class Accounts(ListAPIView):
    """Accounts by filter, each with its position."""

    needs = "accounts.view"
    serializer_class = AccountOutput
    queryset = ROWS
    filter_backends = [NamedFilters]
    filterset_class = AccountFilters
    pagination_class = OldestFirst

    def get_queryset(self) -> QuerySet[CardAccount]:
        return ROWS.filter(visible_to(actor_of(self.request), prefix="cardholder__"))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "standings": Standings()}

    @extend_schema(operation_id="accounts_list", tags=["accounts"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class AccountDetail(Tagged):
    """One account by its number: terms, position, balance by component, holds."""

    needs = "accounts.view"

    @extend_schema(operation_id="account", tags=["accounts"], responses=AccountDetailOutput)
    def get(self, request: Request, account_no: str) -> Response:
        account = account_by_no(request, account_no)
        return Response(AccountDetailOutput(account, context={"standings": Standings()}).data)


def account_by_no(request: Request, account_no: str) -> CardAccount:
    """The account of this number; raises what becomes a 404, or a 403 for a restricted file."""
    account = get_object_or_404(ROWS, account_no=account_no.replace("\x00", ""))
    must_see(actor_of(request), account.cardholder, account=account)
    return account


class DayInput(Input):
    """On which day."""

    on = serializers.DateField(required=False)


class AccountExplanation(APIView):
    """Why the account is in its bucket: anchor, due dates counted, fees with rule and version, cure, next change."""

    needs = "accounts.view"

    @extend_schema(
        operation_id="account_explanation",
        tags=["accounts"],
        parameters=[
            OpenApiParameter("on", OpenApiTypes.DATE, description="Default: the business date. As known that night.")
        ],
        responses=serializer_of(Explanation),
    )
    def get(self, request: Request, account_no: str) -> Response:
        on = asked(DayInput, request).get("on")
        account = account_by_no(request, account_no)
        return Response(explanation_of(account.pk, on=on or _today()).as_dict())


def _today() -> date:
    on = business_date()
    if on is None:
        raise Refused("not_yet", _("No night has run yet."))
    return on


class WhatIfInput(Input):
    """Which days, and what might be paid."""

    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    pay = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, default=list)

    def validate_pay(self, given: list[str]) -> list[tuple[date, Decimal]]:
        return [self._payment(text) for text in given]

    def _payment(self, text: str) -> tuple[date, Decimal]:
        day, _colon, amount = text.partition(":")
        try:
            paid = serializers.DecimalField(max_digits=14, decimal_places=2).run_validation(amount)
            return serializers.DateField().run_validation(day), amount_of(paid, field="pay")
        except (serializers.ValidationError, Refused) as error:
            message = _("Write a payment as DATE:AMOUNT, such as 2025-04-10:1000.00.")
            raise serializers.ValidationError(message) from error


class WhatIfDayOutput(serializers.Serializer):
    """One day of the calendar; `late_fees` counts those of the running episode."""

    date = serializers.DateField(source="day")
    bucket = serializers.ChoiceField(choices=DelinquencyBucket.labels)
    in_gap = serializers.BooleanField()
    late_fees = serializers.IntegerField()
    dpd = serializers.IntegerField()
    past_due = serializers.DecimalField(max_digits=14, decimal_places=2)
    balance = serializers.DecimalField(max_digits=14, decimal_places=2)


class BucketCalendar(APIView):
    """What the bucket of this account will be, day by day, if nothing more is paid than `pay` says."""

    needs = "accounts.view"

    @extend_schema(
        operation_id="account_bucket_calendar",
        tags=["accounts"],
        parameters=[
            OpenApiParameter("first", OpenApiTypes.DATE, description="Not before the business date, the default."),
            OpenApiParameter("last", OpenApiTypes.DATE, description="Default: 120 days after `first`; at most 400."),
            OpenApiParameter(
                "pay", OpenApiTypes.STR, many=True, description="DATE:AMOUNT, such as 2025-04-10:1000.00; repeatable."
            ),
        ],
        responses=WhatIfDayOutput(many=True),
        filters=False,
    )
    def get(self, request: Request, account_no: str) -> Response:
        wanted = asked(WhatIfInput, request)
        account = account_by_no(request, account_no)
        first = wanted.get("first") or _today()
        last = wanted.get("last") or first + timedelta(days=120)
        days = what_if.bucket_days(account.pk, on=_today(), first=first, last=last, payments=wanted["pay"])
        return Response(WhatIfDayOutput(days, many=True).data)
