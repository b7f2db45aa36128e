"""`manage.py bucket_calendar`: the tables of the reference through the command, and what it refuses."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.accounts.cards import d
from tests.accounts.rules.test_bucket_calendar import (
    DAY_30_OFFSET_25_2024,
    DAY_30_OFFSET_25_2025,
    GRACE_3,
    GRACE_OVER_FEBRUARY,
    TABLE_A,
)

A = ["--statement-day", "5", "--due-day", "25", "--first-missed", "2025-02-05"]
DAYS = ["--from", "2025-02-05", "--to", "2025-07-26"]
SLICES = ["--slice", "1000.00", "1170.00", "1076.91"]


def printed(*words):
    out = StringIO()
    call_command("bucket_calendar", *words, stdout=out)
    return out.getvalue().splitlines()


def expected(table):
    for row in table.split("\n"):
        if row:
            day, *cells = row.split(" ")
            yield ",".join([d(day).isoformat(), *cells])


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (A, TABLE_A),
        (["--statement-day", "30", "--due-offset", "25", "--first-missed", "2023-12-30"], DAY_30_OFFSET_25_2024),
        (["--statement-day", "30", "--due-offset", "25", "--first-missed", "2024-12-30"], DAY_30_OFFSET_25_2025),
        ([*A, "--grace", "3"], GRACE_3),
        (
            ["--statement-day", "31", "--due-offset", "25", "--first-missed", "2025-01-31", "--grace", "3"],
            GRACE_OVER_FEBRUARY,
        ),
        ([*A, *SLICES, "--pay", "2025-02-25:1000.00"], "02-26 CURRENT 0 0 0"),
        ([*A, *SLICES, "--pay", "2025-02-26:1000.00"], "02-26 M0 1 1 1\n02-27 CURRENT 0 0 0"),
        ([*A, *SLICES, "--pay", "2025-02-20:995.00", "--tolerance", "10"], "02-26 CURRENT 0 0 0"),
        ([*A, *SLICES, "--pay", "2025-02-20:989.99", "--tolerance", "10"], "02-26 M0 1 1 1"),
        ([*A, *SLICES, "--pay", "2025-04-10:1000.00"], "04-10 M2 0 2 44\n04-11 M1 0 2 17"),
        ([*A, *SLICES, "--pay", "2025-04-10:2170.00"], "04-11 CURRENT 0 0 0\n04-26 M0 1 1 1"),
        ([*A, *SLICES, "--pay", "2025-04-10:2000.00", "2025-04-09:170.00"], "04-11 CURRENT 0 0 0"),
    ],
    ids=["A", "C-2024", "C-2025", "G", "grace-over-february", "P1", "P2", "P3", "P4", "P5", "P6", "two-payments"],
)
def test_the_tables_of_the_reference(words, table):
    wanted = list(expected(table))
    lines = printed(*words, "--from", wanted[0][:10], "--to", wanted[-1][:10])
    assert lines[0] == "date,bucket,in_gap,late_fees,dpd"
    assert set(wanted) <= set(lines)


def test_one_line_per_day():
    assert len(printed(*A, *DAYS)) == 1 + 172


def test_a_table_for_people():
    head, first, *_ = printed(*A, *DAYS, "--format", "table")
    assert head.split() == ["date", "bucket", "in_gap", "late_fees", "dpd"]
    assert first.split() == ["2025-02-05", "CURRENT", "0", "0", "0"]


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        (["--statement-day", "32"], "--statement-day"),
        (["--statement-day", "x"], "--statement-day"),
        (["--due-day", "5"], "--due-day"),
        (["--due-day", "-1"], "--due-day"),
        (["--first-missed", "2025-02-06"], "--first-missed"),
        (["--first-missed", "2025-02-30"], "--first-missed"),
        (["--from", "yesterday"], "--from"),
        (["--to", "2025-01-01"], "--to"),
        (["--to", "2225-01-01"], "--to"),
        (["--grace", "31"], "--grace"),
        (["--grace", "1.5"], "--grace"),
        (["--tolerance", "-1"], "--tolerance"),
        (["--slice", "1.001"], "--slice"),
        (["--slice", "NaN"], "--slice"),
        (["--pay", "2025-02-20:5.00"], "--pay"),
        (["--pay", "2025-02-20", *SLICES], "--pay"),
        (["--pay", "2025-02-20:0", *SLICES], "--pay"),
        (["--pay", "2025-02-20:1e9999999", *SLICES], "--pay"),
    ],
)
def test_bad_input_is_refused_by_the_name_of_its_flag(words, flag):
    with pytest.raises(CommandError) as refused:
        printed(*A, *DAYS, *words)
    assert str(refused.value).startswith(f"{flag}:")


def test_one_due_rule_is_needed_and_not_two():
    rest = ["--statement-day", "5", "--first-missed", "2025-02-05", *DAYS]
    with pytest.raises(CommandError, match="--due-day"):
        printed(*rest)
    with pytest.raises(CommandError, match="--due-offset"):
        printed(*rest, "--due-day", "25", "--due-offset", "20")


def test_an_offset_past_the_next_statement_is_refused():
    with pytest.raises(CommandError, match="--due-offset"):
        printed("--statement-day", "5", "--due-offset", "28", "--first-missed", "2025-02-05", *DAYS)
