"""Which part of the portfolio, in which months that are over: how the REST door is asked for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.models import Product
from collections_app.shared.api import CursorPages
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import Input, Month

from ..queries import Filters, choices_on, days_with_figures
from ..queries import flows as queries

AMOUNT: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}
KNOWN = [("then", "then"), ("corrected", "corrected")]


class ProductInput(Input):
    """A currency, and a product or all of them."""

    currency = serializers.CharField(max_length=3, required=False, help_text="Left out: the one with most accounts.")
    product = serializers.SlugRelatedField(
        slug_field="code", queryset=Product.objects.all(), required=False, help_text="Its code."
    )


class PartInput(ProductInput):
    """A part of the portfolio in a month that is over; what is left out is not narrowed."""

    month = Month(required=False, help_text="Left out: the last complete one.")
    region = serializers.CharField(max_length=40, required=False, help_text="`-` where none is recorded.")


class ByAccount(CursorPages):
    """In the order in which the accounts came."""

    ordering = "card_account_id"


@dataclass(frozen=True, kw_only=True)
class Part:
    """What was asked for. `days`: those that closed the months up to the one asked for, newest first; none before a
    whole month has passed."""

    days: list[date]
    currency: str
    filters: Filters


def part_of(wanted: dict[str, Any]) -> Part:
    """The part that a checked `PartInput` names. Raises Refused("not_found", field="month") for one without flows."""
    span, month = days_with_figures(), wanted.get("month")
    days = queries.closing_days(*span) if span else []
    if month is not None:
        days = [day for day in days if queries.month_before(day) <= month]
        if not days or queries.month_before(days[0]) != month:
            raise Refused("not_found", _("There are no flows of this month."), field="month")
    return Part(days=days, currency=currency_of(wanted, days[0] if days else None), filters=filters_of(wanted))


def currency_of(wanted: dict[str, Any], day: date | None) -> str:
    """The currency asked for, else the one with most accounts on `day`."""
    if "currency" in wanted or day is None:
        return wanted.get("currency", "")
    return next(iter(choices_on(day).currencies), "")


def filters_of(wanted: dict[str, Any]) -> Filters:
    """The product and the region asked for."""
    return Filters(product=product_of(wanted), region=wanted.get("region", ""))


def product_of(wanted: dict[str, Any]) -> str:
    """The code of the product asked for, "" for all of them."""
    product = wanted.get("product")
    return product.code if product else ""
