"""A month of due days: what is promised on each, and what became of it."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum

from accounts.models import Holiday
from collections_app.arrangements.models import PromiseInstalment
from collections_app.arrangements.models.promise import PromiseStatus
from collections_app.arrangements.rules.settle import SETTLED
from collections_app.shared.actor import Actor

from .promises import visible_promises

SATURDAY = 5
GONE = (PromiseStatus.CANCELLED, PromiseStatus.SUPERSEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Instalments due on a day in one currency; `settled` and `kept` of them, judged by a night."""

    currency: str
    count: int
    amount: Decimal
    settled: int
    kept: int

    @property
    def kept_share(self) -> Decimal | None:
        """Kept of those settled; None before any is."""
        return Decimal(self.kept) / self.settled if self.settled else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day of the grid; `inside` its month, with the days of its first and last week around it."""

    day: date
    inside: bool
    working: bool
    due: Sequence[Due] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Instalments due, whatever their currency."""
        return sum(due.count for due in self.due)


def month_of(actor: Actor, first: date) -> list[list[MonthDay]]:
    """The weeks of the month that begins on `first`, Monday first, with what is due each day; two queries.

    Instalments of promises that were cancelled or replaced are not due. Of cases the actor may see.
    """
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    days = (weeks[0][0], weeks[-1][-1])
    promises = visible_promises(actor).select_related(None).prefetch_related(None).exclude(status__in=GONE)
    rows = (
        PromiseInstalment.objects.filter(due_on__range=days, promise__in=promises)
        .exclude(status__in=GONE)
        .values("due_on", "promise__currency")
        .annotate(
            count=Count("pk"),
            sum=Sum("amount"),
            settled=Count("pk", filter=Q(status__in=SETTLED)),
            kept=Count("pk", filter=Q(status=PromiseStatus.KEPT)),
        )
        .order_by("due_on", "promise__currency")
    )
    found: dict[date, list[Due]] = {}
    for row in rows:
        due = Due(
            currency=row["promise__currency"],
            count=row["count"],
            amount=row["sum"],
            settled=row["settled"],
            kept=row["kept"],
        )
        found.setdefault(row["due_on"], []).append(due)
    listed = dict(Holiday.objects.filter(day__range=days).values_list("day", "is_working"))
    return [
        [
            MonthDay(
                day=day,
                inside=day.month == first.month,
                working=listed.get(day, day.weekday() < SATURDAY),
                due=found.get(day, []),
            )
            for day in week
        ]
        for week in weeks
    ]


def in_all(weeks: Sequence[Sequence[MonthDay]]) -> list[Due]:
    """The whole month by currency, without the days around it."""
    found: dict[str, Due] = {}
    for due in (due for week in weeks for one in week if one.inside for due in one.due):
        so_far = found.get(due.currency, Due(currency=due.currency, count=0, amount=Decimal(0), settled=0, kept=0))
        found[due.currency] = Due(
            currency=due.currency,
            count=so_far.count + due.count,
            amount=so_far.amount + due.amount,
            settled=so_far.settled + due.settled,
            kept=so_far.kept + due.kept,
        )
    return [found[currency] for currency in sorted(found)]


def month_around(text: str, *, today: date) -> date:
    """The first day of the month of an address such as `2026-03`; of today's where it says nothing we know."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def neighbours(first: date) -> tuple[date, date]:
    """The first days of the months before and after."""
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
