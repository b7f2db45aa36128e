"""The exact road: accounts whose past changed are played from their facts and merged back.

Runs for the few accounts the set-based steps flagged; a batch costs six reads and a handful of COPYs.
"""

from collections.abc import Iterator
from datetime import date

from accounts.models import Position
from accounts.nightly import merge
from accounts.nightly.facts import AccountFacts, facts_of
from accounts.nightly.shard import Shard
from accounts.queries.policy_lines import policy_lines
from accounts.rules.book import Book
from accounts.rules.policy import PolicyLine

BATCH = 500
Lines = dict[int, PolicyLine]


def replay(shard: Shard, *, decided_through: date) -> int:
    """Play every flagged account of the shard up to this night and store what it leaves."""
    flagged = list(
        Position.objects.filter(needs_replay=True)
        .extra(where=["cardholder_id %% %s = %s"], params=[shard.of, shard.index])
        .order_by("card_account_id")
        .values_list("card_account_id", flat=True)
    )
    lines = policy_lines()
    for batch in batches(flagged):
        known = facts_of(batch, night=shard.on)
        books = [(item, play(item, lines, on=shard.on, decided_through=decided_through)) for item in known.values()]
        merge.store(books, shard)
    return len(flagged)


def play(item: AccountFacts, lines: Lines, *, on: date, decided_through: date, corrected: bool = False) -> Book:
    """The book of one account on the night for `on`, as known then or as corrected by what is known now."""
    return Book(
        terms=item.terms,
        policies=lines[item.account.product_id],
        facts=item.facts.known_now(on) if corrected else item.facts.known_to(on),
        on=on,
        decided_through=decided_through,
    ).play()


def batches(ids: list[int], size: int = BATCH) -> Iterator[list[int]]:
    """The ids in lists of at most `size`."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
