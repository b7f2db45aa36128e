"""The browser door of the vintage: curves by opening month, and the accounts behind a point of one."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import Product
from accounts.models.derived import DelinquencyBucket
from collections_app.events.exports import export
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

from .. import charts
from ..export import Lines
from ..forms import product_name
from ..queries import Filters
from ..queries import vintage as vintage_queries
from ..queries.vintage import Curve

MILESTONES = (1, 2, 3, 4, 5, 6, 9, 12, 15, 18, 24, 30, 36, 48, 60)
ALL_COHORTS = 1000
ACCOUNT_COLUMNS: list[Column] = [
    ("account_no", "card_account.account_no"),
    ("product", "card_account.product.code"),
    ("currency", "card_account.currency"),
    ("opened_on", "card_account.opened_on"),
    ("reached_91_on", "day"),
    ("month_on_book", "mob"),
    ("bucket_now", lambda row: DelinquencyBucket(row.card_account.position.bucket).label),
    ("balance_now", "card_account.position.balance"),
]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the address says, or would say where it is silent or wrong."""

    as_of: date
    currency: str
    currencies: list[str]
    products: list[Product]
    filters: Filters
    until: date | None

    def as_data(self) -> dict[str, Any]:
        """The filters as an address writes them and an event remembers them."""
        return {"currency": self.currency, "product": self.filters.product}

    def behind(self, curve: Curve, mob: int) -> str:
        """The address of the accounts of a cohort that were ever 91 days past due by `mob`."""
        query = {"cohort": f"{curve.cohort:%Y-%m}", "mob": mob, **self.as_data()}
        return (
            f"{reverse('vintage-accounts')}?{urlencode({name: value for name, value in query.items() if value != ''})}"
        )


def _month(text: str) -> date | None:
    """The first day of `2025-01`; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _chosen(request: HttpRequest) -> Chosen | None:
    """None before the first month end."""
    as_of, currencies = vintage_queries.as_of(), vintage_queries.currencies()
    if as_of is None:
        return None
    products = list(Product.objects.order_by("code"))
    asked, currency = request.GET.get("product", ""), request.GET.get("currency", "")
    return Chosen(
        as_of=as_of,
        currency=currency if currency in currencies else currencies[0],
        currencies=currencies,
        products=products,
        filters=Filters(product=asked if asked in {product.code for product in products} else ""),
        until=_month(request.GET.get("until", "")),
    )


@needs("portfolio.view")
@require_GET
def vintage(request: ActorRequest) -> HttpResponse:
    """Twelve cohorts as curves, and the same figures as a table."""
    chosen = _chosen(request)
    if chosen is None:
        return render(request, "dashboards/vintage.html", {"chosen": None})
    found = vintage_queries.curves(currency=chosen.currency, filters=chosen.filters, until=chosen.until)
    drawn = [
        {"label": f"{c.cohort:%Y-%m}", "last": c.last, "shares": {mob: c.share(mob) for mob in c.ever}} for c in found
    ]
    months = [mob for mob in MILESTONES if any(mob in curve.ever for curve in found)]
    context = {
        "chosen": chosen,
        "products": [(product.code, product_name(product)) for product in chosen.products],
        "months": months,
        "rows": [_row(chosen, curve, months) for curve in found],
        "older": vintage_queries.older(found, currency=chosen.currency, filters=chosen.filters),
        "vintage_chart": charts.vintage_chart(drawn),
    }
    return render(request, "dashboards/vintage.html", context)


def _row(chosen: Chosen, curve: Curve, months: list[int]) -> dict[str, Any]:
    return {
        "cohort": f"{curve.cohort:%Y-%m}",
        "accounts": curve.accounts,
        "last": curve.last,
        "share": curve.share(curve.last),
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
    chosen, cohort = _chosen(request), _month(request.GET.get("cohort", ""))
    mob = request.GET.get("mob", "")
    if chosen is None or cohort is None or not (mob.isascii() and mob.isdecimal() and len(mob) < 4):
        raise Http404
    rows = vintage_queries.accounts_behind(
        cohort, mob=int(mob), currency=chosen.currency, filters=chosen.filters, actor=request.actor
    )
    if "format" in request.GET:
        filters = {**chosen.as_data(), "cohort": f"{cohort:%Y-%m}", "mob": mob}
        table = table_of(rows.order_by("card_account_id"), ACCOUNT_COLUMNS)
        return export(request, "vintage-accounts", *table, filters=filters, on=chosen.as_of)
    page = cursor_page(rows, order=["card_account_id"], cursor=request.GET.get("cursor", ""), size=50)
    context = {
        "chosen": chosen,
        "cohort": f"{cohort:%Y-%m}",
        "mob": int(mob),
        "page": page,
        "back": f"{reverse('vintage')}?{urlencode(chosen.as_data())}",
    }
    return render(request, "dashboards/vintage_accounts.html", context)


@needs("portfolio.view")
@require_GET
def vintage_table(request: ActorRequest) -> HttpResponse:
    """Every cohort and month on book as a file."""
    chosen = _chosen(request)
    if chosen is None:
        raise Http404
    head = ("as_of", "currency", "cohort", "months_on_book", "accounts", "ever_91", "share")
    found = vintage_queries.curves(currency=chosen.currency, filters=chosen.filters, size=ALL_COHORTS)
    lines: Lines = [
        (chosen.as_of, chosen.currency, f"{c.cohort:%Y-%m}", mob, c.accounts, ever, c.share(mob))
        for c in found
        for mob, ever in c.ever.items()
    ]
    name = f"vintage-{chosen.as_of}-{chosen.currency}"
    return export(request, "vintage", head, lines, name=name, filters=chosen.as_data(), on=chosen.as_of)
