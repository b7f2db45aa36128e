"""What the figures that alerts watch are now, as the pages of these figures count them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.rules.roll import CHAIN
from collections_app.shared.actor import Actor

from .alert_figures import FIGURES
from .models import Alert
from .queries import DELINQUENT, Filters, days_with_figures, share_of_balance, total
from .queries.flows import Months, closing_days, month_before
from .queries.operation import Operation, operation
from .queries.operation_lines import Line
from .queries.parts import Part, months_of_parts
from .queries.portfolio import MEASURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A figure as an alert found it; `value` None where there is none, such as the age of nothing.

    `day`: the day of the portfolio's figures it was read from.
    """

    value: Decimal | None
    day: date | None = None


def readings(watched: Collection[Alert], *, actor: Actor, at: datetime) -> dict[int, Reading]:
    """What each alert watches, by its number. Of the portfolio only what a night has changed since it was last judged:
    in every other minute all alerts of the portfolio together cost one query.
    """
    of_portfolio = [alert for alert in watched if FIGURES[alert.figure].of_portfolio]
    of_operation = [alert for alert in watched if not FIGURES[alert.figure].of_portfolio]
    return _work_read(of_operation, actor, at) | _portfolio_read(of_portfolio)


def holds(alert: Alert, value: Decimal | None) -> bool:
    """Whether the figure stands beyond the threshold. Example: 150 is not more than 150."""
    if value is None:
        return False
    return value > alert.threshold if alert.operator == Alert.Operator.ABOVE else value < alert.threshold


def _rounded(alert: Alert, value: Any) -> Decimal | None:
    """As people see it: what stands beside the threshold is what is held against it."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
    return FIGURES[alert.figure].rounded(exact)


# -- the operation -------------------------------------------------------------------------------------------------


def _standing(name: str) -> Callable[[Line], int]:
    return lambda line: getattr(line.standing, name)


def _done(name: str) -> Callable[[Line], int]:
    return lambda line: line.done[name]


_OF_A_LINE: dict[str, Callable[[Line], Any]] = {
    **{name: _standing(name) for name in ("cases", "callable", "due", "held")},
    "oldest": lambda line: line.age_days,
    "cases_per_agent": lambda line: line.cases_per_agent,
    "present": lambda line: line.present,
}


def _work_read(watched: Collection[Alert], actor: Actor, at: datetime) -> dict[int, Reading]:
    if not watched:
        return {}
    found = operation(actor, at=at)
    return {alert.pk: Reading(value=_rounded(alert, _work_value(alert, found))) for alert in watched}


def _work_value(alert: Alert, found: Operation) -> Any:
    line: Line | None = found.total
    if alert.queue_id:
        line = next((one for one in found.queues if one.queue and one.queue.id == alert.queue_id), None)
    elif alert.team_id:
        line = next((one for one in found.desks if one.team and one.team.pk == alert.team_id), None)
    read = _OF_A_LINE.get(alert.figure) or _done(alert.figure)
    return read(line) if line else None


# -- the portfolio -------------------------------------------------------------------------------------------------


def _portfolio_read(watched: Collection[Alert]) -> dict[int, Reading]:
    days = days_with_figures() if watched else None
    if days is None:
        return {}
    waiting = [alert for alert in watched if alert.judged_on != days[1]]
    if not waiting:
        return {}
    last, closed = days[1], next(iter(closing_days(*days)), None)
    ends = [closed, month_before(closed)] if closed else []
    parts = {alert.pk: _part(alert) for alert in waiting}
    found = months_of_parts(set(parts.values()), figures_on=[last, *ends], flows_on={last, closed or last})
    return {
        alert.pk: Reading(day=last, value=_rounded(alert, _part_value(alert, found[parts[alert.pk]], last, closed)))
        for alert in waiting
    }


def _part(alert: Alert) -> Part:
    product = alert.product.code if alert.product else ""
    return Part(currency=alert.currency, filters=Filters(product=product, region=alert.region))


def _part_value(alert: Alert, found: Months, last: date, closed: date | None) -> Any:
    """An amount of the last day, or a rate of the month that `closed` ended or of the one that is under way."""
    if alert.figure in MEASURES:
        return getattr(total(found.figures.get(last, {}), _buckets(alert)), alert.figure)
    if alert.figure == "delinquent_share":
        figures = found.figures.get(last, {})
        return share_of_balance(total(figures, DELINQUENT), total(figures))
    if alert.figure == "net_flow":
        return found.net(closed, CHAIN.index(alert.bucket)) if closed else None
    day = last if alert.span == Alert.Span.SO_FAR else closed
    cohort = found.cohorts.get(day, {}).get(_buckets(alert)[0]) if day else None
    return cohort.shown(by_balance=alert.by == Alert.By.BALANCE)[alert.figure] if cohort else None


def _buckets(alert: Alert) -> Sequence[int]:
    return DELINQUENT if alert.bucket is None else [alert.bucket]
