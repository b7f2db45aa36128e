"""The bucket tables of the reference (§1.8), and edges of our own, through the pure rules."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.bucket_calendar import Scenario, ScenarioError, bucket_calendar
from accounts.rules.buckets import asset_class
from accounts.rules.calendar import CalendarError, DueOffset, FixedDay, due_date
from tests.accounts.cards import d

A = Scenario(statement_day=5, due_rule=FixedDay(25), first_missed=d("02-05"))

TABLE_A = """
02-05 CURRENT 0 0 0
02-25 CURRENT 0 0 0
02-26 M0 1 1 1
03-04 M0 1 1 7
03-05 M1 0 1 8
03-25 M1 0 1 28
03-26 M1 1 2 29
04-04 M1 1 2 38
04-05 M2 0 2 39
04-25 M2 0 2 59
04-26 M2 1 3 60
05-04 M2 1 3 68
05-05 M3 0 3 69
05-25 M3 0 3 89
05-26 M3 1 4 90
05-27 M3 1 4 91
06-04 M3 1 4 99
06-05 M4 0 4 100
06-25 M4 0 4 120
06-26 M4 1 5 121
07-04 M4 1 5 129
07-05 M4+ 0 5 130
07-26 M4+ 1 6 151
"""

DAY_30_OFFSET_25_2024 = """
2024-02-24 M1 0 1 31
2024-02-25 M1 1 2 32
2024-02-28 M1 1 2 35
2024-02-29 M2 0 2 36
2024-03-25 M2 0 2 61
2024-03-26 M2 1 3 62
2024-03-30 M3 0 3 66
"""

DAY_30_OFFSET_25_2025 = """
02-27 M1 1 2 34
02-28 M2 0 2 35
03-26 M2 1 3 61
03-30 M3 0 3 65
"""

GRACE_3 = """
02-26 CURRENT 0 0 0
02-28 CURRENT 0 0 0
03-01 M0 1 1 4
03-05 M1 0 1 8
03-28 M1 0 1 31
03-29 M1 1 2 32
"""

# Our own: grace 3 on an offset of 25 days over February: effective due date 28 Feb = next statement date,
# so M0 is empty and the account goes from CURRENT to M1 on 1 March.
GRACE_OVER_FEBRUARY = """
02-25 CURRENT 0 0 0
02-28 CURRENT 0 0 0
03-01 M1 0 1 4
03-28 M1 0 1 31
03-29 M1 1 2 32
03-30 M1 1 2 33
03-31 M2 0 2 34
"""


def line(day):
    return f"{day.bucket.label} {int(day.in_gap)} {day.late_fees} {day.dpd}"


def check(scenario, table):
    for row in table.split("\n"):
        if row:
            day, expected = row.split(" ", 1)
            (got,) = bucket_calendar(scenario, first=d(day), last=d(day))
            assert f"{day} {line(got)}" == f"{day} {expected}"


@pytest.mark.parametrize(
    ("scenario", "table"),
    [
        (A, TABLE_A),
        (Scenario(30, DueOffset(25), date(2023, 12, 30)), DAY_30_OFFSET_25_2024),
        (Scenario(30, DueOffset(25), date(2024, 12, 30)), DAY_30_OFFSET_25_2025),
        (Scenario(5, FixedDay(25), d("02-05"), grace_days=3), GRACE_3),
        (Scenario(31, DueOffset(25), d("01-31"), grace_days=3), GRACE_OVER_FEBRUARY),
    ],
    ids=["A", "C-2024", "C-2025", "G", "grace-over-february"],
)
def test_calendar_tables(scenario, table):
    check(scenario, table)


PAYMENTS = [
    (("02-25", "1000.00"), "0", "02-26 CURRENT 0 0 0\n03-04 CURRENT 0 0 0"),
    (("02-26", "1000.00"), "0", "02-26 M0 1 1 1\n02-27 CURRENT 0 0 0"),
    (("02-20", "995.00"), "10", "02-26 CURRENT 0 0 0\n03-26 M0 1 1 1"),
    (("02-20", "989.99"), "10", "02-26 M0 1 1 1"),
    (("04-10", "1000.00"), "0", "04-10 M2 0 2 44\n04-11 M1 0 2 17"),
    (("04-10", "2170.00"), "0", "04-11 CURRENT 0 0 0\n04-25 CURRENT 0 0 0\n04-26 M0 1 1 1"),
]
SLICES = (Decimal("1000.00"), Decimal("1170.00"), Decimal("1076.91"))


@pytest.mark.parametrize(
    ("payment", "tolerance", "table"),
    PAYMENTS,
    ids=["P1", "P2", "P3", "P4", "P5", "P6"],
)
def test_payment_tables(payment, tolerance, table):
    day, amount = payment
    scenario = Scenario(
        5,
        FixedDay(25),
        d("02-05"),
        tolerance=Decimal(tolerance),
        slices=SLICES,
        payments=[(d(day), Decimal(amount))],
    )
    check(scenario, table)


def test_asset_class_changes():
    assert [asset_class(dpd) for dpd in (0, 1, 90, 91, 120, 121, 180, 181)] == [
        "NORMAL",
        "SPECIAL_MENTION",
        "SPECIAL_MENTION",
        "SUBSTANDARD",
        "SUBSTANDARD",
        "DOUBTFUL",
        "DOUBTFUL",
        "LOSS",
    ]


@pytest.mark.parametrize(
    ("statement", "rule", "due"),
    [
        ("2024-02-17", DueOffset(25), "2024-03-13"),
        ("2025-02-17", DueOffset(25), "2025-03-14"),
        ("2025-02-05", FixedDay(25), "2025-02-25"),
        ("2025-01-28", FixedDay(18), "2025-02-18"),
        ("2024-12-31", FixedDay(20), "2025-01-20"),
    ],
)
def test_due_dates(statement, rule, due):
    day = date.fromisoformat(statement)
    assert due_date(day, statement_day=day.day, due_rule=rule) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("statement_day", "rule", "code"),
    [
        (0, FixedDay(25), "statement_day"),
        (32, FixedDay(25), "statement_day"),
        (5, FixedDay(5), "due_day"),
        (30, FixedDay(28), "due_day"),
        (5, FixedDay(0), "due_day"),
        (5, DueOffset(28), "due_offset"),
        (5, DueOffset(-1), "due_offset"),
    ],
)
def test_impossible_calendars_are_named(statement_day, rule, code):
    with pytest.raises(CalendarError) as refused:
        list(bucket_calendar(Scenario(statement_day, rule, d("02-05")), first=d("02-05"), last=d("02-06")))
    assert refused.value.code == code


def test_a_payment_without_slices_is_refused():
    scenario = Scenario(5, FixedDay(25), d("02-05"), payments=[(d("02-20"), Decimal("1.00"))])
    with pytest.raises(ScenarioError) as refused:
        list(bucket_calendar(scenario, first=d("02-05"), last=d("02-06")))
    assert refused.value.code == "slices"
