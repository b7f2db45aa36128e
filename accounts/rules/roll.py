"""Which part of a bucket rolled on, stayed, came back, was cured, and how much flows through to loss? (domain §5)

Everything is an exact fraction: the four rates of a cohort add up to 1, not to 0.9999. `shown` rounds for people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import mul

from accounts.rules.shares import shares

CURRENT, M4P = -1, 5
CHAIN = (CURRENT, 1, 2, 3, 4, M4P)
"""The buckets money passes on its way to loss. M0 is missing: it begins and ends between two statements."""

OUTCOMES = ("forward", "stay", "back", "cure")
Flow = tuple[int, int, int, Decimal]
"""From bucket, to bucket, accounts, balance at the start."""


def outcome(start: int, end: int) -> str:
    """What became of an account that went from bucket `start` to bucket `end`.

    Example: M2 to M3 is `forward`, M2 to M0 `back`, M2 to CURRENT `cure`; CURRENT to CURRENT is `stay`.
    """
    if end > start:
        return "forward"
    if end == start:
        return "stay"
    return "cure" if end == CURRENT else "back"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Accounts of a cohort that shared an outcome, and the balance they had at the start."""

    accounts: int = 0
    balance: Decimal = Decimal("0.00")

    def __add__(self, other: "Part") -> "Part":
        return Part(accounts=self.accounts + other.accounts, balance=self.balance + other.balance)


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The accounts that stood in one bucket at the start of a month, by what became of them."""

    bucket: int
    parts: Mapping[str, Part]

    @property
    def whole(self) -> Part:
        return sum((self.parts[name] for name in OUTCOMES), Part())

    def rate(self, name: str, *, by_balance: bool) -> Fraction | None:
        """The exact part of the cohort with this outcome; None where the cohort has no accounts or owes nothing."""
        whole = Fraction(_measure(self.whole, by_balance))
        return Fraction(_measure(self.parts[name], by_balance)) / whole if whole > 0 else None

    def shown(self, *, by_balance: bool, places: int = 4) -> dict[str, Decimal | None]:
        """The four rates rounded so that they still add up to 1; each None where there is nothing to share out.

        Example (domain §5): 30 000, 17 000 and 29 000 of 76 000 give 0.3947, 0.2237, 0.0000, 0.3816.
        """
        found = shares([_measure(self.parts[name], by_balance) for name in OUTCOMES], places=places)
        return dict(zip(OUTCOMES, found, strict=True)) if found else dict.fromkeys(OUTCOMES)


def _measure(part: Part, by_balance: bool) -> Decimal | int:
    return part.balance if by_balance else part.accounts


def cohorts(flows: Iterable[Flow]) -> dict[int, Cohort]:
    """The cohort of every bucket that an account started in, the best bucket first."""
    found: dict[int, dict[str, Part]] = {}
    for start, end, accounts, balance in flows:
        parts = found.setdefault(start, {name: Part() for name in OUTCOMES})
        parts[outcome(start, end)] += Part(accounts=accounts, balance=balance)
    return {start: Cohort(bucket=start, parts=found[start]) for start in sorted(found)}


def net_flow(balance_before: Decimal, balance_after: Decimal) -> Fraction | None:
    """What stands in the next bucket now, as a part of what stood in this one a month ago; whose money it is does not
    matter (banks' "roll rate"). Above 1 where more arrived than was there. None where nothing stood there.

    Example: 76 000.00 in M1, a month later 30 900.00 in M2: 40.66 %.
    """
    return Fraction(balance_after) / Fraction(balance_before) if balance_before > 0 else None


def flow_through(steps: Sequence[Fraction | None]) -> Fraction | None:
    """The product of successive net flows: what of a bucket's money comes through to the last one.

    None when a step is unknown. Example: 40 %, 55 %, 75 % and 80 % leave 13.2 %.
    """
    known = [step for step in steps if step is not None]
    return reduce(mul, known, Fraction(1)) if steps and len(known) == len(steps) else None


def loss(flows: Iterable[Flow]) -> Decimal:
    """What of a month's flows reached M4+, with the balance at the month end before. What stood there already was lost
    earlier. Example: 5.28 of M4 rolled on and 1.32 stayed: 5.28.
    """
    return sum((balance for start, end, _accounts, balance in flows if start < M4P == end), Decimal("0.00"))


def lagged_loss(loss: Decimal, balance_before: Decimal) -> Fraction | None:
    """Loss of a month as a part of the balance that was there `n` months before: loss(t) / balance(t - n).

    Example: 5.28 lost in June of 40.0 that stood in M1 in February: 13.2 %.
    """
    return net_flow(balance_before, loss)
