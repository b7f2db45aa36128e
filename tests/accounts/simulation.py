"""Nights in pure Python: each plays the book and keeps what it posts, as the database does."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count

from accounts.rules.book import Book
from accounts.rules.facts import Entry, Facts, IssuedStatement, Terms
from accounts.rules.policy import PolicyLine


@dataclass
class Simulation:
    """An account and its facts; `night(t)` runs the night for t and returns the book it leaves."""

    terms: Terms
    policies: PolicyLine
    entries: list[Entry] = field(default_factory=list)
    statements: list[IssuedStatement] = field(default_factory=list)
    holds: list = field(default_factory=list)
    _ids: count = field(default_factory=lambda: count(1_000_000))

    def book(self, on: date, *, decided_through: date | None = None) -> Book:
        facts = Facts(self.entries, self.statements, self.holds).known_to(on)
        return Book(
            terms=self.terms, policies=self.policies, facts=facts, on=on, decided_through=decided_through or on
        ).play()

    def night(self, on: date, *, decided_through: date | None = None) -> Book:
        book = self.book(on, decided_through=decided_through)
        open_then = {step.seq: step.past_due for step in book.steps}
        self.statements = [
            replace(issued, past_due=open_then[issued.seq])
            if issued.past_due is None and issued.effective_on < on
            else issued
            for issued in self.statements
        ]
        self.entries += [replace(entry, id=next(self._ids)) for entry in book.new_entries]
        if book.new_statement:
            self.statements.append(book.new_statement.issued(recorded_on=on))
        return book

    def nights(self, first: date, last: date) -> dict[date, Book]:
        """Every night from first to last; the book each one leaves."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return {day: self.night(day) for day in days}
