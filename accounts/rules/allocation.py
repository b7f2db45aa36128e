"""What a payment pays first (冲还顺序, §2.6 with L1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Component(StrEnum):
    """The parts a balance is made of (B15)."""

    PURCHASE = "PURCHASE"
    CASH = "CASH"
    INSTALMENT = "INSTALMENT"
    INTEREST = "INTEREST"
    LATE_FEE = "LATE_FEE"
    OTHER_FEE = "OTHER_FEE"


C = Component
CHARGES_FIRST = (C.OTHER_FEE, C.LATE_FEE, C.INTEREST, C.CASH, C.INSTALMENT, C.PURCHASE)
"""Up to 90 days past due: fees, interest, then principal, cash before purchases."""
PRINCIPAL_FIRST = (C.CASH, C.INSTALMENT, C.PURCHASE, C.INTEREST, C.OTHER_FEE, C.LATE_FEE)
"""From 91 days: principal, interest, then fees."""
REFUND_ORDER = (C.PURCHASE, C.INSTALMENT, C.CASH, C.OTHER_FEE, C.LATE_FEE, C.INTEREST)
"""A refund takes back what was bought, the unbilled purchase before the billed one."""


class Bears(StrEnum):
    """Whether a pool bears interest: FREE until its statement is decided, IDLE bears nothing, BEARING does."""

    FREE = "FREE"
    IDLE = "IDLE"
    BEARING = "BEARING"


BEARS_AT_FIRST = {
    C.PURCHASE: Bears.FREE,
    C.INSTALMENT: Bears.FREE,
    C.CASH: Bears.BEARING,
    C.INTEREST: Bears.IDLE,
    C.LATE_FEE: Bears.IDLE,
    C.OTHER_FEE: Bears.IDLE,
}
"""Cash bears from its first day; purchases wait for their statement; interest bears once it is billed."""


@dataclass
class Pool:
    """What is owed of one component, by the statement (`seq`) that bills or will bill it.

    `weight` is the interest weight of a FREE pool (see `interest`), zero in any other.
    """

    seq: int
    component: Component
    remaining: Decimal
    bears: Bears
    weight: Decimal = Decimal(0)

    @property
    def bearing(self) -> bool:
        return self.bears is Bears.BEARING


def order_for(dpd: int, *, principal_first_from_dpd: int) -> tuple[Component, ...]:
    """The legal order by days past due on the value date: 90 charges first, 91 principal first."""
    return PRINCIPAL_FIRST if dpd >= principal_first_from_dpd else CHARGES_FIRST


def allocate(
    pools: Iterable[Pool],
    *,
    amount: Decimal,
    order: tuple[Component, ...],
    billed_up_to: int,
    unbilled_first: bool = False,
) -> list[tuple[Pool, Decimal]]:
    """Split `amount` over the pools; what is left over is the caller's credit balance. Changes nothing.

    Billed before unbilled, each in `order`, older statements first within a component. The worked ledger:
    1 000.00 on 2025-04-20 (54 days): fees 158.50, interest 378.41, principal 463.09.
    """
    rank = {component: place for place, component in enumerate(order)}

    def priority(pool: Pool) -> tuple[bool, int, int]:
        unbilled = pool.seq > billed_up_to
        return (unbilled != unbilled_first, rank[pool.component], pool.seq)

    parts = []
    for pool in sorted(pools, key=priority):
        part = min(amount, pool.remaining)
        if part > 0:
            parts.append((pool, part))
            amount -= part
    return parts
