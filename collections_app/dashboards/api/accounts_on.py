"""The accounts behind a figure of a day at the REST door."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.buckets import BUCKET_CHOICES, BY_LABEL, BucketField
from accounts.models import BucketInterval
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import PageInput, asked

from ..queries import BUCKETS, DELINQUENT, days_with_figures
from ..queries.accounts_on import accounts_on
from .parts import AMOUNT, KNOWN, ByAccount, ProductInput, currency_of, filters_of

ALL_DELINQUENT = "DELINQUENT"


class AccountsOnInput(ProductInput, PageInput):
    """The day, and which of its figures; what is left out is not narrowed."""

    day = serializers.DateField(required=False, help_text="A day that has figures. Left out: the last one.")
    known = serializers.ChoiceField(
        choices=KNOWN, default="then", help_text="`corrected`: with everything the last night knew."
    )
    bucket = serializers.ChoiceField(
        choices=[*BUCKET_CHOICES, (ALL_DELINQUENT, ALL_DELINQUENT)],
        required=False,
        help_text="DELINQUENT: M0 to M4+ together. Left out: every bucket.",
    )
    region = serializers.CharField(max_length=40, required=False, help_text="`-` where none is recorded.")


class AccountOnOutput(serializers.Serializer):
    """An account, the bucket it stood in on the day, from when and until before when, and how it stands now."""

    account_no = serializers.CharField(source="card_account.account_no")
    product = serializers.CharField(source="card_account.product.code")
    currency = serializers.CharField(source="card_account.currency")
    bucket = BucketField()
    since = serializers.DateField(source="from_date")
    until = serializers.DateField(source="to_date", allow_null=True)
    bucket_now = BucketField(source="card_account.position.bucket")
    balance_now = serializers.DecimalField(source="card_account.position.balance", **AMOUNT)


class AccountsOn(ListAPIView):
    """The accounts that stood in a bucket on a day, as known then or corrected since, without restricted files the
    caller is not cleared for."""

    needs = "accounts.view"
    serializer_class = AccountOnOutput
    pagination_class = ByAccount
    filter_backends: list = []
    queryset = BucketInterval.objects.none()

    def get_queryset(self) -> QuerySet[BucketInterval]:
        wanted, span = asked(AccountsOnInput, self.request), days_with_figures()
        if span is None:
            return BucketInterval.objects.none()
        day = _day(wanted, span)
        return accounts_on(
            day,
            as_known_on=span[1] if wanted["known"] == "corrected" else day,
            buckets=_buckets(wanted.get("bucket")),
            currency=currency_of(wanted, day),
            filters=filters_of(wanted),
            actor=actor_of(self.request),
        )

    @extend_schema(operation_id="portfolio_accounts", tags=["portfolio"], parameters=[AccountsOnInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def _buckets(name: str | None) -> list[int]:
    if name is None:
        return list(BUCKETS)
    return list(DELINQUENT) if name == ALL_DELINQUENT else [BY_LABEL[name]]


def _day(wanted: dict[str, Any], span: tuple[date, date]) -> date:
    """Raises Refused: `not_found` (field day)."""
    day = wanted.get("day", span[1])
    if not span[0] <= day <= span[1]:
        raise Refused("not_found", _("There are no figures of this day."), field="day")
    return day
