"""How the accounts of the benchmark live: what each kind buys and pays, cycle by cycle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.rules.calendar import clamped, months_later

STATEMENT_DAYS = 30
SLOTS = 1000
Booking = tuple[str, date, Decimal]


class Cycles:
    """Statement dates of one statement day, counted back from the newest one: `back(0)` is the newest."""

    def __init__(self, statement_day: int, *, through: date):
        self._day = statement_day
        newest = clamped(year=through.year, month=through.month, day=statement_day)
        self._months_ago = 0 if newest <= through else 1
        self._through = through

    def back(self, count: int) -> date:
        year, month = months_later(self._through, -self._months_ago - count)
        return clamped(year=year, month=month, day=self._day)

    def before(self, count: int, days: int) -> date:
        return self.back(count) - timedelta(days=days)

    def after(self, count: int, days: int) -> date:
        return self.back(count) + timedelta(days=days)


@dataclass(frozen=True)
class Habit:
    """A kind of account; `share` of a thousand accounts have it. `due_days` after the statement the minimum is due."""

    name: str
    share: int
    due_days: int
    life: Callable[[Cycles], Iterator[Booking]]


def _idle(cycles: Cycles) -> Iterator[Booking]:
    yield from ()


def _gone(cycles: Cycles) -> Iterator[Booking]:
    yield "PURCHASE", cycles.before(3, 5), Decimal("800.00")
    yield "PAYMENT", cycles.after(3, 12), Decimal("800.00")


def _transactor(amount: str) -> Callable[[Cycles], Iterator[Booking]]:
    def life(cycles: Cycles) -> Iterator[Booking]:
        bill = Decimal(amount)
        for back in (1, 0):
            yield "PURCHASE", cycles.before(back, 20), bill * Decimal("0.6")
            yield "PURCHASE", cycles.before(back, 9), bill * Decimal("0.4")
            yield "PAYMENT", cycles.after(back, 16), bill
        yield "PURCHASE", cycles.after(0, 4), bill * Decimal("0.5")

    return life


def _revolver(amount: str, *, cash: bool = False) -> Callable[[Cycles], Iterator[Booking]]:
    def life(cycles: Cycles) -> Iterator[Booking]:
        debt = Decimal(amount)
        yield "PURCHASE", cycles.before(2, 10), debt
        for back in (2, 1, 0):
            yield "PAYMENT", cycles.after(back, 14), debt * Decimal("0.2")
            yield "PURCHASE", cycles.after(back, 19), debt * Decimal("0.08")
        if cash:
            yield "CASH_ADVANCE", cycles.before(1, 3), debt * Decimal("0.05")

    return life


def _stopped(statements: int, amount: str, *, token_payments: bool = False) -> Callable[[Cycles], Iterator[Booking]]:
    def life(cycles: Cycles) -> Iterator[Booking]:
        debt = Decimal(amount)
        yield "PURCHASE", cycles.before(statements - 1, 10), debt
        if token_payments:
            for back in range(statements - 1, 0, -1):
                yield "PAYMENT", cycles.after(back, 12), debt * Decimal("0.03")

    return life


HABITS = (
    Habit("idle", 12, 20, _idle),
    Habit("gone", 12, 20, _gone),
    *(
        Habit(f"transactor {amount}", 127, 18, _transactor(amount))
        for amount in ("900.00", "3200.00", "5300.00", "7600.00")
    ),
    *(
        Habit(f"revolver {amount}", 66, 20, _revolver(amount))
        for amount in ("2400.00", "6100.00", "9300.00", "18500.00")
    ),
    Habit("revolver with cash", 66, 25, _revolver("12400.00", cash=True)),
    Habit("stopped 1, large", 24, 20, _stopped(1, "5200.00")),
    Habit("stopped 1, small", 24, 18, _stopped(1, "1400.00")),
    Habit("stopped 2", 20, 20, _stopped(2, "6800.00")),
    Habit("stopped 2, token payments", 20, 20, _stopped(2, "9900.00", token_payments=True)),
    Habit("stopped 3", 8, 20, _stopped(3, "4300.00")),
    Habit("stopped 3, token payments", 8, 18, _stopped(3, "8100.00", token_payments=True)),
    Habit("stopped 4", 6, 20, _stopped(4, "11200.00")),
    Habit("stopped 4, token payments", 6, 20, _stopped(4, "3700.00", token_payments=True)),
    Habit("stopped 5", 5, 20, _stopped(5, "7300.00")),
    Habit("stopped 5, token payments", 5, 25, _stopped(5, "2900.00", token_payments=True)),
    Habit("stopped 6", 12, 20, _stopped(6, "6400.00")),
)
"""35 of 100 revolve, 10 are delinquent over M0 to M4+, the rest pay in full; 24 of 1000 are idle."""

if sum(habit.share for habit in HABITS) != SLOTS:
    raise ValueError("the shares of all habits are a thousand together")
