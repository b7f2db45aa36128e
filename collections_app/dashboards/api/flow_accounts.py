"""The accounts behind a figure of a flow at the REST door."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.buckets import BY_LABEL, BucketField
from accounts.models import MonthEnd
from accounts.rules.roll import OUTCOMES
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import PageInput, asked

from .. import corrected
from ..queries import BUCKETS, days_with_figures
from ..queries import flows as queries
from ..queries.flow_accounts import Behind
from .parts import AMOUNT, KNOWN, ByAccount, PartInput, currency_of, filters_of, part_of


class FlowAccountsInput(PartInput, PageInput):
    """The accounts of `from_bucket` at the start of a flow: all, those of an outcome, or those in `to_bucket`.

    Of a whole `month`, or of a `day`: then of its month so far, or of the whole month before it.
    """

    day = serializers.DateField(required=False, help_text="A day that has figures, instead of a month.")
    closes_month = serializers.BooleanField(
        default=False, help_text="With a day: of the whole month before it, and not of its month so far."
    )
    known = serializers.ChoiceField(
        choices=KNOWN,
        default="then",
        help_text="`corrected`: as corrected since, once `portfolio/corrected-flows` has the day.",
    )
    from_bucket = BucketField()
    to_bucket = BucketField(required=False)
    outcome = serializers.ChoiceField(choices=[(outcome, outcome) for outcome in OUTCOMES], required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "outcome" in attrs and "to_bucket" in attrs:
            raise serializers.ValidationError({"outcome": [_("Give the outcome or the bucket.")]})
        if "day" in attrs and "month" in attrs:
            raise serializers.ValidationError({"day": [_("Give the day or the month.")]})
        return attrs


class FlowAccountOutput(serializers.Serializer):
    """An account at the month end the flow starts from, at its end, and now.

    Start and end are what the night for `known_on` knew: the one that ended the flow, or the one whose knowledge the
    corrected figures have. What was past due is not known as corrected.
    """

    account_no = serializers.CharField(source="card_account.account_no")
    product = serializers.CharField(source="card_account.product.code")
    currency = serializers.CharField(source="card_account.currency")
    known_on = serializers.DateField()
    month_end = serializers.DateField(source="day")
    balance_at_month_end = serializers.DecimalField(source="balance", **AMOUNT)
    past_due_at_month_end = serializers.DecimalField(source="past_due", **AMOUNT, allow_null=True)
    from_bucket = BucketField(source="bucket")
    to_bucket = BucketField()
    bucket_now = BucketField(source="card_account.position.bucket")
    balance_now = serializers.DecimalField(source="card_account.position.balance", **AMOUNT)


class FlowAccounts(ListAPIView):
    """The accounts behind a figure of a flow, as known then or corrected since, without restricted files the caller is
    not cleared for."""

    needs = "accounts.view"
    serializer_class = FlowAccountOutput
    pagination_class = ByAccount
    filter_backends: list = []
    queryset = MonthEnd.objects.none()

    def get_queryset(self) -> QuerySet:
        wanted = asked(FlowAccountsInput, self.request)
        days, start = _days(wanted), BY_LABEL[wanted["from_bucket"]]
        if days is None:
            return MonthEnd.objects.none()
        day, until = days
        figure = Behind(
            until=until,
            start=start,
            ends=_ends(start, wanted),
            currency=currency_of(wanted, day),
            filters=filters_of(wanted),
        )
        actor = actor_of(self.request)
        if wanted["known"] == "then":
            return figure.as_known_then(actor)
        return figure.as_corrected(actor, known_on=_known_on(day))

    @extend_schema(operation_id="portfolio_flow_accounts", tags=["portfolio"], parameters=[FlowAccountsInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def _days(wanted: dict[str, Any]) -> tuple[date, date] | None:
    """The day asked for or the one that closed the month, and the day on which the flow ends.

    None before a whole month has passed. Raises Refused: `not_found` (field day or month).
    """
    if "day" not in wanted:
        closing = part_of(wanted).days[:1]
        return (closing[0], closing[0]) if closing else None
    day, span = wanted["day"], days_with_figures()
    if span is None or not span[0] <= day <= span[1]:
        raise Refused("not_found", _("There are no figures of this day."), field="day")
    return day, day.replace(day=1) if wanted["closes_month"] else day


def _ends(start: int, wanted: dict[str, Any]) -> list[int]:
    if "to_bucket" in wanted:
        return [int(BY_LABEL[wanted["to_bucket"]])]
    if "outcome" in wanted:
        return queries.buckets_of(start, wanted["outcome"])
    return [int(bucket) for bucket in BUCKETS]


def _known_on(day: date) -> date:
    """Raises Refused: `not_computed` (field day). A list starts no computation, the figures do."""
    found = corrected.known_on(day)
    if found is None:
        said = _("This day is not computed as corrected since yet: ask for its figures first.")
        raise Refused("not_computed", said, field="day")
    return found
