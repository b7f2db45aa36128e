"""What the address of the vintage page, of its lists and of its files asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Product

from ..forms import FilterForm
from ..queries import Choices, Filters
from ..queries import vintage as vintage_queries
from ..queries.vintage import Curve, Reading


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the filter bar says, or would say where the address is silent or wrong."""

    form: FilterForm
    first: date
    last: date
    day: date
    known: str
    reading: Reading
    currency: str
    currencies: list[str]
    filters: Filters
    until: date | None

    @property
    def newest(self) -> date:
        """The newest month whose figures are kept."""
        return self.last.replace(day=1)

    @property
    def past(self) -> bool:
        return self.reading.as_of < self.newest

    @property
    def before(self) -> date | None:
        """The first of the month before, None where nothing is kept of it."""
        day = (self.reading.as_of - timedelta(days=1)).replace(day=1)
        return day if day >= self.first else None

    @property
    def after(self) -> date | None:
        """The first of the month after, None where it has not come."""
        day = (self.reading.as_of + timedelta(days=31)).replace(day=1)
        return day if day <= self.newest else None

    @property
    def product(self) -> str:
        """The product in words, "" for all of them."""
        return self.form.said("product")

    def as_data(self) -> dict[str, Any]:
        """The filters as an event remembers them."""
        known = {"as": "corrected"} if self.known == "corrected" else {}
        return {"currency": self.currency, "product": self.filters.product, "day": self.day, **known}

    def address(self, page: str, **more: Any) -> str:
        """The address of `page` for the same part, day and reading."""
        query = {name: value for name, value in {**more, **self.as_data()}.items() if value != ""}
        return f"{reverse(page)}?{urlencode(query)}"

    def behind(self, curve: Curve, mob: int) -> str:
        """The address of the accounts of a cohort that were ever 91 days past due by `mob`."""
        return self.address("vintage-accounts", cohort=f"{curve.cohort:%Y-%m}", mob=mob)


def chosen_of(request: HttpRequest) -> Chosen | None:
    """What the address asks for; None before the first month end, when there is nothing to choose from."""
    span = vintage_queries.kept_days()
    if span is None:
        return None
    day, known = _day(request.GET, span), "corrected" if request.GET.get("as") == "corrected" else "then"
    reading = vintage_queries.reading_of(day, last=span[1], corrected=known == "corrected")
    currencies = vintage_queries.currencies(reading)
    choices = Choices(currencies=currencies, products=list(Product.objects.order_by("code")))
    form = FilterForm(request.GET, days=span, choices=choices)
    return Chosen(
        form=form,
        first=span[0],
        last=span[1],
        day=day,
        known=known,
        reading=reading,
        currency=form.chosen("currency", next(iter(currencies), "")),
        currencies=currencies,
        filters=Filters(product=form.chosen("product")),
        until=month_of(request.GET.get("until", "")),
    )


def _day(asked: Mapping[str, str], span: tuple[date, date]) -> date:
    """The day in the address; the last one when nothing is kept of it (the form then says so)."""
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        return span[1]
    return day if span[0] <= day <= span[1] else span[1]


def month_of(text: str) -> date | None:
    """The first day of `2025-01`; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
