"""How do demo people pay? As a client of the real panel did: months late, spending and payment ratios."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TypeVar

from .panel import Client

Value = TypeVar("Value")

YUAN_PER_PANEL_DOLLAR = Decimal("0.22")
SMALLEST_LIMIT = 3_000
MOST_MONTHS = 6

# How many of a hundred accounts end with 0, 1, … 6 or more minimums missed. The panel has 77, 16, 6, 1 and next to
# nothing beyond; a collections desk wants to see every bucket, so the late ones are drawn more often.
SHARES = {0: 66, 1: 13, 2: 9, 3: 5, 4: 3, 5: 2, 6: 2}


@dataclass(frozen=True, kw_only=True)
class Habit:
    """What one panel client does, free of currency. Sequences run over due cycles, oldest first.

    `missed[i]` is how many minimums are missed after due date i; `full[i]` whether the bill is paid in full when it is
    paid; `pay_share[i]` the part of the bill paid; `spend_share[i]` new charges as a part of the limit.
    """

    limit: int
    age: int
    gender: str
    opening_share: float
    missed: tuple[int, ...]
    full: tuple[bool, ...]
    pay_share: tuple[float, ...]
    spend_share: tuple[float, ...]


class Habits:
    """Panel clients sorted by how late they end, ready to be drawn from."""

    def __init__(self, clients: Iterable[Client], *, cycles: int):
        """`cycles`: number of due dates to fill; the panel's six months are its last ones."""
        self._cycles = cycles
        self._by_end: dict[int, list[Client]] = defaultdict(list)
        for client in clients:
            if max(client.bills) > 0:
                self._by_end[min(missed_minimums(client.statuses, cycles)[-1], MOST_MONTHS)].append(client)
        self._ends = [end for end in SHARES if end in self._by_end]

    def draw(self, chance: Random) -> Habit:
        end = chance.choices(self._ends, [SHARES[end] for end in self._ends])[0]
        return habit_of(chance.choice(self._by_end[end]), cycles=self._cycles)


def missed_minimums(statuses: Sequence[int], cycles: int) -> tuple[int, ...]:
    """Minimums missed after each of `cycles` due dates, the last ones the panel's.

    A month adds at most one (the panel jumps from 0 to 2), and months before the panel count up to where it begins:
    statuses 2 2 3 0 0 1 over eight cycles give 0 1 2 2 3 0 0 1.
    """
    before = cycles - len(statuses)
    wanted = [max(0, statuses[0] - before + month) for month in range(before)] + [max(0, s) for s in statuses]
    missed = [0]
    for months in wanted[-cycles:]:
        missed.append(min(months, missed[-1] + 1))
    return tuple(missed[1:])


def habit_of(client: Client, *, cycles: int) -> Habit:
    """One client's habit, its first months repeated for the time before the panel."""
    charges = [client.bills[month + 1] - client.bills[month] + paid for month, paid in enumerate(client.payments)]
    return Habit(
        limit=max(SMALLEST_LIMIT, round(client.limit * YUAN_PER_PANEL_DOLLAR / 1000) * 1000),
        age=client.age,
        gender=client.gender,
        opening_share=_share(client.bills[0], client.limit, most=0.95),
        missed=missed_minimums(client.statuses, cycles),
        full=_stretched([status < 0 for status in client.statuses], cycles),
        pay_share=_stretched(
            [_share(paid, bill, most=1.0) for paid, bill in zip(client.payments, client.bills, strict=False)], cycles
        ),
        spend_share=_stretched([_share(charge, client.limit, most=0.6) for charge in charges], cycles),
    )


def _share(part: int, whole: int, *, most: float) -> float:
    return min(max(part / whole, 0.0), most) if whole > 0 else 0.0


def _stretched(values: Sequence[Value], length: int) -> tuple[Value, ...]:
    """The last `length` of the values; where they are too few, the first ones are repeated before them."""
    missing = max(0, length - len(values))
    return (*(list(values) * length)[:missing], *values[-length:])
