"""The nights to come, if nothing is paid beyond what is given: what will be billed, charged and said of the bucket."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, takewhile

from accounts.rules.book import Book
from accounts.rules.facts import Facts, Terms
from accounts.rules.policy import PolicyLine

ONE_DAY = timedelta(days=1)


def nights_ahead(*, terms: Terms, policies: PolicyLine, facts: Facts, on: date, last: date) -> Iterator[Book]:
    """The book of every night after `on` up to `last` on which something can happen, and of `last` itself.

    Each night posts what it finds into the facts of the next, as the real nights do; every payment feed is taken
    to arrive. `facts` may hold facts of the future, such as a payment somebody thinks of making.
    The worked ledger (statement day 5, due day 25, 10 000.00 bought on 2025-01-20, nothing paid) on 2025-03-10:
    the night of 03-26 charges 108.50, the night of 04-05 says M2.
    """
    known = facts
    ids = count(max((entry.id for entry in facts.entries), default=0) + 1)
    for day in eventful_days(terms=terms, policies=policies, facts=facts, on=on, last=last):
        book = Book(terms=terms, policies=policies, facts=known.known_to(day), on=day, decided_through=day).play()
        known = _with_what_it_posts(known, book, ids)
        yield book


def eventful_days(*, terms: Terms, policies: PolicyLine, facts: Facts, on: date, last: date) -> list[date]:
    """Nights after `on` up to `last` that can change something: `last` itself, statement dates, the days after
    effective due dates, and the days after a fact takes effect. Any other night changes nothing."""
    days = {last}
    for seq, day in enumerate(takewhile(lambda d: d <= last, terms.calendar.statements()), start=1):
        days |= {day, terms.calendar.due(seq) + timedelta(days=policies.on(day).grace_days) + ONE_DAY}
    days.update(issued.effective_due_date + ONE_DAY for issued in facts.statements)
    days.update(issued.effective_on + ONE_DAY for issued in facts.statements)
    days.update(entry.effective_on + ONE_DAY for entry in facts.entries)
    return sorted(day for day in days if on < day <= last)


def _with_what_it_posts(known: Facts, book: Book, ids: Iterator[int]) -> Facts:
    entries = [*known.entries, *(replace(entry, id=next(ids)) for entry in book.new_entries)]
    statements = list(known.statements)
    if new := book.new_statement:
        statements.append(new.issued(recorded_on=book.on))
    return replace(known, entries=entries, statements=statements)
