"""The browser door of the figures: the bucket dashboard and its downloads."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from collections_app.events.exports import export as export_table
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs

from .. import charts, corrected, export, queries
from ..asking import have_corrected
from ..breakdown import Breakdown, breakdown
from ..forms import MEASURES, SPANS, SPLITS, FilterForm
from ..queries import Amounts, ByBucket, Filters, Moves
from ..queries.desks import open_cases
from ..queries.flows import month_before
from ..rules.roll import OUTCOMES
from .flows import behind, month_of


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
        return self.day if self.span == "so-far" else self.day.replace(day=1)

    def as_data(self) -> dict[str, Any]:
        """The filters as an event remembers them."""
        return {
            "day": self.day,
            "currency": self.currency,
            "product": self.filters.product,
            "region": self.filters.region,
        }


def _chosen(request: HttpRequest) -> Chosen | None:
    """None before the first night, when there is nothing to choose from."""
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
    """The day in the address; the last one when it is none of ours (the form then says so)."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return span[1]
    return day if span[0] <= day <= span[1] else span[1]


@needs("portfolio.view")
@require_GET
def dashboard(request: ActorRequest) -> HttpResponse:
    """Buckets today, the trend of 90 days, the flow of the month."""
    chosen = _chosen(request)
    if chosen is None:
        nothing = {"chosen": None, "may_see_nights": request.actor.may("nights.view")}
        return render(request, "dashboards/dashboard.html", nothing)
    days = queries.trend(
        chosen.first, chosen.day, currency=chosen.currency, filters=chosen.filters, measures=[chosen.trend]
    )
    moves = queries.moves(
        chosen.moves_day, currency=chosen.currency, filters=chosen.filters, by_balance=chosen.by == "balance"
    )
    buckets = _corrected(request.actor, chosen) if chosen.known == "corrected" else _known_then(chosen)
    context: dict[str, Any] = {
        "chosen": chosen,
        "past": chosen.day < chosen.last,
        **buckets,
        "trend_rows": _trend_rows(days, chosen.trend),
        "trend_chart": charts.trend_chart(days, measure=chosen.trend),
        "moves": _moves_rows(chosen, moves),
        "moves_chart": charts.moves_chart(moves),
        "moves_days": charts.days_covered(moves),
        "measures": MEASURES,
        "spans": SPANS,
        **_side_by_side(chosen, corrected=bool(buckets.get("corrected"))),
        "buckets": [bucket.name for bucket in queries.BUCKETS],
        "delinquent_buckets": [bucket.name for bucket in queries.DELINQUENT],
        "desks": open_cases(request.actor) if chosen.day == chosen.last and chosen.known == "then" else [],
        **_neighbours(chosen),
    }
    return render(request, "dashboards/dashboard.html", context)


def _known_then(chosen: Chosen) -> dict[str, Any]:
    """The buckets of the day as its night kept them, and what changed since the day before and the month end."""
    compared = _compared_days(chosen)
    days = {chosen.day, *filter(None, compared)}
    figures = queries.figures_of(days, currency=chosen.currency, filters=chosen.filters)
    return {
        "compared": compared,
        "month_end": compared[1] - queries.ONE_DAY if compared[1] else None,
        **_bucket_table(figures, chosen.day, compared, search=_search(chosen)),
    }


def _corrected(actor: Actor, chosen: Chosen) -> dict[str, Any]:
    """The buckets of the day as corrected since, beside what was known then; what is not computed yet is asked for."""
    asked = have_corrected(actor=actor, day=chosen.day, at=clock.now())
    found = corrected.corrected_on(chosen.day, currency=chosen.currency, filters=chosen.filters)
    lines = _corrected_lines(chosen, found.figures if found else None)
    delinquent, everything = lines[-2:]
    return {
        "asked": asked,
        "corrected": found,
        "corrected_lines": lines,
        "delinquent": delinquent,
        "everything": everything,
        "delinquent_share": _share(delinquent["now"], everything["now"]) if found else None,
        "delinquent_share_then": _share(delinquent["then"], everything["then"]),
    }


def _corrected_lines(chosen: Chosen, now: ByBucket | None) -> list[dict[str, Any]]:
    """Each bucket, the delinquent ones together, all together: corrected (None before it is computed), known then, the
    difference."""
    kept = queries.figures_of([chosen.day], currency=chosen.currency, filters=chosen.filters).get(chosen.day, {})
    parts = [(bucket.name, [bucket]) for bucket in queries.BUCKETS]
    lines = []
    for code, buckets in [*parts, ("DELINQUENT", queries.DELINQUENT), ("ALL", queries.BUCKETS)]:
        here, then = None if now is None else queries.total(now, buckets), queries.total(kept, buckets)
        lines.append({"code": code, "now": here, "then": then, "change": None if here is None else here - then})
    return lines


def _side_by_side(chosen: Chosen, *, corrected: bool) -> dict[str, Any]:
    """Products or regions beside each other; a product by its name, accounts of no region as such."""
    found = _breakdown(chosen, corrected=corrected)
    names = dict(chosen.form.fields[chosen.split].choices)  # type: ignore[attr-defined]
    search = _search(chosen, without=chosen.split)
    return {
        "breakdown": found,
        "breakdown_lines": found.lines(names=names, here=_here(chosen), search=search),
        "splits": SPLITS,
    }


def _breakdown(chosen: Chosen, *, corrected: bool) -> Breakdown:
    return breakdown(
        chosen.day,
        split=chosen.split,
        shown=chosen.shown,
        currency=chosen.currency,
        filters=chosen.filters,
        corrected=corrected,
    )


def _here(chosen: Chosen) -> str:
    """This page on this day in this currency, for a link that narrows it."""
    known = {"as": "corrected"} if chosen.known == "corrected" else {}
    return f"{reverse('dashboard')}?{urlencode({'day': chosen.day, 'currency': chosen.currency, **known})}"


def _search(chosen: Chosen, *, without: str = "") -> str:
    """The accounts behind the figures of the last day; "" for a past day, whose accounts have moved on since.

    `without`: the filter that the link itself will name.
    """
    if chosen.day < chosen.last or chosen.filters.region == queries.NO_REGION:
        return ""
    query = {"currency": chosen.currency, "product": chosen.filters.product, "region": chosen.filters.region}
    wanted = {name: value for name, value in query.items() if value and name != without}
    return f"{reverse('accounts')}?{urlencode(wanted)}"


def _moves_rows(chosen: Chosen, moves: Moves) -> list[dict[str, Any]]:
    """Each bucket of the month end; every figure of a whole month leads to its accounts, once a month lies before."""
    whole = chosen.span != "so-far" and month_before(chosen.moves_day) >= chosen.first
    where = {
        "month": month_of(chosen.moves_day),
        "currency": chosen.currency,
        "product": chosen.filters.product,
        "region": chosen.filters.region,
    }

    def address(start: int, to: str) -> str:
        return behind(start, to, **where) if whole else ""

    return [
        {
            "code": DelinquencyBucket(row.from_bucket).name,
            "row": row,
            "address": address(row.from_bucket, ""),
            "cells": [
                (cell, address(row.from_bucket, DelinquencyBucket(cell.to_bucket).name) if cell.accounts else "")
                for cell in row.cells
            ],
            "rates": [
                (share, address(row.from_bucket, word) if share else "")
                for word, share in ((word, getattr(row, word)) for word in OUTCOMES)
            ],
        }
        for row in moves.rows
    ]


def _neighbours(chosen: Chosen) -> dict[str, Any]:
    """The day before and the day after, None where there are no figures."""
    return {
        "before": chosen.day - queries.ONE_DAY if chosen.day > chosen.first else None,
        "after": chosen.day + queries.ONE_DAY if chosen.day < chosen.last else None,
    }


def _compared_days(chosen: Chosen) -> tuple[date | None, date | None]:
    """Yesterday, and the day that closed last month; None where there was no night yet."""
    days = (chosen.day - queries.ONE_DAY, queries.month_start_before(chosen.day))
    return tuple(day if day >= chosen.first else None for day in days)  # type: ignore[return-value]


def _bucket_table(
    figures: dict[date, ByBucket], day: date, compared: tuple[date | None, date | None], *, search: str
) -> dict[str, Any]:
    """Lines of the table: each bucket, the delinquent ones together, all together; each leads to its accounts."""
    today = figures.get(day, {})
    earlier = [figures.get(other, {}) if other else None for other in compared]

    def line(code: str, buckets: list[DelinquencyBucket]) -> dict[str, Any]:
        now = queries.total(today, buckets)
        changes = [_change(now, before, buckets) for before in earlier]
        address = search and f"{search}&bucket={code}" if code else search
        return {"code": code, "now": now, "changes": changes, "address": address}

    delinquent, everything = line("DELINQUENT", queries.DELINQUENT), line("", queries.BUCKETS)
    return {
        "lines": [line(bucket.name, [bucket]) for bucket in queries.BUCKETS],
        "delinquent": delinquent,
        "everything": everything,
        "delinquent_share": _share(delinquent["now"], everything["now"]),
    }


def _change(now: Amounts, before: ByBucket | None, buckets: list[DelinquencyBucket]) -> Amounts | None:
    return None if before is None else now - queries.total(before, buckets)


def _share(part: Amounts, whole: Amounts) -> Any:
    return part.balance / whole.balance if whole.balance > 0 else None


def _trend_rows(days: dict[date, ByBucket], measure: str) -> list[dict[str, Any]]:
    """The table below the chart, newest day first: each delinquent bucket, then all of them together."""
    rows = []
    for day, found in reversed(days.items()):
        figures = [getattr(found.get(bucket, Amounts()), measure) for bucket in queries.DELINQUENT]
        rows.append({"day": day, "figures": [*figures, sum(figures)]})
    return rows


@needs("portfolio.view")
@require_GET
def dashboard_csv(request: ActorRequest, table: str) -> HttpResponse:
    """One of the dashboard's tables as a file, with the filters of the page."""
    chosen = _chosen(request)
    if chosen is None:
        raise Http404
    head, lines = _TABLES[table](request.actor, chosen)
    name = f"{table}-{chosen.day}-{chosen.currency}"
    return export_table(request, table, head, lines, name=name, filters=chosen.as_data(), on=chosen.last)


def _buckets_csv(_actor: Actor, chosen: Chosen) -> tuple[tuple[str, ...], export.Lines]:
    days = {chosen.day, *filter(None, _compared_days(chosen))}
    figures = queries.figures_of(days, currency=chosen.currency, filters=chosen.filters)
    every_day = {day: figures.get(day, {}) for day in sorted(days, reverse=True)}
    return export.FIGURES_HEAD, export.figure_lines(every_day, currency=chosen.currency)


def _trend_csv(_actor: Actor, chosen: Chosen) -> tuple[tuple[str, ...], export.Lines]:
    days = queries.trend(chosen.first, chosen.day, currency=chosen.currency, filters=chosen.filters)
    return export.FIGURES_HEAD, export.figure_lines(days, currency=chosen.currency, buckets=queries.DELINQUENT)


def _moves_csv(_actor: Actor, chosen: Chosen) -> tuple[tuple[str, ...], export.Lines]:
    found = queries.moves(
        chosen.moves_day, currency=chosen.currency, filters=chosen.filters, by_balance=chosen.by == "balance"
    )
    return export.MOVES_HEAD, export.moves_lines(found, currency=chosen.currency)


def _corrected_csv(_actor: Actor, chosen: Chosen) -> tuple[tuple[str, ...], export.Lines]:
    found = corrected.corrected_on(chosen.day, currency=chosen.currency, filters=chosen.filters)
    if found is None:
        raise Refused("not_computed", _("This day is not computed as corrected since yet: open it on the page first."))
    lines = _corrected_lines(chosen, found.figures)[: len(queries.BUCKETS)]
    return export.corrected_table(chosen.day, found.known_on, lines, currency=chosen.currency)


def _breakdown_csv(_actor: Actor, chosen: Chosen) -> tuple[tuple[str, ...], export.Lines]:
    since = chosen.known == "corrected" and corrected.corrected_on(
        chosen.day, currency=chosen.currency, filters=chosen.filters
    )
    return _breakdown(chosen, corrected=bool(since)).table()


def _desks_csv(actor: Actor, _chosen: Chosen) -> tuple[tuple[str, ...], export.Lines]:
    lines: export.Lines = [
        (
            desk.queue.code if desk.queue else "",
            desk.team.code if desk.team else "",
            DelinquencyBucket[code].label,
            count,
        )
        for desk in open_cases(actor)
        for code, count in desk.by_bucket
        if count
    ]
    return ("queue", "team", "bucket", "cases"), lines


_TABLES = {
    "breakdown": _breakdown_csv,
    "desks": _desks_csv,
    "buckets": _buckets_csv,
    "corrected": _corrected_csv,
    "trend": _trend_csv,
    "flow": _moves_csv,
}
