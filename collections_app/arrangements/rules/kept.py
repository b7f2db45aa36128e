"""How many promises are kept (`domain.md` 4.10): of those that have matured, never of those still running."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .settle import BROKEN, KEPT, PARTIAL

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matured:
    """Promises of one group, one currency and one settled status: how many, promised for how much, paid in time."""

    group: str
    currency: str
    status: str
    promises: int
    promised: Decimal
    credited: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of the matured promises of a group in one currency."""

    group: str
    currency: str
    kept: int = 0
    partial: int = 0
    broken: int = 0
    promised: Decimal = ZERO
    credited: Decimal = ZERO

    @property
    def matured(self) -> int:
        """Promises settled as kept, partly kept or broken; cancelled and replaced ones are none of them."""
        return self.kept + self.partial + self.broken

    @property
    def kept_rate(self) -> Decimal | None:
        """Kept / matured, by count; None where none has matured."""
        return Decimal(self.kept) / self.matured if self.matured else None

    @property
    def amount_rate(self) -> Decimal | None:
        """Paid in time / promised, partly kept promises included; None where nothing was promised."""
        return self.credited / self.promised if self.promised else None


def kept_rates(rows: Iterable[Matured]) -> list[Kept]:
    """One line per group and currency, the most matured first; currencies are never summed (B13).

    Example: of 30 promises of 60 000.00, 18 kept with 36 000.00, 4 partly with 4 000.00 and 8 broken: the kept rate
    is 60 %, the kept amount rate 66.67 %.
    """
    found: dict[tuple[str, str], dict[str, Matured]] = {}
    for row in rows:
        found.setdefault((row.group, row.currency), {})[row.status] = row
    lines = [_line(group, currency, by_status) for (group, currency), by_status in found.items()]
    return sorted(lines, key=lambda line: (-line.matured, line.group, line.currency))


def _line(group: str, currency: str, by_status: dict[str, Matured]) -> Kept:
    def count(status: str) -> int:
        return by_status[status].promises if status in by_status else 0

    return Kept(
        group=group,
        currency=currency,
        kept=count(KEPT),
        partial=count(PARTIAL),
        broken=count(BROKEN),
        promised=sum((row.promised for row in by_status.values()), ZERO),
        credited=sum((row.credited for row in by_status.values()), ZERO),
    )
