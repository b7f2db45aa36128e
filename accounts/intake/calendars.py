"""Accounts a file gives another calendar: from which statement, or why not. Few, so each is asked of the rules."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import CardAccount
from accounts.queries.terms import terms_of
from accounts.rules.calendar import CalendarError, DueOffset, DueRule, FixedDay
from collections_app.shared import sql

AT_ONCE = 5_000


def want_calendars() -> None:
    """Fill `wanted_calendars`: the line, and the first statement of the new days; null when they do not fit the old."""
    sql.run("CREATE TEMPORARY TABLE wanted_calendars (line_no int, from_seq int)")
    rows = sql.rows(sql.load("accounts.intake", "accounts_other_calendar"))
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        accounts = CardAccount.objects.prefetch_related("calendar_changes").in_bulk([row[1] for row in some])
        sql.copy_in("wanted_calendars", ["line_no", "from_seq"], _wanted(some, accounts))


def _wanted(rows: list[tuple[Any, ...]], accounts: dict[int, CardAccount]) -> Iterator[tuple[int, int | None]]:
    for line_no, account_id, statement_day, _rule, due_day, offset, known_on in rows:
        rule: DueRule = DueOffset(offset) if due_day is None else FixedDay(due_day)
        yield line_no, _from_seq(accounts[account_id], statement_day, rule, known_on)


def _from_seq(account: CardAccount, statement_day: int, rule: DueRule, known_on: date) -> int | None:
    try:
        change = terms_of(account).calendar.changed(known_on=known_on, statement_day=statement_day, due_rule=rule)
    except CalendarError:
        return None
    return change.from_seq
