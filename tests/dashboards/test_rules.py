"""Shares add up to one; the matrix of the worked example; which bucket the bank's months mean."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models.derived import DelinquencyBucket
from accounts.rules.shares import shares
from collections_app.dashboards.rules.bank_months import bucket_of_months
from collections_app.dashboards.rules.matrix import matrix

BUCKETS = [int(bucket) for bucket in DelinquencyBucket]
# domain §5: seven accounts of M1 at the month end, four places of M2 by balance
M1 = [(1, 2, 2, Decimal("30000")), (1, 1, 2, Decimal("17000")), (1, -1, 3, Decimal("29000"))]
M2 = [(2, 3, 1, Decimal("9000")), (2, 1, 1, Decimal("7000")), (2, -1, 1, Decimal("4000"))]


@given(st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=9), st.integers(0, 6))
def test_shares_add_up_to_exactly_one_and_lose_less_than_a_unit(parts, places):
    found = shares(parts, places=places)
    if not sum(parts):
        assert found is None
        return
    assert sum(found) == 1
    unit = Decimal(1).scaleb(-places)
    assert all(abs(share - Decimal(part) / sum(parts)) < unit for share, part in zip(found, parts, strict=True))


def test_shares_of_the_domain_text_to_a_hundredth_of_a_percent():
    assert shares([30000, 17000, 29000], places=4) == [Decimal("0.3947"), Decimal("0.2237"), Decimal("0.3816")]


def test_a_row_that_sums_to_nothing_has_no_shares():
    assert shares([Decimal("-5.00"), Decimal("3.00")]) is None


def words(row):
    return [str(share) for share in (row.forward, row.stay, row.back, row.cure)]


def test_the_worked_matrix_by_balance():
    rows = matrix([*M1, *M2], buckets=BUCKETS, by_balance=True)
    assert [row.from_bucket for row in rows] == [1, 2]
    assert words(rows[0]) == ["0.395", "0.224", "0.000", "0.381"]
    assert (rows[0].accounts, rows[0].balance) == (7, Decimal("76000"))
    assert words(rows[1]) == ["0.450", "0.000", "0.350", "0.200"]


def test_the_worked_matrix_by_accounts():
    row = matrix(M1, buckets=BUCKETS, by_balance=False)[0]
    assert words(row) == ["0.286", "0.286", "0.000", "0.428"]
    assert sum([row.forward, row.stay, row.back, row.cure]) == 1


def test_heat_grows_with_the_share():
    cells = matrix(M1, buckets=BUCKETS, by_balance=True)[0].cells
    assert [cell.heat for cell in cells] == [2, 0, 2, 2, 0, 0, 0]


@pytest.mark.parametrize(("months", "bucket"), [(0, -1), (1, 1), (4, 4), (5, 5), (8, 5)])
def test_months_mean_the_core_part_of_a_bucket(months, bucket):
    assert bucket_of_months(months) == bucket
