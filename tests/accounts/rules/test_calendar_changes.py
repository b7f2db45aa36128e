"""Another statement day or due rule: which statement is the first of the new days, and what does not fit."""

from datetime import date

import pytest

from accounts.rules.calendar import CalendarError, DueOffset, FixedDay, StatementCalendar

A = StatementCalendar(date(2025, 2, 5), 5, FixedDay(25))


def after(calendar, *, known_on, statement_day, due_rule):
    change = calendar.changed(known_on=known_on, statement_day=statement_day, due_rule=due_rule)
    return StatementCalendar(calendar.first, calendar.statement_day, calendar.due_rule, (*calendar.changes, change))


@pytest.mark.parametrize(
    ("known_on", "first_of_the_new"),
    [
        ("2025-03-04", "2025-04-20"),  # the statement of 03-05 ends the cycle that runs
        ("2025-03-05", "2025-05-20"),  # that night could not know it: one cycle later
        ("2025-03-10", "2025-05-20"),
        ("2025-04-04", "2025-05-20"),
        ("2025-04-05", "2025-06-20"),
    ],
)
def test_the_cycle_that_runs_keeps_its_days(known_on, first_of_the_new):
    changed = after(A, known_on=date.fromisoformat(known_on), statement_day=20, due_rule=DueOffset(25))
    seq = changed.changes[0].from_seq
    assert changed.statement(seq) == date.fromisoformat(first_of_the_new)
    assert changed.statement(seq - 1).day == 5
    assert changed.due(seq - 1).day == 25


def test_there_is_one_statement_a_month_and_due_days_follow_their_statement():
    changed = after(A, known_on=date(2025, 3, 1), statement_day=31, due_rule=FixedDay(20))
    assert [changed.statement(seq) for seq in range(1, 6)] == [
        date(2025, 2, 5),
        date(2025, 3, 5),
        date(2025, 4, 30),
        date(2025, 5, 31),
        date(2025, 6, 30),
    ]
    assert [changed.due(seq) for seq in (2, 3, 4)] == [date(2025, 3, 25), date(2025, 5, 20), date(2025, 6, 20)]
    assert changed.seq_after(date(2025, 4, 29)) == 3
    assert changed.seq_after(date(2025, 4, 30)) == 4


@pytest.mark.parametrize(("statement_day", "fits"), [(5, False), (12, False), (13, True), (31, True)])
def test_an_earlier_day_must_lie_behind_the_last_old_due_date(statement_day, fits):
    """Statement of 17 March, due 11 April: a statement on 13 April fits, one on 5 April would need a month without."""
    seventeenth = StatementCalendar(date(2025, 2, 17), 17, DueOffset(26))
    asked = {"known_on": date(2025, 3, 1), "statement_day": statement_day, "due_rule": DueOffset(25)}
    if fits:
        assert after(seventeenth, **asked).statement(3).month == 4
    else:
        with pytest.raises(CalendarError, match="due_reaches_next_statement"):
            seventeenth.changed(**asked)


def test_a_later_change_within_the_cycle_replaces_the_earlier():
    first = after(A, known_on=date(2025, 3, 10), statement_day=20, due_rule=DueOffset(25))
    again = first.changed(known_on=date(2025, 3, 20), statement_day=1, due_rule=DueOffset(20))
    assert again.from_seq == first.changes[0].from_seq
