"""The browser door of the figures: the bucket dashboard."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from accounts.rules.roll import OUTCOMES
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.web import ActorRequest, needs

from .. import charts, corrected, queries
from ..asking import have_corrected
from ..breakdown import Breakdown, breakdown
from ..forms import MEASURES, SPANS, SPLITS
from ..queries import Amounts, ByBucket, Moves
from ..queries.desks import Desk, open_cases
from .bucket_filters import Chosen, chosen_of
from .flow_accounts import behind


@needs("portfolio.view")
@require_GET
def dashboard(request: ActorRequest) -> HttpResponse:
    """Buckets today, the trend of 90 days, the flow of the month."""
    chosen = chosen_of(request)
    if chosen is None:
        nothing = {"chosen": None, "may_see_nights": request.actor.may("nights.view")}
        return render(request, "dashboards/dashboard.html", nothing)
    buckets = _corrected(request.actor, chosen) if chosen.known == "corrected" else _known_then(chosen)
    is_corrected = buckets.get("corrected") is not None
    context: dict[str, Any] = {
        "chosen": chosen,
        "past": chosen.day < chosen.last,
        **buckets,
        **_trend(chosen, is_corrected=is_corrected),
        **_flow(chosen, is_corrected=is_corrected),
        "measures": MEASURES,
        "spans": SPANS,
        **_side_by_side(chosen, is_corrected=is_corrected),
        "buckets": [bucket.name for bucket in queries.BUCKETS],
        "delinquent_buckets": [bucket.name for bucket in queries.DELINQUENT],
        "desks": chosen_desks(request.actor, chosen) if _is_now(chosen) else [],
        **_neighbours(chosen),
    }
    return render(request, "dashboards/dashboard.html", context)


def chosen_desks(actor: Actor, chosen: Chosen) -> list[Desk]:
    """Open cases by team, or what they owe in the chosen currency."""
    return open_cases(actor, measure=chosen.shown, currency=chosen.currency)


def _is_now(chosen: Chosen) -> bool:
    return chosen.day == chosen.last and chosen.known == "then"


def _trend(chosen: Chosen, *, is_corrected: bool) -> dict[str, Any]:
    """The trend of one measure: as corrected where that is computed and can be, else as known then."""
    shows_corrected = is_corrected and chosen.trend in corrected.MEASURES
    read = corrected.trend if shows_corrected else queries.trend
    days = read(chosen.first, chosen.day, currency=chosen.currency, filters=chosen.filters, measures=[chosen.trend])
    return {
        "trend_is_corrected": shows_corrected,
        "trend_rows": _trend_rows(days, chosen.trend),
        "trend_chart": charts.trend_chart(days, measure=chosen.trend),
    }


def _flow(chosen: Chosen, *, is_corrected: bool) -> dict[str, Any]:
    """The flow of the month: as corrected where that is computed, else as known then."""
    found = chosen_moves(chosen, is_corrected=is_corrected)
    return {
        "flow_is_corrected": is_corrected,
        "moves": _moves_rows(chosen, found, is_corrected=is_corrected),
        "moves_chart": charts.moves_chart(found),
        "moves_days": charts.days_covered(found),
    }


def chosen_moves(chosen: Chosen, *, is_corrected: bool) -> Moves:
    """The matrix of the chosen span, as corrected since or as known then."""
    how: dict[str, Any] = {
        "currency": chosen.currency,
        "filters": chosen.filters,
        "by_balance": chosen.by == "balance",
    }
    if is_corrected:
        return corrected.moves(chosen.day, until=chosen.moves_day, **how)
    return queries.moves(chosen.moves_day, **how)


def _known_then(chosen: Chosen) -> dict[str, Any]:
    """The buckets of the day as its night kept them, and what changed since the day before and the month end."""
    compared = compared_days(chosen)
    days = {chosen.day, *filter(None, compared)}
    figures = queries.figures_of(days, currency=chosen.currency, filters=chosen.filters)
    return {
        "compared": compared,
        "month_end": compared[1] - queries.ONE_DAY if compared[1] else None,
        **_bucket_table(chosen, figures, compared),
    }


def _corrected(actor: Actor, chosen: Chosen) -> dict[str, Any]:
    """The buckets of the day as corrected since, beside what was known then; what is not computed yet is asked for."""
    asked = have_corrected(actor=actor, day=chosen.day, at=clock.now())
    found = corrected.corrected_on(chosen.day, currency=chosen.currency, filters=chosen.filters)
    lines = corrected_lines(chosen, found.figures if found else None)
    delinquent, everything = lines[-2:]
    return {
        "asked": asked,
        "corrected": found,
        "corrected_lines": lines,
        "delinquent": delinquent,
        "everything": everything,
        "delinquent_share": queries.share_of_balance(delinquent["now"], everything["now"]) if found else None,
        "delinquent_share_then": queries.share_of_balance(delinquent["then"], everything["then"]),
    }


def corrected_lines(chosen: Chosen, now: ByBucket | None) -> list[dict[str, Any]]:
    """Each bucket, the delinquent ones together, all together: corrected (None before it is computed), known then, the
    difference."""
    kept = queries.figures_of([chosen.day], currency=chosen.currency, filters=chosen.filters).get(chosen.day, {})
    parts = [(bucket.name, [bucket]) for bucket in queries.BUCKETS]
    lines = []
    for code, buckets in [*parts, ("DELINQUENT", queries.DELINQUENT), ("ALL", queries.BUCKETS)]:
        here, then = None if now is None else queries.total(now, buckets), queries.total(kept, buckets)
        change = None if here is None else here - then
        address = _accounts_address(chosen, "" if code == "ALL" else code)
        lines.append({"code": code, "now": here, "then": then, "change": change, "address": address})
    return lines


def _side_by_side(chosen: Chosen, *, is_corrected: bool) -> dict[str, Any]:
    """Products or regions beside each other; a product by its name, accounts of no region as such."""
    found = chosen_breakdown(chosen, is_corrected=is_corrected)
    names = dict(chosen.form.fields[chosen.split].choices)  # type: ignore[attr-defined]

    def behind(code: str, bucket: DelinquencyBucket) -> str:
        part = replace(chosen, filters=replace(chosen.filters, **{chosen.split: code}))
        return _accounts_address(part, bucket.name)

    return {
        "breakdown": found,
        "breakdown_lines": found.lines(names=names, here=_here(chosen), behind=behind),
        "splits": SPLITS,
    }


def chosen_breakdown(chosen: Chosen, *, is_corrected: bool) -> Breakdown:
    """The chosen measure by product or region, as corrected since or as known then."""
    return breakdown(
        chosen.day,
        split=chosen.split,
        shown=chosen.shown,
        currency=chosen.currency,
        filters=chosen.filters,
        corrected=is_corrected,
    )


def _here(chosen: Chosen) -> str:
    """This page on this day in this currency, for a link that narrows it."""
    known = {name: value for name, value in _of_day(chosen).items() if value}
    return f"{reverse('dashboard')}?{urlencode({**known, 'currency': chosen.currency})}"


def _accounts_address(chosen: Chosen, bucket: str) -> str:
    """The accounts behind a figure: the search for those of the last day, else the list of who stood where that day."""
    searched = chosen.day == chosen.last and chosen.known == "then" and chosen.filters.region != queries.NO_REGION
    query = {**({} if searched else _of_day(chosen)), **chosen.as_filters(), "bucket": bucket}
    wanted = {name: value for name, value in query.items() if value}
    return f"{reverse('accounts' if searched else 'accounts-on')}?{urlencode(wanted)}"


def _of_day(chosen: Chosen) -> dict[str, str]:
    return {"day": chosen.day.isoformat(), "as": "corrected" if chosen.known == "corrected" else ""}


def _moves_rows(chosen: Chosen, moves: Moves, *, is_corrected: bool) -> list[dict[str, Any]]:
    """Each bucket of the month end; every figure leads to its accounts, as known then or as corrected like itself."""
    where = {
        "day": chosen.day,
        "span": chosen.span,
        "as": "corrected" if is_corrected else "",
        **chosen.as_filters(),
    }
    return [
        {
            "code": DelinquencyBucket(row.from_bucket).name,
            "row": row,
            "address": behind(row.from_bucket, "", **where),
            "cells": [
                (cell, behind(row.from_bucket, DelinquencyBucket(cell.to_bucket).name, **where)) for cell in row.cells
            ],
            "rates": [
                (share, behind(row.from_bucket, word, **where) if share else "")
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


def compared_days(chosen: Chosen) -> tuple[date | None, date | None]:
    """Yesterday, and the day that closed last month; None where there was no night yet."""
    days = (chosen.day - queries.ONE_DAY, queries.month_start_before(chosen.day))
    return tuple(day if day >= chosen.first else None for day in days)  # type: ignore[return-value]


def _bucket_table(
    chosen: Chosen, figures: dict[date, ByBucket], compared: tuple[date | None, date | None]
) -> dict[str, Any]:
    """Lines of the table: each bucket, the delinquent ones together, all together; each leads to its accounts."""
    today = figures.get(chosen.day, {})
    earlier = [figures.get(other, {}) if other else None for other in compared]

    def line(code: str, buckets: list[DelinquencyBucket]) -> dict[str, Any]:
        now = queries.total(today, buckets)
        changes = [_change(now, before, buckets) for before in earlier]
        return {"code": code, "now": now, "changes": changes, "address": _accounts_address(chosen, code)}

    delinquent, everything = line("DELINQUENT", queries.DELINQUENT), line("", queries.BUCKETS)
    return {
        "lines": [line(bucket.name, [bucket]) for bucket in queries.BUCKETS],
        "delinquent": delinquent,
        "everything": everything,
        "delinquent_share": queries.share_of_balance(delinquent["now"], everything["now"]),
    }


def _change(now: Amounts, before: ByBucket | None, buckets: list[DelinquencyBucket]) -> Amounts | None:
    return None if before is None else now - queries.total(before, buckets)


def _trend_rows(days: dict[date, ByBucket], measure: str) -> list[dict[str, Any]]:
    """The table below the chart, newest day first: each delinquent bucket, then all of them together."""
    rows = []
    for day, found in reversed(days.items()):
        figures = [getattr(found.get(bucket, Amounts()), measure) for bucket in queries.DELINQUENT]
        rows.append({"day": day, "figures": [*figures, sum(figures)]})
    return rows
