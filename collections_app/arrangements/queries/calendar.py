"""What the coming days and the last night hold, in figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from collections_app.arrangements.models import PromiseInstalment, PromiseToPay
from collections_app.arrangements.models.promise import PromiseStatus
from collections_app.shared.actor import Actor

from .promises import MISSED, missed_on, visible_promises

DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Promises or instalments in one currency."""

    currency: str
    count: int
    amount: Decimal


def part(shown: str, *, today: date, night: date | None) -> Q:
    """The promises of one part of the list; `night`: the last completed one."""
    running = Q(status=PromiseStatus.OPEN)
    return {
        "today": running & Q(next_due_on=today),
        "week": running & Q(next_due_on__range=(today, _last(today))),
        "overdue": running & Q(next_due_on__lt=today),
        "broken": missed_on(night),
    }.get(shown, Q())


def sums(actor: Actor, shown: str, *, today: date, night: date | None) -> list[Amounts]:
    """How many promises one part of the list has, and what is due or was missed of them, by currency."""
    found = _bare(actor).filter(part(shown, today=today, night=night))
    days = {
        "today": Q(status=PromiseStatus.OPEN, due_on=today),
        "week": Q(status=PromiseStatus.OPEN, due_on__range=(today, _last(today))),
        "overdue": Q(status=PromiseStatus.OPEN, due_on__lt=today),
        "broken": Q(status__in=MISSED, settled_on=night),
    }
    rows = PromiseInstalment.objects.filter(days[shown], promise__in=found).values("promise__currency")
    counted = rows.annotate(count=Count("promise", distinct=True), sum=Sum("amount")).order_by("promise__currency")
    return [Amounts(currency=row["promise__currency"], count=row["count"], amount=row["sum"]) for row in counted]


def due_days(actor: Actor, *, today: date) -> list[tuple[date, list[Amounts]]]:
    """Open instalments of the next seven days, today first, by currency; every day stands there."""
    last = _last(today)
    rows = (
        PromiseInstalment.objects.filter(
            status=PromiseStatus.OPEN, due_on__range=(today, last), promise__in=_bare(actor).filter(status="OPEN")
        )
        .values("due_on", "promise__currency")
        .annotate(count=Count("pk"), sum=Sum("amount"))
        .order_by("due_on", "promise__currency")
    )
    found: dict[date, list[Amounts]] = {today + timedelta(days=ahead): [] for ahead in range(DAYS_AHEAD)}
    for row in rows:
        one = Amounts(currency=row["promise__currency"], count=row["count"], amount=row["sum"])
        found[row["due_on"]].append(one)
    return list(found.items())


def _last(today: date) -> date:
    return today + timedelta(days=DAYS_AHEAD - 1)


def _bare(actor: Actor) -> QuerySet[PromiseToPay]:
    return visible_promises(actor).select_related(None).prefetch_related(None)
