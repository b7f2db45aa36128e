"""What a call is for: a reminder, an appointment, or the debt."""

import pytest

from collections_app.cases.rules.purpose import purpose_now


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
