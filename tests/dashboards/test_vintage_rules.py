"""Months on book, the first day of 91, and the curve of the worked example (domain §5)."""

from datetime import date
from fractions import Fraction

import pytest

from collections_app.dashboards.rules.vintage import complete_through, curve, first_day_91, months_on_book

D = date.fromisoformat


@pytest.mark.parametrize(
    ("opened", "day", "months"),
    [
        ("2025-01-15", "2025-01-15", 0), ("2025-01-15", "2025-02-14", 0), ("2025-01-15", "2025-02-15", 1),
        ("2025-01-31", "2025-02-28", 0), ("2025-01-31", "2025-03-01", 1), ("2024-02-29", "2025-02-28", 11),
        ("2024-02-29", "2025-03-01", 12), ("2024-12-31", "2025-12-31", 12), ("2025-03-10", "2025-03-01", -1),
    ],
)  # fmt: skip
def test_months_are_whole(opened, day, months):
    assert months_on_book(D(opened), D(day)) == months


@pytest.mark.parametrize(
    ("history", "day"),
    [
        ([("2025-02-26", None, "2025-02-25")], "2025-05-27"),
        ([("2025-02-26", "2025-05-27", "2025-02-25"), ("2025-05-27", None, None)], None),  # paid on the 90th day
        ([("2025-02-26", "2025-05-28", "2025-02-25"), ("2025-05-28", None, None)], "2025-05-27"),
        ([("2025-06-01", None, "2024-11-25")], "2025-06-01"),  # came here later than its 91st day
        ([("2025-01-01", None, None)], None),
        # rolled back: the older minimum is paid, the younger one stays open
        ([("2025-02-26", "2025-05-01", "2025-02-25"), ("2025-05-01", None, "2025-04-25")], "2025-07-25"),
        ([("2025-02-26", None, "2025-05-25")], None),  # 24 August lies beyond
    ],
)
def test_the_first_day_of_91(history, day):
    spans = [(D(since), until and D(until), due and D(due)) for since, until, due in history]
    assert first_day_91(spans, through=D("2025-08-01")) == (day and D(day))


@pytest.mark.parametrize(
    ("cohort", "through", "mob"),
    [
        ("2025-01-01", "2025-08-01", 5), ("2025-01-01", "2025-07-30", 4), ("2025-01-01", "2025-07-31", 5),
        ("2025-02-01", "2025-03-28", 0), ("2025-02-01", "2025-03-27", -1), ("2025-12-01", "2026-12-31", 11),
    ],
)  # fmt: skip
def test_a_month_counts_once_the_youngest_account_has_it_behind_it(cohort, through, mob):
    assert complete_through(D(cohort), D(through)) == mob


def test_the_curve_of_the_domain_text():
    found = curve(1000, {3: 5, 6: 7, 9: 10, 12: 9, 14: 2}, through=12)
    assert (found[6], found[12]) == (Fraction(12, 1000), Fraction(31, 1000))
    assert found[0] == found[2] == 0
    assert found == sorted(found)


def test_a_cohort_without_accounts_has_no_curve():
    assert curve(0, {}, through=3) == []
