"""The browser door of the flows: roll rates and net flow month by month, and the accounts behind each of them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from accounts.rules.roll import OUTCOMES, Cohort
from collections_app.events.exports import export
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

from .. import charts, queries
from ..export import Lines
from ..forms import MEASURES, FilterForm
from ..queries import Filters
from ..queries import flows as flow_queries
from ..queries.flows import Months, Step

WORDS = {
    "forward": pgettext_lazy("roll rate", "forward"),
    "stay": pgettext_lazy("roll rate", "stay"),
    "back": pgettext_lazy("roll rate", "back"),
    "cure": pgettext_lazy("roll rate", "cure"),
}
BUCKET_NAMES = {bucket.name: bucket for bucket in DelinquencyBucket}
ACCOUNT_COLUMNS: list[Column] = [
    ("account_no", "card_account.account_no"),
    ("product", "card_account.product.code"),
    ("month_end", "day"),
    ("currency", "card_account.currency"),
    ("balance_at_month_end", "balance"),
    ("past_due_at_month_end", "past_due"),
    ("bucket_at_the_start", "get_bucket_display"),
    ("bucket_at_the_end", lambda row: DelinquencyBucket(row.to_bucket).label),
    ("bucket_now", lambda row: DelinquencyBucket(row.card_account.position.bucket).label),
    ("balance_now", "card_account.position.balance"),
]


def month_of(day: date) -> str:
    """The month that `day` closed, as addresses write it: 1 April 2025 is 2025-03."""
    return f"{flow_queries.month_before(day):%Y-%m}"


def behind(start: int, to: str, **where: Any) -> str:
    """The address of the accounts that went from `start` to a bucket or an outcome; `where`: filters of the page."""
    query = {"from": DelinquencyBucket(start).name, "to": to, **where}
    return f"{reverse('flow-accounts')}?{urlencode({name: value for name, value in query.items() if value})}"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the filter bar says, or would say where the address is silent or wrong."""

    form: FilterForm
    days: list[date]
    day: date
    currency: str
    currencies: list[str]
    filters: Filters
    by: str
    rate: str

    @property
    def month(self) -> str:
        return month_of(self.day)

    @property
    def months(self) -> list[str]:
        return [month_of(day) for day in self.days]

    @property
    def shown(self) -> list[date]:
        """The closing days of the year up to the chosen month, newest first."""
        return [day for day in self.days if day <= self.day][: flow_queries.MONTHS]

    def as_data(self) -> dict[str, Any]:
        """The filters as an address writes them and an event remembers them."""
        return {
            "month": self.month,
            "currency": self.currency,
            "product": self.filters.product,
            "region": self.filters.region,
        }

    def behind(self, start: int, to: str) -> str:
        """The address of the accounts that went from `start` to a bucket, or had an outcome."""
        return behind(start, to, **self.as_data())


def _chosen(request: HttpRequest) -> Chosen | None:
    """None before a whole month has passed."""
    span = queries.days_with_figures()
    days = flow_queries.closing_days(*span) if span else []
    if span is None or not days:
        return None
    asked = request.GET.get("month", "")
    day = next((day for day in days if month_of(day) == asked), days[0])
    choices = queries.choices_on(day)
    form = FilterForm(request.GET, days=span, choices=choices)
    rate = request.GET.get("rate", "")
    return Chosen(
        form=form,
        days=days,
        day=day,
        currency=form.chosen("currency", choices.currencies[0] if choices.currencies else ""),
        currencies=choices.currencies,
        filters=Filters(product=form.chosen("product"), region=form.chosen("region")),
        by=form.chosen("by", "balance"),
        rate=rate if rate in OUTCOMES else "forward",
    )


def _months(chosen: Chosen) -> Months:
    return flow_queries.months(chosen.shown, currency=chosen.currency, filters=chosen.filters)


@needs("portfolio.view")
@require_GET
def flows(request: ActorRequest) -> HttpResponse:
    """A month's roll rates by bucket, the chain to M4+, and a year of one rate."""
    chosen = _chosen(request)
    if chosen is None:
        return render(request, "dashboards/flows.html", {"chosen": None})
    found = _months(chosen)
    trend = _trend(chosen, found)
    context = {
        "chosen": chosen,
        "since": flow_queries.month_end_before(chosen.day),
        "through": chosen.day - queries.ONE_DAY,
        "rows": [_rate_row(chosen, cohort) for cohort in found.cohorts.get(chosen.day, {}).values()],
        "steps": [_step_row(step) for step in found.steps(chosen.day)],
        "loss": found.losses.get(chosen.day),
        "words": WORDS,
        "word": WORDS[chosen.rate],
        "by_label": MEASURES[chosen.by],
        "measures": {key: MEASURES[key] for key in ("accounts", "balance")},
        "trend_rows": trend,
        "trend_chart": charts.rates_chart(trend),
        "buckets": [bucket.name for bucket in queries.BUCKETS],
    }
    return render(request, "dashboards/flows.html", context)


def _rate_row(chosen: Chosen, cohort: Cohort) -> dict[str, Any]:
    """A bucket's line: what stood there, and its rates by accounts and by balance, each with its address."""

    def cells(by_balance: bool) -> list[dict[str, Any]]:
        shares = cohort.shown(by_balance=by_balance)
        return [
            {"share": shares[word], "part": cohort.parts[word], "address": chosen.behind(cohort.bucket, word)}
            for word in OUTCOMES
        ]

    return {
        "code": DelinquencyBucket(cohort.bucket).name,
        "whole": cohort.whole,
        "address": chosen.behind(cohort.bucket, ""),
        "by_accounts": cells(False),
        "by_balance": cells(True),
    }


def _step_row(step: Step) -> dict[str, Any]:
    return {
        "start": DelinquencyBucket(step.from_bucket).name,
        "end": DelinquencyBucket(step.to_bucket).name,
        "before": step.before,
        "after": step.after,
        "net": _rounded(step.net),
        "through": _rounded(step.through),
        "lagged": step.lagged,
        "lagged_rate": _rounded(step.lagged.rate),
    }


def _rounded(share: Fraction | None, places: int = 8) -> float | None:
    """An exact share as a page and a file show it."""
    return None if share is None else round(float(share), places)


def _trend(chosen: Chosen, found: Months) -> list[dict[str, Any]]:
    """The chosen rate of every bucket, a row a month, newest first."""
    rows = []
    for day in chosen.shown:
        cohorts = found.cohorts.get(day, {})
        shares = [
            cohorts[bucket].rate(chosen.rate, by_balance=chosen.by == "balance") if bucket in cohorts else None
            for bucket in queries.BUCKETS
        ]
        rows.append({"month": month_of(day), "shares": [_rounded(share) for share in shares]})
    return rows


# -- the accounts behind a figure ------------------------------------------------------------------------------


@needs("accounts.view")
@require_GET
def flow_accounts(request: ActorRequest) -> HttpResponse:
    """The accounts of one bucket at a month end that had one outcome, or went to one bucket; all without `to`."""
    chosen = _chosen(request)
    start = BUCKET_NAMES.get(request.GET.get("from", ""))
    to = request.GET.get("to", "")
    if chosen is None or start is None or (to and to not in {*OUTCOMES, *BUCKET_NAMES}):
        raise Http404
    rows = flow_queries.accounts_behind(
        chosen.day,
        start=start,
        ends=_ends(start, to),
        currency=chosen.currency,
        filters=chosen.filters,
        actor=request.actor,
    )
    if "format" in request.GET:
        table = table_of(rows.order_by("card_account_id"), ACCOUNT_COLUMNS)
        filters = {**chosen.as_data(), "from": start.name, "to": to}
        return export(request, "flow-accounts", *table, filters=filters, on=chosen.day)
    page = cursor_page(rows, order=["card_account_id"], cursor=request.GET.get("cursor", ""), size=50)
    context = {
        "chosen": chosen,
        "start": start.name,
        "word": WORDS.get(to, ""),
        "end": to if to in BUCKET_NAMES else "",
        "since": flow_queries.month_end_before(chosen.day),
        "through": chosen.day - queries.ONE_DAY,
        "page": page,
        "back": f"{reverse('flows')}?{urlencode(chosen.as_data())}",
    }
    return render(request, "dashboards/flow_accounts.html", context)


def _ends(start: DelinquencyBucket, to: str) -> list[int]:
    if to in BUCKET_NAMES:
        return [int(BUCKET_NAMES[to])]
    return flow_queries.buckets_of(start, to) if to else [int(bucket) for bucket in queries.BUCKETS]


# -- downloads -------------------------------------------------------------------------------------------------


@needs("portfolio.view")
@require_GET
def flows_table(request: ActorRequest, table: str) -> HttpResponse:
    """A table of the page as a file, with the filters of the page."""
    chosen = _chosen(request)
    if chosen is None:
        raise Http404
    head, lines = _TABLES[table](chosen, _months(chosen))
    name = f"flows-{table}-{chosen.month}-{chosen.currency}"
    return export(request, f"flows-{table}", head, lines, name=name, filters=chosen.as_data(), on=chosen.day)


def _rate_lines(chosen: Chosen, found: Months) -> tuple[tuple[str, ...], Lines]:
    head = ("month", "currency", "from_bucket", "outcome", "accounts", "balance_at_start", "by_accounts", "by_balance")
    lines: Lines = []
    for day in chosen.shown:
        for bucket, cohort in found.cohorts.get(day, {}).items():
            by_accounts, by_balance = cohort.shown(by_balance=False), cohort.shown(by_balance=True)
            lines += [
                (
                    month_of(day),
                    chosen.currency,
                    DelinquencyBucket(bucket).label,
                    word,
                    cohort.parts[word].accounts,
                    cohort.parts[word].balance,
                    by_accounts[word],
                    by_balance[word],
                )
                for word in OUTCOMES
            ]
    return head, lines


def _chain_lines(chosen: Chosen, found: Months) -> tuple[tuple[str, ...], Lines]:
    head = (
        "month", "currency", "from_bucket", "to_bucket", "balance_before", "balance_after", "net_flow", "through",
        "lag_months", "balance_lagged", "reached_m4_plus", "lagged_loss",
    )  # fmt: skip
    lines: Lines = [
        (
            month_of(day),
            chosen.currency,
            DelinquencyBucket(step.from_bucket).label,
            DelinquencyBucket(step.to_bucket).label,
            step.before.balance,
            step.after.balance,
            _rounded(step.net),
            _rounded(step.through),
            step.lagged.months,
            step.lagged.stood,
            step.lagged.loss,
            _rounded(step.lagged.rate),
        )
        for day in chosen.shown
        for step in found.steps(day)
    ]
    return head, lines


def _month_lines(chosen: Chosen, found: Months) -> tuple[tuple[str, ...], Lines]:
    head = ("month", "currency", "rate", "shares_of", *(bucket.label for bucket in queries.BUCKETS))
    lines: Lines = [
        (row["month"], chosen.currency, chosen.rate, chosen.by, *row["shares"]) for row in _trend(chosen, found)
    ]
    return head, lines


_TABLES = {"rates": _rate_lines, "chain": _chain_lines, "months": _month_lines}
