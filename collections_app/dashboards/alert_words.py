"""How an alert reads: of what, beyond what, by how much, and where its figure stands."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models.derived import DelinquencyBucket
from accounts.rules.roll import CHAIN, OUTCOMES
from collections_app.cases.models import QueueVersion
from collections_app.people.labels import team_name
from collections_app.shared.templatetags.fairdue import bucket_label, money, number, percentage

from .alert_figures import FIGURES, MONEY, SHARE
from .figure_labels import LABELS as ROWS
from .forms import product_name
from .models import Alert
from .queries import NO_REGION
from .queries.flows import month_before
from .queries.portfolio import MEASURES

_RATES: dict[tuple[str, str], str | Promise] = {
    ("forward", "month"): gettext_lazy("rolled forward in the last month"),
    ("forward", "so-far"): gettext_lazy("rolled forward in the month so far"),
    ("stay", "month"): gettext_lazy("stayed in the last month"),
    ("stay", "so-far"): gettext_lazy("stayed in the month so far"),
    ("back", "month"): gettext_lazy("rolled back in the last month"),
    ("back", "so-far"): gettext_lazy("rolled back in the month so far"),
    ("cure", "month"): gettext_lazy("cured in the last month"),
    ("cure", "so-far"): gettext_lazy("cured in the month so far"),
}


def named(alerts: QuerySet[Any], prefix: str = "") -> QuerySet[Any]:
    """The alerts with `queue_en`, `queue_zh`: the names of their queues now. `prefix`: how rows lead to the alert."""
    newest = QueueVersion.objects.filter(queue=OuterRef(f"{prefix}queue")).order_by("-number")
    return alerts.annotate(
        queue_en=Subquery(newest.values("name_en")[:1]), queue_zh=Subquery(newest.values("name_zh")[:1])
    )


def scope_in_words(alert: Alert, row: Any) -> str:
    """Of what: a queue, a team, a part of the portfolio, or everything. `row` carries the names of `named`.

    Example: `M2, CNY, Gold card`.
    """
    if alert.currency:
        return ", ".join(_part_in_words(alert))
    if alert.queue_id:
        return row.queue_zh if (get_language() or "").startswith("zh") else row.queue_en
    return team_name(alert.team) if alert.team else _("everything")


def _part_in_words(alert: Alert) -> list[str]:
    words = []
    if "bucket" in FIGURES[alert.figure].takes:
        words.append(_("Delinquent") if alert.bucket is None else _bucket(alert.bucket))
    words.append(alert.currency)
    if alert.product:
        words.append(product_name(alert.product))
    if alert.region:
        words.append(_("region not recorded") if alert.region == NO_REGION else alert.region)
    return words


def _bucket(ordinal: int) -> str:
    return bucket_label(DelinquencyBucket(ordinal).name)


def figure_in_words(alert: Alert) -> str:
    """Example: `rolled forward in the last month (by balance)`, `net flow to M3 in the last month`."""
    if alert.figure in OUTCOMES:
        words = {"rate": _RATES[alert.figure, alert.span], "by": alert.get_by_display()}
        return _("%(rate)s (%(by)s)") % words
    if alert.figure == "net_flow" and alert.bucket is not None:
        arrives = CHAIN[CHAIN.index(alert.bucket) + 1]
        return _("net flow to %(bucket)s in the last month") % {"bucket": _bucket(arrives)}
    return str(FIGURES[alert.figure].label)


def condition_in_words(alert: Alert) -> str:
    """Example: `Cases per agent more than 150`, `rolled forward in the last month (by balance) more than 40 %`."""
    return f"{figure_in_words(alert)} {alert.get_operator_display()} {value_in_words(alert, alert.threshold)}"


def value_in_words(alert: Alert, value: Decimal) -> str:
    """A count without needless decimals, money with two, a share as percent. Example: `0.4066` is 40.66 %."""
    unit = FIGURES[alert.figure].unit
    if unit == MONEY:
        return money(value)
    if unit == SHARE:
        return percentage(value, _places(value * 100))
    return number(value) if value == int(value) else f"{value.normalize():,f}"


def _places(value: Decimal) -> int:
    """How many decimals it needs. Example: none for 40.00, one for 2.50."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def figure_address(alert: Alert, day: date | None = None) -> str:
    """Where its figure stands: its rows, or the page of the operation for a figure that has none; of the portfolio the
    dashboard or the flows with its filters, as of now, or as the figures of `day` showed it.
    """
    if FIGURES[alert.figure].of_portfolio:
        return _portfolio_address(alert, day)
    if alert.figure not in ROWS:
        return reverse("operation")
    where = {"queue": alert.queue.code} if alert.queue else {"team": alert.team.code} if alert.team else {}
    return _address(reverse("operation-rows", args=[alert.figure]), where)


def _portfolio_address(alert: Alert, day: date | None) -> str:
    where = {"currency": alert.currency, "product": alert.product.code if alert.product else "", "region": alert.region}
    if alert.span == Alert.Span.MONTH or alert.figure == "net_flow":
        month = f"{month_before(day):%Y-%m}" if day else ""
        rate = {"rate": alert.figure, "by": alert.by} if alert.by else {}
        return _address(reverse("flows"), {"month": month, **where, **rate}, "" if rate else "chain")
    where = {"day": day.isoformat() if day else "", **where}
    if alert.span:
        return _address(reverse("dashboard"), where | {"span": alert.span, "by": alert.by}, "flow")
    return _address(reverse("dashboard"), where | {"trend": alert.figure if alert.figure in MEASURES else ""})


def _address(path: str, query: dict[str, str], place: str = "") -> str:
    """With what of the query says something, at a place of the page."""
    said = urlencode({name: value for name, value in query.items() if value})
    return path + (f"?{said}" if said else "") + (f"#{place}" if place else "")
