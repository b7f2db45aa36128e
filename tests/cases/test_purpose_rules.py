"""What a call is for: a reminder, an appointment, or the debt."""

import pytest

from collections_app.cases.rules.purpose import is_left_alone, purpose_now


@pytest.mark.parametrize(
    ("due", "appointment", "promised", "purpose"),
    [
        (False, False, False, "COLLECT"),
        (True, False, False, "COLLECT"),
        (False, True, False, "COLLECT"),
        (True, True, False, "APPOINTMENT"),
        (True, True, True, "PROMISE_REMINDER"),
        (False, False, True, "PROMISE_REMINDER"),
    ],
)
def test_what_a_call_is_for(due, appointment, promised, purpose):
    assert purpose_now(due=due, appointment=appointment, promised=promised) == purpose


@pytest.mark.parametrize(
    ("holds", "bucket", "coded", "alone"),
    [
        ([], 2, 4, False),
        (["DISPUTE"], 3, 4, False),
        (["PROMISE"], 2, 4, True),
        ([], 4, 4, True),
        ([], 3, 3, True),
        ([], 5, 6, False),
    ],
)
def test_who_promised_is_only_reminded_while_nothing_else_is_let_through(holds, bucket, coded, alone):
    assert is_left_alone(holds, bucket, coded=coded) == alone
