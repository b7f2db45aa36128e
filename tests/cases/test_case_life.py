"""What a night makes of a case, by the rule alone."""

from datetime import date
from decimal import Decimal

import pytest

from collections_app.cases.rules.case_life import (
    AccountStanding,
    CaseState,
    Figures,
    after_night,
    figures_of,
    has_run_out,
)
from tests.accounts.cards import d

SINCE = d("2025-02-25")


def late(number: int, *, bucket: int = 0, past_due: str = "100.00", currency: str = "CNY", due: date = SINCE):
    return AccountStanding(
        account_id=number,
        product_id=1,
        currency=currency,
        bucket=bucket,
        bucket_since=d("2025-03-05"),
        past_due=Decimal(past_due),
        balance=Decimal(past_due) * 2,
        due_since=due if bucket >= 0 else None,
    )


@pytest.mark.parametrize(
    ("accounts", "driving", "bucket", "past_due", "count"),
    [
        ([late(1), late(2, bucket=-1)], 1, 0, "100.00", 1),
        ([late(1), late(2, bucket=2, past_due="1.00")], 2, 2, "101.00", 2),
        ([late(1), late(2, past_due="100.01")], 2, 0, "200.01", 2),
        ([late(2), late(1)], 1, 0, "200.00", 2),
        (
            [late(1, past_due="900.00", bucket=1), late(2, bucket=3, past_due="80.00", currency="USD")],
            2,
            3,
            "80.00",
            2,
        ),
    ],
)
def test_the_worst_account_drives(accounts, driving, bucket, past_due, count):
    figures = figures_of(accounts)
    assert (figures.account_id, figures.bucket, str(figures.past_due), figures.accounts) == (
        driving,
        bucket,
        past_due,
        count,
    )


def test_days_are_those_of_the_oldest_debt_whatever_its_currency():
    older = late(1, due=d("2025-01-25"), currency="USD")
    assert figures_of([late(2, bucket=3), older]).past_due_since == d("2025-01-25")


def test_nothing_past_due_has_no_figures():
    assert figures_of([late(1, bucket=-1)]) == figures_of([]) == Figures(bucket=-1)


def life(case, accounts, on, *, running=False):
    return after_night(case, accounts, on=d(on), running=running, reopen_within_days=60)


def test_nobody_past_due_has_no_case():
    assert life(None, [late(1, bucket=-1)], "2025-03-10") == (None, False)


def test_a_case_that_moved_stands_there_since_tonight():
    case, new = life(None, [late(1)], "2025-03-10")
    assert (new, case.bucket_since) == (True, d("2025-03-05"))
    same, _new = life(case, [late(1, past_due="300.00")], "2025-03-11")
    assert (same.bucket_since, str(same.figures.past_due)) == (d("2025-03-05"), "300.00")
    moved, _new = life(case, [late(1, bucket=1)], "2025-03-12")
    assert (moved.bucket_since, moved.opened_on) == (d("2025-03-12"), d("2025-03-10"))


def test_a_paid_case_closes_unless_something_runs():
    case, _new = life(None, [late(1)], "2025-03-10")
    closed, _new = life(case, [late(1, bucket=-1)], "2025-03-11")
    assert (closed.closed_on, closed.figures.bucket, closed.figures.account_id) == (d("2025-03-11"), -1, 1)
    kept, _new = life(case, [late(1, bucket=-1)], "2025-03-11", running=True)
    assert (kept.closed_on, kept.figures.bucket, kept.bucket_since) == (None, -1, d("2025-03-11"))
    assert life(closed, [late(1, bucket=-1)], "2025-03-12") == (closed, False)
    late_again, _new = life(kept, [late(1)], "2025-03-20", running=True)
    assert (late_again.closed_on, late_again.reopened, late_again.figures.bucket) == (None, 0, 0)


def test_a_relapse_keeps_when_the_case_began():
    first = CaseState(
        opened_on=d("2024-01-01"), bucket_since=d("2025-03-01"), figures=Figures(bucket=-1), closed_on=d("2025-03-01")
    )
    again, new = life(first, [late(1)], "2025-04-30")
    assert (new, again.opened_on, again.reopened, again.reopened_on) == (False, d("2024-01-01"), 1, d("2025-04-30"))
    assert life(first, [late(1)], "2025-05-01")[1]


def test_the_last_day_of_a_hold_counts_in_full():
    assert [has_run_out(d("2025-03-10"), d(on)) for on in ("2025-03-10", "2025-03-11")] == [False, True]
    assert not has_run_out(None, d("2099-01-01"))
