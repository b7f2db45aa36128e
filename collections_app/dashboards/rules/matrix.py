"""From bucket to bucket: rows of a cohort, where it went, and the four words for it (domain §5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.rules.roll import CURRENT, Flow
from accounts.rules.shares import shares


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Accounts that went from the row's bucket to this one, with the balance they had at the start.

    `share` is their part of the row: of its accounts, or of its balance, as the matrix was asked.
    """

    to_bucket: int
    accounts: int
    balance: Decimal
    share: Decimal | None

    @property
    def heat(self) -> int:
        """0 to 5: how much of the row went here. 0.5 is 3, everything is 5."""
        return 0 if not self.share or self.share < 0 else min(5, int(self.share * 5) + 1)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One cohort: the accounts that stood in `from_bucket` at the start.

    Rolled forward: now in a worse bucket. Rolled back: better, still delinquent. Cured: now CURRENT. The four
    shares add up to 1; None when there is nothing to share out.
    """

    from_bucket: int
    cells: Sequence[Cell]
    forward: Decimal | None = field(init=False)
    stay: Decimal | None = field(init=False)
    back: Decimal | None = field(init=False)
    cure: Decimal | None = field(init=False)

    def __post_init__(self) -> None:
        for name, belongs in _OUTCOMES.items():
            found = [cell.share for cell in self.cells if belongs(self.from_bucket, cell.to_bucket)]
            known = [share for share in found if share is not None]
            object.__setattr__(self, name, sum(known, Decimal(0)) if len(known) == len(found) else None)

    @property
    def accounts(self) -> int:
        return sum(cell.accounts for cell in self.cells)

    @property
    def balance(self) -> Decimal:
        return sum((cell.balance for cell in self.cells), Decimal(0))


_OUTCOMES = {
    "forward": lambda start, end: end > start,
    "stay": lambda start, end: end == start,
    "back": lambda start, end: CURRENT < end < start,
    "cure": lambda start, end: end == CURRENT < start,
}


def matrix(flows: Iterable[Flow], *, buckets: Sequence[int], by_balance: bool) -> list[Row]:
    """A row for every bucket an account started in, a cell for every bucket.

    Example (domain §5): of seven accounts in M1 with 76,000.00, two with 30,000.00 are in M2, two with 17,000.00 still
    in M1, three with 29,000.00 CURRENT. By balance: forward 0.395, stay 0.224, cure 0.381.
    """
    counted: dict[int, dict[int, tuple[int, Decimal]]] = {}
    for start, end, accounts, balance in flows:
        counted.setdefault(start, {})[end] = (accounts, balance)
    return [_row(start, counted[start], buckets, by_balance) for start in buckets if start in counted]


def _row(start: int, ends: Mapping[int, tuple[int, Decimal]], buckets: Sequence[int], by_balance: bool) -> Row:
    figures = [ends.get(end, (0, Decimal(0))) for end in buckets]
    parts = shares([figure[by_balance] for figure in figures])
    return Row(
        from_bucket=start,
        cells=[
            Cell(to_bucket=end, accounts=accounts, balance=balance, share=parts[place] if parts else None)
            for place, (end, (accounts, balance)) in enumerate(zip(buckets, figures, strict=True))
        ],
    )
