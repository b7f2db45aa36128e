"""What an account owes, by component and billing statement, and the interest that accrues on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.rules.allocation import BEARS_AT_FIRST, CHARGES_FIRST, Bears, Component, Pool, allocate
from accounts.rules.interest import CumulativeRate
from accounts.rules.money import ZERO

PRINCIPAL = (Component.PURCHASE, Component.CASH, Component.INSTALMENT)
FREE_AT_FIRST = (Component.PURCHASE, Component.INSTALMENT)
FEES = (Component.LATE_FEE, Component.OTHER_FEE)


@dataclass(frozen=True)
class Allotment:
    """Part of a credit that paid a pool."""

    entry_id: int
    seq: int
    component: Component
    amount: Decimal


class Owed:
    """The pools of one account, its credit balance and its interest weight (`interest`)."""

    def __init__(self, rate: CumulativeRate):
        self.rate = rate
        self.pools: dict[tuple[int, Component], Pool] = {}
        self.credit_balance = ZERO
        self.interest_weight = Decimal(0)
        self.allotments: list[Allotment] = []

    @property
    def balance(self) -> Decimal:
        """What is owed less what is overpaid: the sum of all ledger entries."""
        return self.sum() - self.credit_balance

    @property
    def bearing(self) -> Decimal:
        """What bears interest today."""
        return sum((pool.remaining for pool in self.pools.values() if pool.bearing), ZERO)

    def sum(
        self, components: Iterable[Component] = tuple(Component), *, first: int = 0, last: int | None = None
    ) -> Decimal:
        """What is owed of `components` on statements `first` to `last`; without `last`, unbilled pools too."""
        return sum(
            (
                pool.remaining
                for pool in self.pools.values()
                if pool.component in components and pool.seq >= first and (last is None or pool.seq <= last)
            ),
            ZERO,
        )

    def unbilled_interest(self, day: date) -> Decimal:
        """Interest accrued and not yet billed at the start of `day`, unrounded."""
        return self.bearing * self.rate(day) - self.interest_weight

    def pool(self, seq: int, component: Component) -> Pool:
        return self.pools.setdefault((seq, component), Pool(seq, component, ZERO, BEARS_AT_FIRST[component]))

    def post(self, *, seq: int, component: Component, amount: Decimal, first_day: date) -> None:
        """Add a debit that counts from `first_day` to the pool of the statement that bills it."""
        pool = self.pool(seq, component)
        pool.remaining += amount
        if pool.bearing:
            self.interest_weight += amount * self.rate(first_day)
        elif pool.bears is Bears.FREE:
            pool.weight += amount * self.rate(first_day)

    def take(
        self,
        amount: Decimal,
        *,
        day: date,
        order: tuple[Component, ...],
        billed_up_to: int,
        unbilled_first: bool = False,
        entry_id: int | None = None,
    ) -> None:
        """Let a credit of value date `day` pay the pools in `order`; the rest is overpaid."""
        parts = allocate(
            self.pools.values(), amount=amount, order=order, billed_up_to=billed_up_to, unbilled_first=unbilled_first
        )
        for pool, part in parts:
            self.reduce(pool, part, day=day, entry_id=entry_id)
            amount -= part
        self.credit_balance += amount

    def reduce(self, pool: Pool, part: Decimal, *, day: date, entry_id: int | None) -> None:
        """Take `part` off one pool; it stops bearing interest from `day` on."""
        pool.remaining -= part
        if pool.bearing:
            self.interest_weight -= part * self.rate(day)
        elif pool.bears is Bears.FREE:
            pool.weight -= part * self.rate(day)
        if entry_id is not None:
            self.allotments.append(Allotment(entry_id, pool.seq, pool.component, part))

    def use_credit_balance(self, day: date, *, billed_up_to: int) -> None:
        """What was overpaid pays what was posted on `day`."""
        if self.credit_balance:
            held, self.credit_balance = self.credit_balance, ZERO
            self.take(held, day=day, order=CHARGES_FIRST, billed_up_to=billed_up_to)

    def keep_interest_free(self, seq: int) -> None:
        """Statement `seq` was paid in full: its purchases bear nothing, a residue waits (L12)."""
        for pool in self._principal_not_bearing(seq):
            if pool.seq == seq:
                pool.bears, pool.weight = Bears.IDLE, Decimal(0)

    def lose_interest_free(self, seq: int, *, statement_date: date) -> None:
        """Statement `seq` was not: its purchases bear interest from their posting dates (L5), residues of
        earlier statements from this statement's date (L12)."""
        for pool in self._principal_not_bearing(seq):
            self._start_bearing(pool, pool.weight if pool.seq == seq else pool.remaining * self.rate(statement_date))

    def start_bearing(self, seq: int, components: Iterable[Component], *, day: date) -> None:
        """What statement `seq` bills of these components bears interest from `day` on (L6)."""
        for component in components:
            pool = self.pools.get((seq, component))
            if pool is not None and not pool.bearing:
                self._start_bearing(pool, pool.remaining * self.rate(day))

    def _principal_not_bearing(self, seq: int) -> list[Pool]:
        return [
            pool
            for pool in self.pools.values()
            if pool.seq <= seq and not pool.bearing and pool.component in FREE_AT_FIRST
        ]

    def _start_bearing(self, pool: Pool, weight: Decimal) -> None:
        pool.bears, pool.weight = Bears.BEARING, Decimal(0)
        self.interest_weight += weight
