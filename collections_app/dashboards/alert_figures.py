"""Which figures an alert may watch: of which page each is, in which unit, and by what it can be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.rules.roll import CHAIN, OUTCOMES

from .figure_labels import NAMES
from .forms import MEASURES
from .queries import BUCKETS, DELINQUENT
from .queries.flows import buckets_of

OPERATION_PAGE, PORTFOLIO_PAGE = "operation.view", "portfolio.view"
COUNT, MONEY, SHARE = "count", "money", "share"
PLACES = {COUNT: 2, MONEY: 2, SHARE: 4}
"""Cases per agent have decimals; a share of one is written in hundredths of a percent."""

_PART = ("currency", "product", "region")
_RATE = ("bucket", *_PART, "by", "span")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure by its name.

    `page`: the permission its page needs. `takes`: the fields of a `Scope` that fit it. `buckets`: of which it can be
    asked; `needs_bucket` where it is none of all delinquent ones together.
    """

    label: str | Promise
    page: str
    takes: Sequence[str]
    unit: str = COUNT
    buckets: Sequence[int] = ()
    needs_bucket: bool = False

    @property
    def of_portfolio(self) -> bool:
        return self.page == PORTFOLIO_PAGE

    def rounded(self, value: Any) -> Decimal:
        """As the page of the figure shows it. Example: a share of 30 900 / 76 000 is 0.4066."""
        return Decimal(value).quantize(Decimal(1).scaleb(-PLACES[self.unit]), rounding=ROUND_HALF_UP)


def _of_operation(code: str, label: str | Promise = "", takes: Sequence[str] = ("queue", "team")) -> Figure:
    return Figure(label=label or NAMES[code], page=OPERATION_PAGE, takes=takes)


def _rate(word: str, label: str | Promise) -> Figure:
    """Of the buckets from which an account can have this outcome: nothing rolls on from M4+ or back from M0."""
    possible = [int(bucket) for bucket in BUCKETS if buckets_of(bucket, word)]
    return Figure(label=label, page=PORTFOLIO_PAGE, takes=_RATE, unit=SHARE, buckets=possible, needs_bucket=True)


OPERATION: dict[str, Figure] = {
    **{code: _of_operation(code) for code in ("cases", "callable", "due", "held")},
    "oldest": _of_operation("oldest", _("Oldest, in days")),
    "cases_per_agent": _of_operation("cases_per_agent"),
    "present": _of_operation("present", _("People at work"), takes=("team",)),  # people stand in teams, not in queues
    **{
        code: _of_operation(code)
        for code in (
            "contacts",
            "right_party",
            "promises_made",
            "promises_broken",
            "refusals",
            "breaches",
            "unreported",
        )
    },
}

_NAMES_OF_RATES: dict[str, str | Promise] = {
    "forward": _("Rolled forward"),
    "stay": _("Stayed"),
    "back": _("Rolled back"),
    "cure": _("Cured"),
}
PORTFOLIO: dict[str, Figure] = {
    **{
        code: Figure(
            label=MEASURES[code],
            page=PORTFOLIO_PAGE,
            takes=("bucket", *_PART),
            unit=COUNT if code == "accounts" else MONEY,
            buckets=DELINQUENT,
        )
        for code in MEASURES
    },
    "delinquent_share": Figure(label=_("Delinquent share of balance"), page=PORTFOLIO_PAGE, takes=_PART, unit=SHARE),
    **{word: _rate(word, _NAMES_OF_RATES[word]) for word in OUTCOMES},
    "net_flow": Figure(
        label=_("Net flow to the next bucket"),
        page=PORTFOLIO_PAGE,
        takes=("bucket", *_PART),
        unit=SHARE,
        buckets=CHAIN[:-1],
        needs_bucket=True,
    ),
}
FIGURES = {**OPERATION, **PORTFOLIO}
