"""Bucket, gap, late fees and days past due of a hypothetical account, day by day (§1.8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, takewhile

from accounts.rules.book import Book
from accounts.rules.buckets import Bucket
from accounts.rules.calendar import DueRule, StatementCalendar, check_calendar, clamped
from accounts.rules.facts import Entry, Facts, IssuedStatement, Kind, Terms
from accounts.rules.money import ZERO
from accounts.rules.policy import Policy, PolicyLine

ANY_SLICE = Decimal("1.00")
"""Where nothing is ever paid the size of a slice decides nothing."""


class ScenarioError(ValueError):
    """A scenario that cannot be; `code` names which part."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Scenario:
    """An account whose first missed statement is `first_missed`.

    `slices`: own minimum slices from that statement on, nothing more asked after the last; without them
    nothing may be paid. `payments`: (value date, amount). `tolerance` as in the overdue tolerance.
    """

    statement_day: int
    due_rule: DueRule
    first_missed: date
    grace_days: int = 0
    tolerance: Decimal = ZERO
    slices: Sequence[Decimal] = ()
    payments: Sequence[tuple[date, Decimal]] = ()


@dataclass(frozen=True)
class Day:
    """One line of the calendar; `late_fees` counts those of the running episode."""

    day: date
    bucket: Bucket
    in_gap: bool
    late_fees: int
    dpd: int


def bucket_calendar(scenario: Scenario, *, first: date, last: date) -> Iterator[Day]:
    """One `Day` for every date from `first` to `last`.

    Statement day 5, due day 25, nothing paid since 2025-02-05: 2025-03-25 is M1 with one late fee and
    28 days past due, 2025-03-26 is M1 in its gap with two and 29. Raises `CalendarError` or `ScenarioError`
    (`first_missed`: no statement date; `slices`: a payment needs slices; `range`: last before first).
    """
    _check(scenario, first, last)
    terms = Terms(
        statement_day=scenario.statement_day,
        due_rule=scenario.due_rule,
        first_statement_date=scenario.first_missed,
        bank_statements=True,
        bank_charges=True,
    )
    policies = PolicyLine(
        [
            Policy(
                valid_from=date.min,
                grace_days=scenario.grace_days,
                overdue_tolerance_amount=scenario.tolerance,
            )
        ]
    )
    facts = Facts(entries=_payments(scenario), statements=_statements(scenario, last))
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        book = Book(terms=terms, policies=policies, facts=facts.known_to(day), on=day, decided_through=day).play()
        now = book.standing(day)
        yield Day(day, now.bucket, now.in_gap, book.episode_late_fees, now.dpd)


def _check(scenario: Scenario, first: date, last: date) -> None:
    check_calendar(statement_day=scenario.statement_day, due_rule=scenario.due_rule)
    missed = scenario.first_missed
    if missed != clamped(year=missed.year, month=missed.month, day=scenario.statement_day):
        raise ScenarioError("first_missed")
    if last < first:
        raise ScenarioError("range")
    if scenario.payments and not scenario.slices:
        raise ScenarioError("slices")


def _statements(scenario: Scenario, last: date) -> list[IssuedStatement]:
    calendar = StatementCalendar(scenario.first_missed, scenario.statement_day, scenario.due_rule)
    days = takewhile(lambda day: day <= last, calendar.statements())
    return [_statement(scenario, seq, day, calendar.due(seq)) for seq, day in enumerate(days, start=1)]


def _statement(scenario: Scenario, seq: int, day: date, due: date) -> IssuedStatement:
    if scenario.slices:
        asked = scenario.slices[seq - 1] if seq <= len(scenario.slices) else ZERO
    else:
        asked = ANY_SLICE + scenario.tolerance
    return IssuedStatement(
        seq=seq,
        statement_date=day,
        due_date=due,
        effective_due_date=due + timedelta(days=scenario.grace_days),
        balance=asked,
        minimum_due=asked,
        past_due=ZERO,
        recorded_on=day - timedelta(days=1),
    )


def _payments(scenario: Scenario) -> list[Entry]:
    ids = count(1)
    return [
        Entry(next(ids), Kind.PAYMENT, -amount, posting_date=day, value_date=day, recorded_on=day)
        for day, amount in scenario.payments
    ]
