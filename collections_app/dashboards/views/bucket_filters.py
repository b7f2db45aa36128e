"""What the address of the bucket dashboard and of its files asks for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from .. import queries
from ..forms import FilterForm
from ..queries import Filters
from ..queries.flows import closing_days, month_of


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the filter bar says, or would say where the address is silent or wrong."""

    form: FilterForm
    first: date
    last: date
    day: date
    currency: str
    filters: Filters
    trend: str
    by: str
    span: str
    split: str
    shown: str
    currencies: list[str]
    known: str

    @property
    def moves_day(self) -> date:
        """The day on which the flow ends: the chosen one, or the one that closed the month before."""
        return self.day if self.span == "so-far" else self.day.replace(day=1)

    @property
    def narrowed(self) -> list[str]:
        """The product and the region in words, where one is chosen."""
        return [said for name in ("product", "region") if (said := self.form.said(name))]

    def as_filters(self) -> dict[str, str]:
        """Which part of the portfolio, as addresses write it."""
        return {"currency": self.currency, "product": self.filters.product, "region": self.filters.region}

    def as_data(self) -> dict[str, Any]:
        """The filters as an event remembers them."""
        known = {"as": "corrected"} if self.known == "corrected" else {}
        return {"day": self.day, **self.as_filters(), **known}


def chosen_of(request: HttpRequest) -> Chosen | None:
    """What the address asks for; None before the first night, when there is nothing to choose from."""
    span = queries.days_with_figures()
    if span is None:
        return None
    asked = _asked_day(request, span)
    choices = queries.choices_on(asked)
    form = FilterForm(request.GET, days=span, choices=choices)
    return Chosen(
        form=form,
        first=span[0],
        last=span[1],
        day=asked,
        currency=form.chosen("currency", choices.currencies[0] if choices.currencies else ""),
        filters=Filters(product=form.chosen("product"), region=form.chosen("region")),
        trend=form.chosen("trend", "accounts"),
        by=form.chosen("by", "accounts"),
        span=form.chosen("span", "month"),
        split=form.chosen("split", "product"),
        shown=form.chosen("shown", "accounts"),
        currencies=choices.currencies,
        known="corrected" if request.GET.get("as") == "corrected" else "then",
    )


def _asked_day(request: HttpRequest, span: tuple[date, date]) -> date:
    """The day in the address, or the one that closed the month in it; the last one when it is none of ours (the form
    then says so)."""
    if month := request.GET.get("month"):
        return next((day for day in closing_days(*span) if month_of(day) == month), span[1])
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return span[1]
    return day if span[0] <= day <= span[1] else span[1]
