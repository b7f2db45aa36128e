"""63 bits over what a night leaves of an account; twin of `accounts/sql/fingerprint.sql`.

The checksum of a night is the sum over all accounts: it does not depend on shards, runs or order.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import md5

from accounts.rules.book import Book

LOW_63_BITS = (1 << 63) - 1


@dataclass(frozen=True)
class Shown:
    """What the night shows of an account; on a held night it may be what an earlier night showed (B10)."""

    bucket: int
    anchor_seq: int | None
    past_due: Decimal
    episode_since: date | None
    episode_late_fees: int

    @classmethod
    def of(cls, book: Book) -> "Shown":
        now = book.standing(book.on)
        return cls(int(now.bucket), now.anchor_seq, now.past_due, book.episode_since, book.episode_late_fees)


def fingerprint(account_id: int, book: Book, shown: Shown) -> int:
    """The number of one account as `book` leaves it."""
    text = "|".join(
        str(part)
        for part in (
            account_id,
            book.cycle_seq,
            shown.bucket,
            shown.anchor_seq or 0,
            shown.episode_since or "",
            shown.episode_late_fees,
            book.lifetime_late_fees,
            shown.past_due,
            book.owed.balance,
            book.owed.credit_balance,
            plain(book.owed.interest_weight),
            _pools(book),
            ",".join(f"{step.seq}:{step.unpaid}" for step in book.steps if step.unpaid),
        )
    )
    return int(md5(text.encode(), usedforsecurity=False).hexdigest()[:16], 16) & LOW_63_BITS


def plain(amount: Decimal) -> str:
    """As PostgreSQL's trim_scale prints: no trailing zeros, never an exponent. 220.50000 is 220.5."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _pools(book: Book) -> str:
    pools = sorted(book.owed.pools.values(), key=lambda pool: (pool.seq, pool.component))
    return ",".join(
        f"{pool.seq}:{pool.component}:{pool.remaining}:{pool.bears}:{plain(pool.weight)}"
        for pool in pools
        if pool.remaining or pool.weight
    )
