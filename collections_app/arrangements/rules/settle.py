"""How a promise is settled (`domain.md` 4.3): what was paid in time, part by part, kept, partly kept or broken.

A part is settled by the night of its due day + grace days + 1. In time is what was paid with a value date from the day
the promise was made to due day + grace. Money pays the parts in their order: what exceeds one goes to the next, and
what came too late for one still counts for the next. A part is kept when its credit reaches threshold x amount.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

OPEN, KEPT, PARTIAL, BROKEN = "OPEN", "KEPT", "PARTIAL", "BROKEN"
SETTLED = (KEPT, PARTIAL, BROKEN)
"""From best to worst: a promise is as good as its worst part."""
ZERO = Decimal("0.00")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a promise: `amount` by `due_on`; parts stand in the order of their days."""

    due_on: date
    amount: Decimal
    status: str = OPEN
    credited: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a promise was made under: its day, days of grace, and the share of each part that is enough."""

    made_on: date
    grace_days: int = 1
    threshold: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Money on the accounts of a promise: a payment, or below zero its reversal, which keeps the payment's value date.

    `effective_on` is the day after which it is known: the night for t knows what is effective before t (L14).
    """

    value_date: date
    amount: Decimal
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A promise after a night. `waits`: something settled would get worse once the payment feed has come."""

    parts: tuple[Part, ...]
    status: str
    credited: Decimal
    waits: bool = False


def settles_on(due_on: date, grace_days: int) -> date:
    """The night that settles a part. Example: due 2025-03-12 with one day of grace is settled by the night of 03-14."""
    return due_on + timedelta(days=grace_days + 1)


def settle(
    parts: Sequence[Part], credits: Iterable[Credit], *, terms: Terms, night: date, held: bool = False
) -> Settlement:
    """The promise as the night for `night` leaves it; the same night again leaves the same.

    Every part that has come to its night is judged from all that is known by now, so a payment recorded late or
    reversed changes what was settled before. A night without its payment feed (`held`, B10) only says KEPT.
    Example: 1 000.00 made 2025-03-10 due 03-12; 600.00 on 03-12 and 400.00 on 03-13: KEPT by the night of 03-14.
    """
    known = [credit for credit in credits if credit.effective_on < night]
    left: list[Part] = []
    paid, used, waits = ZERO, ZERO, False
    for part in parts:
        if settles_on(part.due_on, terms.grace_days) > night:
            left.append(part)
            continue
        last_day = part.due_on + timedelta(days=terms.grace_days)
        paid = max(paid, sum((c.amount for c in known if terms.made_on <= c.value_date <= last_day), ZERO))
        credited = min(part.amount, paid - used)
        used += credited
        judged = replace(part, credited=credited, status=_status(part.amount, credited, terms.threshold))
        if held and judged.status != KEPT and judged != part:
            waits |= part.status != OPEN
            judged = part
        left.append(judged)
    return Settlement(
        parts=tuple(left),
        status=status_of([part.status for part in left]),
        credited=sum((part.credited for part in left), ZERO),
        waits=waits,
    )


def status_of(statuses: Sequence[str]) -> str:
    """The status of a promise with parts of these: OPEN while one is, else that of the worst.

    Example: KEPT and BROKEN are BROKEN; BROKEN and OPEN are OPEN.
    """
    return OPEN if OPEN in statuses else max(statuses, key=SETTLED.index)


def _status(amount: Decimal, credited: Decimal, threshold: Decimal) -> str:
    if credited >= threshold * amount:
        return KEPT
    return PARTIAL if credited > 0 else BROKEN
