"""Statement dates and due dates, from nominal days clamped to the length of each month.

A date is always computed from the nominal day, never from the previous clamped date:
statement day 31 gives 31 Jan, 29 Feb, 31 Mar 2024. Source: domain §1.8 "Calendar rule".
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

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


def statement_dates(first: date, statement_day: int) -> Iterator[date]:
    """Statement dates from `first` on, without end."""
    current = first
    while True:
        yield current
        current = next_statement_date(current, statement_day)


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
