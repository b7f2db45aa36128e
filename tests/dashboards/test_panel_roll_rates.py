"""Roll rates of the real card panel, month by month: ours and a straight pandas computation agree exactly.

The bucket of a client is the panel's own recorded status, so that nothing here rests on how we find buckets.
"""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pandas
import pytest

from accounts.rules.roll import M4P, OUTCOMES, cohorts, net_flow
from collections_app.dashboards.rules.bank_months import bucket_of_months
from collections_app.demo.panel import PANEL, clients

CLIENTS = 30_000
MONTHS = ["April", "May", "June", "July", "August", "September"]
STATUSES = ["PAY_6", "PAY_5", "PAY_4", "PAY_3", "PAY_2", "PAY_0"]
BILLS = ["BILL_AMT6", "BILL_AMT5", "BILL_AMT4", "BILL_AMT3", "BILL_AMT2", "BILL_AMT1"]
PAIRS = pytest.mark.parametrize("month", range(5), ids=[f"{a} to {b}" for a, b in pairwise(MONTHS)])


@pytest.fixture(scope="module")
def panel():
    """Each client's buckets and bills, as our own reader gives them."""
    return [
        ([bucket_of_months(max(status, 0)) for status in client.statuses], client.bills) for client in clients(PANEL)
    ]


@pytest.fixture(scope="module")
def frame():
    """The same file as pandas reads it, with a bucket a month: nothing of ours."""
    read = pandas.read_csv(PANEL)
    months = read[STATUSES].clip(lower=0, upper=5).replace(0, -1)
    months.columns = MONTHS
    bills = read[BILLS].astype("int64")
    bills.columns = [f"{month} bill" for month in MONTHS]
    return pandas.concat([months, bills], axis=1)


def our_cohorts(panel, month):
    accounts, balances = Counter(), Counter()
    for buckets, bills in panel:
        move = (buckets[month], buckets[month + 1])
        accounts[move] += 1
        balances[move] += bills[month]
    return cohorts([(*move, accounts[move], Decimal(balances[move])) for move in accounts])


def pandas_rates(frame, month):
    """Per bucket at the start: shares of accounts and of their bills that got worse, stayed, came back, were cured."""
    start, end, bill = frame[MONTHS[month]], frame[MONTHS[month + 1]], frame[f"{MONTHS[month]} bill"]
    found = {}
    for bucket in sorted(start.unique()):
        inside = start == bucket
        words = {
            "forward": inside & (end > bucket),
            "stay": inside & (end == bucket),
            "back": inside & (end < bucket) & (end > -1),
            "cure": inside & (end == -1) & (bucket > -1),
        }
        for word, rows in words.items():
            by_accounts = Fraction(int(rows.sum()), int(inside.sum()))
            owed = int(bill[inside].sum())
            by_balance = Fraction(int(bill[rows].sum()), owed) if owed > 0 else None
            found[int(bucket), word] = (by_accounts, by_balance)
    return found


@PAIRS
def test_roll_rates_are_those_of_pandas(panel, frame, month):
    assert len(panel) == len(frame) == CLIENTS
    ours = our_cohorts(panel, month)
    found = {
        (bucket, word): (cohort.rate(word, by_balance=False), cohort.rate(word, by_balance=True))
        for bucket, cohort in ours.items()
        for word in OUTCOMES
    }
    assert found == pandas_rates(frame, month)
    assert sum(cohort.whole.accounts for cohort in ours.values()) == CLIENTS
    for cohort in ours.values():
        assert sum(cohort.rate(word, by_balance=False) for word in OUTCOMES) == 1


@PAIRS
def test_net_flows_are_those_of_pandas(panel, frame, month):
    before = frame.groupby(MONTHS[month])[f"{MONTHS[month]} bill"].sum()
    after = frame.groupby(MONTHS[month + 1])[f"{MONTHS[month + 1]} bill"].sum()
    owed = [Counter(), Counter()]
    for buckets, bills in panel:
        for place, standing in enumerate(owed):
            standing[buckets[month + place]] += bills[month + place]
    for bucket in range(1, M4P):
        straight = Fraction(int(after.get(bucket + 1, 0)), int(before[bucket])) if before.get(bucket, 0) > 0 else None
        assert net_flow(Decimal(owed[0][bucket]), Decimal(owed[1][bucket + 1])) == straight


def test_what_april_became_in_may(panel):
    """Counted once by a third way, awk over the file, so that both sides being wrong alike would show."""
    cohort = our_cohorts(panel, 0)[2]
    assert {name: part.accounts for name, part in cohort.parts.items()} == {
        "forward": 134, "stay": 1702, "back": 0, "cure": 930,
    }  # fmt: skip
