"""The next step of a case: what comes before what."""

from datetime import UTC, date, datetime, timedelta

import pytest

from collections_app.desk.rules.next_step import Reachable, next_step

AT = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
TODAY = date(2025, 3, 10)
SOON, LATER = AT + timedelta(hours=1), AT + timedelta(hours=2)
NOW, NOT_NOW = Reachable(allowed=True, until=SOON), Reachable(allowed=False, next_allowed_at=LATER)
PLAIN = {
    "closed_on": None,
    "work_stopped": False,
    "lost": False,
    "promise_due_on": None,
    "follow_up_at": None,
    "numbers": [NOW],
}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "call"),
        ({"closed_on": TODAY, "work_stopped": True}, "closed"),
        ({"work_stopped": True, "promise_due_on": TODAY}, "hold"),
        ({"promise_due_on": TODAY}, "promise"),
        ({"promise_due_on": date(2025, 3, 9)}, "call"),
        ({"promise_due_on": TODAY, "follow_up_at": LATER}, "promise"),
        ({"promise_due_on": TODAY, "follow_up_at": AT}, "call"),
        ({"follow_up_at": LATER}, "follow_up"),
        ({"follow_up_at": AT}, "call"),
        ({"numbers": [NOT_NOW, NOW]}, "call"),
        ({"numbers": [NOT_NOW]}, "wait"),
        ({"numbers": [NOT_NOW], "lost": True}, "locate"),
        ({"numbers": []}, "locate"),
    ],
)
def test_what_comes_first(given, code):
    assert next_step(**{**PLAIN, **given}, today=TODAY, at=AT).code == code


def test_it_waits_for_the_first_number_that_may_be_called_again():
    numbers = [NOT_NOW, Reachable(allowed=False, next_allowed_at=SOON), Reachable(allowed=False)]
    assert next_step(**{**PLAIN, "numbers": numbers}, today=TODAY, at=AT).at == SOON
