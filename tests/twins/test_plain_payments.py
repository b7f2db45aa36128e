"""Property: a payment read at once is what the serializer makes of it; what that refuses is never read at once."""

import os
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError

from accounts.api.plain import plain_payment
from accounts.api.postings import PaymentInput

EXAMPLES = int(os.environ.get("FAIRDUE_EXAMPLES", "300"))
PLAIN = {"account_no": "6200000001", "amount": "1000.00", "value_date": "2026-03-19", "source_ref": "BK-1"}
AMOUNTS = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True, places=2).map(str),
    st.sampled_from(["1", "1.0", "1.005", "-1.00", "00.50", "999999999999.99", "1000000000000.00", "1e3", "１.00"]),
    st.sampled_from([1, 1.5, None, True]),
)
DAYS = st.one_of(
    st.dates().map(str),
    st.sampled_from(["2026-02-29", "20260319", "2026-W12-4", "2026-3-19", "2026-03-19T00:00:00", 20260319, None]),
)
TEXTS = st.one_of(
    st.text(max_size=90),
    st.sampled_from(
        ["", " ", " a", "a ", "a\x00", "还款", "\u3000a", "\ud800", "a\nb", "R" * 80, "R" * 81, 7, None, []]
    ),
)
FIELDS = {
    "account_no": TEXTS,
    "amount": AMOUNTS,
    "currency": st.sampled_from(["CNY", "USD", "cny", "XXX", "", None, 1]),
    "value_date": DAYS,
    "posting_date": DAYS,
    "source_ref": TEXTS,
    "description": TEXTS,
    "more": TEXTS,
}


@st.composite
def rows(draw: Any) -> Any:
    """A plain row with one to three fields changed, added or gone."""
    row = dict(PLAIN)
    for name in draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3)):
        if name in row and draw(st.integers(0, 9)) == 0:
            del row[name]
        else:
            row[name] = draw(FIELDS[name])
    return row


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(rows())
def test_read_at_once_it_is_what_the_serializer_says(row):
    try:
        said = dict(PaymentInput().run_validation(row))
    except ValidationError:
        said = None
    at_once = plain_payment(row)
    assert at_once is None or at_once == said


@pytest.mark.parametrize("more", [{}, {"currency": "CNY"}, {"description": ""}, {"posting_date": "2026-03-20"}])
def test_a_plain_row_is_read_at_once(more):
    assert plain_payment({**PLAIN, **more})["amount"] == Decimal("1000.00")


@pytest.mark.parametrize("row", [None, "row", [], {}, {"amount": "1.00"}])
def test_what_is_no_row_is_left_to_the_serializer(row):
    assert plain_payment(row) is None
