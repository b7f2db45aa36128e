"""Statement dates and due dates, from nominal days clamped to the length of each month.

A date is always computed from the nominal day, never from the previous clamped date:
statement day 31 gives 31 Jan, 29 Feb, 31 Mar 2024. Source: domain §1.8 "Calendar rule".
An account has one statement date a month, whatever its statement day becomes (`StatementCalendar`).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import count

LONGEST_DUE_OFFSET_DAYS = 27
"""Two statement dates are at least 28 days apart, so a longer offset could pass the next statement."""


class CalendarError(ValueError):
    """A statement day or due rule that cannot be; `code` names which."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class FixedDay:
    """Due on a nominal day: of the statement's month if later than the statement day, else of the next."""

    day: int


@dataclass(frozen=True)
class DueOffset:
    """Due a number of days after the statement date (25: statement 5 March, due 30 March)."""

    days: int


DueRule = FixedDay | DueOffset


def check_calendar(*, statement_day: int, due_rule: DueRule) -> None:
    """Refuse a calendar in which a due date could fall before its statement or reach the next one.

    Raises `CalendarError`: `statement_day`, `due_day`, `due_offset` (day 28 with statement day 30
    meets the February statement, so a due day before the statement day may be 27 at most).
    """
    if not 1 <= statement_day <= 31:
        raise CalendarError("statement_day")
    if isinstance(due_rule, DueOffset):
        if not 0 <= due_rule.days <= LONGEST_DUE_OFFSET_DAYS:
            raise CalendarError("due_offset")
    elif (
        not 1 <= due_rule.day <= 31
        or due_rule.day == statement_day
        or (due_rule.day < statement_day and due_rule.day > LONGEST_DUE_OFFSET_DAYS)
    ):
        raise CalendarError("due_day")


def clamped(*, year: int, month: int, day: int) -> date:
    """The nominal day in that month, or its last day: 31 in February 2024 is the 29th."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def months_later(day: date, months: int) -> tuple[int, int]:
    """Year and month that many months after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def first_statement_after(day: date, statement_day: int) -> date:
    """The first statement date strictly after `day`."""
    candidate = clamped(year=day.year, month=day.month, day=statement_day)
    return candidate if candidate > day else next_statement_date(candidate, statement_day)


@cache
def next_statement_date(statement_date: date, statement_day: int) -> date:
    """The statement date of the month after `statement_date`'s."""
    year, month = months_later(statement_date, 1)
    return clamped(year=year, month=month, day=statement_day)


def statement_seq(statement_date: date, *, first: date) -> int:
    """Ordinal of a statement date, 1 for `first`: one statement a month."""
    return (statement_date.year - first.year) * 12 + statement_date.month - first.month + 1


@cache
def due_date(statement_date: date, *, statement_day: int, due_rule: DueRule) -> date:
    """Last date, inclusive, on which the statement's minimum is on time.

    Statement day 17, 25 days: the February 2024 statement is due 13 March (leap year).
    """
    if isinstance(due_rule, DueOffset):
        return statement_date + timedelta(days=due_rule.days)
    year, month = months_later(statement_date, 0 if due_rule.day > statement_day else 1)
    return clamped(year=year, month=month, day=due_rule.day)


@dataclass(frozen=True)
class CalendarChange:
    """From statement `from_seq` on, an account has another statement day and due rule (B5)."""

    from_seq: int
    statement_day: int
    due_rule: DueRule


@dataclass(frozen=True)
class StatementCalendar:
    """Every statement date and due date of an account: `first` is statement 1, then one a month.

    `changes` are in the order of their statements. Statement day 5 and due day 25 from 2025-02-05, changed to 20 and
    offset 25 from statement 3: statements 02-05, 03-05, 04-20, 05-20; due 02-25, 03-25, 05-15, 06-14.
    """

    first: date
    statement_day: int
    due_rule: DueRule
    changes: tuple[CalendarChange, ...] = ()

    def terms_of(self, seq: int) -> tuple[int, DueRule]:
        """Statement day and due rule of statement `seq`."""
        for change in reversed(self.changes):
            if change.from_seq <= seq:
                return change.statement_day, change.due_rule
        return self.statement_day, self.due_rule

    def statement(self, seq: int) -> date:
        """The date of statement `seq`, 1 for the first."""
        if seq == 1:
            return self.first
        year, month = months_later(self.first, seq - 1)
        return clamped(year=year, month=month, day=self.terms_of(seq)[0])

    def due(self, seq: int) -> date:
        """The nominal due date of statement `seq`."""
        statement_day, due_rule = self.terms_of(seq)
        return due_date(self.statement(seq), statement_day=statement_day, due_rule=due_rule)

    def statements(self) -> Iterator[date]:
        """Statement dates from the first on, without end."""
        return map(self.statement, count(1))

    def seq_after(self, day: date) -> int:
        """The first statement whose date is later than `day`."""
        if day < self.first:
            return 1
        seq = statement_seq(day, first=self.first)
        return seq if self.statement(seq) > day else seq + 1

    def changed(self, *, known_on: date, statement_day: int, due_rule: DueRule) -> CalendarChange:
        """The change that is known on `known_on`: the cycle that runs ends as it began, the next has the new days.

        Raises `CalendarError`: those of `check_calendar`; `due_reaches_next_statement` when the last old due date would
        not lie before the first new statement, which would take a month without a statement.
        Statement day 5, due day 25, known on 2025-03-10: statement 3 of 04-05 is the last of the old days.
        Statement day 17 and 25 days (due the 12th) cannot become statement day 5: it can become 13 or later.
        """
        check_calendar(statement_day=statement_day, due_rule=due_rule)
        change = CalendarChange(self.seq_after(known_on) + 1, statement_day, due_rule)
        kept = tuple(earlier for earlier in self.changes if earlier.from_seq < change.from_seq)
        after = replace(self, changes=(*kept, change))
        if after.due(change.from_seq - 1) >= after.statement(change.from_seq):
            raise CalendarError("due_reaches_next_statement")
        return change
