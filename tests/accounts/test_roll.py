"""Roll rates add up to exactly one; net flow, flow-through and lagged loss of the worked example (domain §5)."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.roll import (
    OUTCOMES,
    cohorts,
    flow_through,
    lagged_loss,
    loss,
    net_flow,
    outcome,
)

M1 = [(1, 2, 2, Decimal("30000")), (1, 1, 2, Decimal("17000")), (1, -1, 3, Decimal("29000"))]
M2 = [(2, 3, 1, Decimal("9000")), (2, 1, 1, Decimal("7000")), (2, -1, 1, Decimal("4000"))]
# CURRENT in January, M1 in February … M4+ in June
CHAIN = [Decimal(text) for text in ("1000.0", "40.0", "16.0", "8.8", "6.6", "5.28")]
BUCKET = st.integers(min_value=-1, max_value=5)
FLOWS = st.lists(st.tuples(BUCKET, BUCKET, st.integers(1, 999), st.decimals(1, 10**9, places=2)), max_size=40)


def percent(share):
    return round(float(share) * 100, 2)


def rates(flows, bucket, *, by_balance):
    found = cohorts(flows)[bucket]
    return [percent(found.rate(name, by_balance=by_balance)) for name in OUTCOMES]


def test_rates_of_the_domain_text():
    assert rates(M1 + M2, 1, by_balance=True) == [39.47, 22.37, 0.0, 38.16]
    assert rates(M1 + M2, 1, by_balance=False) == [28.57, 28.57, 0.0, 42.86]
    assert rates(M1 + M2, 2, by_balance=True) == [45.0, 0.0, 35.0, 20.0]


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        (-1, -1, "stay"), (-1, 0, "forward"), (-1, 5, "forward"), (0, -1, "cure"), (2, 0, "back"), (5, 5, "stay"),
        (5, 4, "back"), (3, 4, "forward"),
    ],
)  # fmt: skip
def test_words_for_a_move(start, end, word):
    assert outcome(start, end) == word


@given(FLOWS)
def test_the_four_always_add_up_to_one(flows):
    for cohort in cohorts(flows).values():
        for by_balance in (False, True):
            assert sum(cohort.rate(name, by_balance=by_balance) for name in OUTCOMES) == 1
            assert sum(cohort.shown(by_balance=by_balance).values()) == 1
    assert sum(cohort.whole.accounts for cohort in cohorts(flows).values()) == sum(flow[2] for flow in flows)


def test_shown_rates_of_the_domain_text():
    shown = cohorts(M1)[1].shown(by_balance=True)
    assert [str(share) for share in shown.values()] == ["0.3947", "0.2237", "0.0000", "0.3816"]


def test_a_cohort_that_owes_nothing_has_no_rates_by_balance():
    overpaid = cohorts([(-1, -1, 3, Decimal("-12.00"))])[-1]
    assert overpaid.rate("stay", by_balance=True) is None
    assert set(overpaid.shown(by_balance=True).values()) == {None}
    assert overpaid.rate("stay", by_balance=False) == 1


def test_net_flow_of_the_domain_text():
    assert percent(net_flow(Decimal("76000"), Decimal("30900"))) == 40.66
    assert net_flow(Decimal("100"), Decimal("40")) == Fraction(2, 5)
    assert net_flow(Decimal("0.00"), Decimal("5.00")) is None


def test_the_chain_of_the_domain_text():
    steps = [net_flow(before, after) for before, after in pairwise(CHAIN)]
    assert [percent(step) for step in steps] == [4.0, 40.0, 55.0, 75.0, 80.0]
    assert flow_through(steps[1:]) == Fraction("0.132")
    assert flow_through(steps) == Fraction("0.00528")
    assert lagged_loss(CHAIN[-1], CHAIN[1]) == Fraction("0.132")


def test_a_loss_is_what_reached_the_last_bucket_in_the_month():
    reached = [(4, 5, 8, Decimal("5.28")), (3, 5, 1, Decimal("1"))]
    stayed, left = [(4, 4, 2, Decimal("1.32")), (5, 5, 9, Decimal("77"))], [(5, 4, 1, Decimal("3"))]
    assert loss([*reached, *stayed, *left]) == Decimal("6.28")
    assert loss([]) == 0


def test_a_chain_with_an_unknown_step_says_nothing():
    assert flow_through([Fraction(1, 2), None]) is None
    assert flow_through([]) is None
