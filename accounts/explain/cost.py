"""The cost of the running episode, gathered from the book for `accounts.rules.total_cost`."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from accounts.explain.explanation import EpisodeCost
from accounts.explain.reading import Reading
from accounts.rules.allocation import Component
from accounts.rules.book import Book
from accounts.rules.facts import DEBIT_COMPONENTS, REVERSALS, Kind
from accounts.rules.money import ZERO
from accounts.rules.total_cost import TotalCost, total_cost

PRINCIPAL = (Component.PURCHASE, Component.CASH, Component.INSTALMENT)
FEES = (Kind.LATE_FEE, Kind.OTHER_FEE)
INTEREST = (Kind.INTEREST, Kind.INTEREST_CORRECTION)


def episode_cost(reading: Reading) -> EpisodeCost | None:
    """Cost of the days from the episode's first to the day before `on`; None outside an episode."""
    since = reading.book.episode_since
    if since is None or since >= reading.on:
        return None
    cost = total_cost(
        fees=_fees(reading, since),
        interest=_interest(reading, since),
        principal=_principal(reading, since),
        until=reading.on,
        ceiling=reading.line.on(reading.on).cost_ceiling_annual_rate,
    )
    return _shown(cost) if cost else None


def _shown(cost: TotalCost) -> EpisodeCost:
    return EpisodeCost(
        since=cost.since,
        days=cost.days,
        fees=cost.fees,
        interest=cost.interest,
        average_principal=cost.average_principal,
        annual_rate=cost.annual_rate,
        ceiling=cost.ceiling,
        above_ceiling=cost.above_ceiling,
    )


def _fees(reading: Reading, since: date) -> Decimal:
    """Fees whose day lies in the episode, less what was reversed or waived of them."""
    fees = {e.id: e.amount for e in reading.entries if e.kind in FEES and since <= e.value_date < reading.on}
    taken_back = sum((entry.amount for entry in reading.entries if entry.reverses in fees), ZERO)
    return sum(fees.values(), ZERO) + taken_back


def _interest(reading: Reading, since: date) -> Decimal:
    """Accrued on the days of the episode, whether billed yet or not, less what was reversed or waived of it."""
    facts = reading.book.facts.known_now(since)
    begin = Book(terms=reading.item.terms, policies=reading.line, facts=facts, on=since, decided_through=since).play()
    interest = {e.id for e in reading.entries if e.kind in INTEREST and e.value_date >= since}
    taken_back = sum((entry.amount for entry in reading.entries if entry.reverses in interest), ZERO)
    return _accrued(reading.book) - _accrued(begin) + taken_back


def _accrued(book: Book) -> Decimal:
    """All interest since the account began, billed or not, unrounded."""
    billed = sum(
        (e.unrounded for e in (*book.facts.entries, *book.new_entries) if e.kind in INTEREST and e.by_night), Decimal(0)
    )
    return billed + sum(book.our_interest.values(), ZERO) + book.owed.unbilled_interest(book.on)


def _principal(reading: Reading, since: date) -> list[tuple[date, Decimal]]:
    """(from this day on, principal owed at its end), walked backwards from what is owed now."""
    changes: dict[date, Decimal] = defaultdict(lambda: ZERO)
    reversed_ids = {entry.reverses for entry in reading.entries if entry.kind in REVERSALS}
    value_dates = {}
    for entry in reading.book.facts.entries:
        value_dates[entry.id] = entry.value_date
        if entry.id not in reversed_ids and DEBIT_COMPONENTS.get(entry.kind) in PRINCIPAL:
            changes[entry.posting_date] += entry.amount
    for part in reading.book.owed.allotments:
        if part.component in PRINCIPAL:
            changes[value_dates[part.entry_id]] -= part.amount
    owed = sum((p.remaining for p in reading.book.owed.pools.values() if p.component in PRINCIPAL), ZERO)
    line: list[tuple[date, Decimal]] = []
    for day in sorted((day for day in changes if since < day < reading.on), reverse=True):
        line.append((day, owed))
        owed -= changes[day]
    return [(since, owed), *reversed(line)]
