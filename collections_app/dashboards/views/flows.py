"""The browser door of the flows: roll rates, net flow and lagged loss month by month."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from accounts.rules.roll import CHAIN, OUTCOMES, Cohort
from collections_app.events.exports import export
from collections_app.shared.web import ActorRequest, needs

from .. import charts, queries
from ..export import Lines
from ..forms import MEASURES, FilterForm
from ..queries import Filters
from ..queries import flows as flow_queries
from ..queries.flow_accounts import month_end_before
from ..queries.flows import Months, Step, month_of
from .flow_accounts import WORDS, behind


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

    def stood_on(self, day: date, bucket: int) -> str:
        """The address of the accounts that stood in a bucket on a day, as known then."""
        part = {name: value for name, value in self.as_data().items() if value and name != "month"}
        asked = {"day": day, **part, "bucket": DelinquencyBucket(bucket).name}
        return f"{reverse('accounts-on')}?{urlencode(asked)}"


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
        "since": month_end_before(chosen.day),
        "through": chosen.day - queries.ONE_DAY,
        "rows": [_rate_row(chosen, cohort) for cohort in found.cohorts.get(chosen.day, {}).values()],
        "steps": [_step_row(chosen, step) for step in found.steps(chosen.day)],
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


def _step_row(chosen: Chosen, step: Step) -> dict[str, Any]:
    """A step's line; each amount with the address of its accounts, that into M4+ with those that rolled."""
    rolled = chosen.behind(step.from_bucket, "forward") if step.to_bucket == CHAIN[-1] else ""
    return {
        "start": DelinquencyBucket(step.from_bucket).name,
        "end": DelinquencyBucket(step.to_bucket).name,
        "before": step.before,
        "after": step.after,
        "net": _rounded(step.net),
        "through": _rounded(step.through),
        "lagged": step.lagged,
        "lagged_rate": _rounded(step.lagged.rate),
        "address_before": chosen.stood_on(flow_queries.month_before(chosen.day), step.from_bucket),
        "address_after": chosen.stood_on(chosen.day, step.to_bucket),
        "address_rolled": rolled,
        "address_stood": chosen.stood_on(step.lagged.day, step.from_bucket),
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
