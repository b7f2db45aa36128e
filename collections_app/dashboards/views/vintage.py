"""The browser door of the vintage: curves by opening month, and the accounts behind a point of one."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from collections_app.events.exports import export
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

from .. import charts
from ..export import Lines
from ..queries import vintage as queries
from ..queries.vintage import Curve, Reading
from .vintage_filters import Chosen, chosen_of, month_of

MILESTONES = (1, 2, 3, 4, 5, 6, 9, 12, 15, 18, 24, 30, 36, 48, 60)
ALL_COHORTS = 1000


@needs("portfolio.view")
@require_GET
def vintage(request: ActorRequest) -> HttpResponse:
    """Twelve cohorts as curves, and the same figures as a table."""
    chosen = chosen_of(request)
    if chosen is None:
        return render(request, "dashboards/vintage.html", {"chosen": None})
    part: dict[str, Any] = {"currency": chosen.currency, "filters": chosen.filters}
    found = queries.curves(chosen.reading, until=chosen.until, **part)
    drawn = [
        {"label": f"{c.cohort:%Y-%m}", "last": c.last, "shares": {mob: c.share(mob) for mob in c.ever}} for c in found
    ]
    months = [mob for mob in MILESTONES if any(mob in curve.ever for curve in found)]
    then = _known_then(chosen, found)
    context = {
        "chosen": chosen,
        "months": months,
        "rows": [_row(chosen, curve, then.get(curve.cohort), months) for curve in found],
        "older": queries.older(chosen.reading, found, **part),
        "vintage_chart": charts.vintage_chart(drawn),
    }
    return render(request, "dashboards/vintage.html", context)


def _known_then(chosen: Chosen, found: list[Curve]) -> dict[date, Curve]:
    """On a corrected page the same cohorts as known then, to stand beside it."""
    if chosen.known != "corrected":
        return {}
    then = queries.reading_of(chosen.day, last=chosen.last, corrected=False)
    cohorts = [curve.cohort for curve in found]
    curves = queries.curves_of(then, cohorts, currency=chosen.currency, filters=chosen.filters)
    return {curve.cohort: curve for curve in curves}


def _row(chosen: Chosen, curve: Curve, then: Curve | None, months: list[int]) -> dict[str, Any]:
    return {
        "cohort": f"{curve.cohort:%Y-%m}",
        "accounts": curve.accounts,
        "last": curve.last,
        "share": curve.share(curve.last),
        "then": then.share(curve.last) if then else None,
        "address": chosen.behind(curve, curve.last),
        "cells": [
            {"share": curve.share(mob), "ever": curve.ever.get(mob), "address": chosen.behind(curve, mob)}
            for mob in months
        ],
    }


@needs("accounts.view")
@require_GET
def vintage_accounts(request: ActorRequest) -> HttpResponse:
    """The accounts of one cohort that were ever 91 days past due by a month on book."""
    chosen, cohort = chosen_of(request), month_of(request.GET.get("cohort", ""))
    mob = request.GET.get("mob", "")
    if chosen is None or cohort is None or not (mob.isascii() and mob.isdecimal() and len(mob) < 4):
        raise Http404
    rows = queries.accounts_behind(
        chosen.reading,
        cohort,
        mob=int(mob),
        currency=chosen.currency,
        filters=chosen.filters,
        actor=request.actor,
    )
    if "format" in request.GET:
        filters = {**chosen.as_data(), "cohort": f"{cohort:%Y-%m}", "mob": mob}
        table = table_of(rows.order_by("card_account_id"), _account_columns(chosen.reading))
        return export(request, "vintage-accounts", *table, filters=filters, on=chosen.last)
    page = cursor_page(rows, order=["card_account_id"], cursor=request.GET.get("cursor", ""), size=50)
    context = {
        "chosen": chosen,
        "cohort": f"{cohort:%Y-%m}",
        "mob": int(mob),
        "page": page,
        "back": chosen.address("vintage"),
    }
    return render(request, "dashboards/vintage_accounts.html", context)


def _account_columns(reading: Reading) -> list[Column]:
    return [
        ("as_of", lambda _row: reading.as_of),
        ("known_on", lambda _row: reading.known_on),
        ("account_no", "card_account.account_no"),
        ("product", "card_account.product.code"),
        ("currency", "card_account.currency"),
        ("opened_on", "card_account.opened_on"),
        ("reached_91_on", "day"),
        ("month_on_book", "mob"),
        ("bucket_now", lambda row: DelinquencyBucket(row.card_account.position.bucket).label),
        ("balance_now", "card_account.position.balance"),
    ]


@needs("portfolio.view")
@require_GET
def vintage_table(request: ActorRequest) -> HttpResponse:
    """Every cohort and month on book as a file, with the month it shows and the one whose knowledge it is."""
    chosen = chosen_of(request)
    if chosen is None:
        raise Http404
    shown = chosen.reading
    head = ("as_of", "known_on", "currency", "cohort", "months_on_book", "accounts", "ever_91", "share")
    found = queries.curves(shown, currency=chosen.currency, filters=chosen.filters, size=ALL_COHORTS)
    lines: Lines = [
        (shown.as_of, shown.known_on, chosen.currency, f"{c.cohort:%Y-%m}", mob, c.accounts, ever, c.share(mob))
        for c in found
        for mob, ever in c.ever.items()
    ]
    corrected = "-corrected" if chosen.known == "corrected" else ""
    name = f"vintage-{shown.as_of}{corrected}-{chosen.currency}"
    return export(request, "vintage", head, lines, name=name, filters=chosen.as_data(), on=chosen.last)
