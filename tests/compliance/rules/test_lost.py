"""Contact is lost when every number is wrong or after three misses on three days, while no verified one is untried."""

from datetime import date

import pytest

from collections_app.compliance.rules.lost import FailureFact, PointFact, contact_lost

from .asks import CHINA, shipped

VERIFIED, UNVERIFIED, WRONG = "VERIFIED", "UNVERIFIED", "INVALID"


def lost(points, misses, policy=CHINA):
    """`points`: number -> status; `misses`: (number, day of March 2026)."""
    return contact_lost(
        policy,
        [PointFact(number_hash=number, status=status) for number, status in points.items()],
        [FailureFact(number_hash=number, day=date(2026, 3, day)) for number, day in misses],
    )


@pytest.mark.parametrize(
    ("points", "misses", "is_lost"),
    [
        # three misses, three days
        ({"a": VERIFIED}, [("a", 2), ("a", 3), ("a", 4)], True),
        ({"a": UNVERIFIED}, [("a", 2), ("a", 3), ("a", 4)], True),
        ({"a": VERIFIED}, [("a", 2), ("a", 3)], False),
        ({"a": VERIFIED}, [("a", 2), ("a", 2), ("a", 3)], False),
        ({"a": VERIFIED}, [("a", 2), ("a", 2), ("a", 3), ("a", 4)], True),
        # another number
        ({"a": VERIFIED, "b": VERIFIED}, [("a", 2), ("a", 3), ("a", 4)], False),
        ({"a": VERIFIED, "b": VERIFIED}, [("a", 2), ("b", 3), ("a", 4)], True),
        ({"a": VERIFIED, "b": UNVERIFIED}, [("a", 2), ("a", 3), ("a", 4)], True),
        # an invalid number
        ({"a": WRONG}, [], True),
        ({"a": WRONG, "b": VERIFIED}, [], False),
        ({"a": WRONG, "b": VERIFIED}, [("b", 2)], False),
        ({"a": WRONG, "b": UNVERIFIED}, [], False),
        ({"a": WRONG, "b": UNVERIFIED}, [("b", 2), ("b", 3)], False),
        ({"a": WRONG, "b": UNVERIFIED}, [("b", 2), ("b", 3), ("b", 4)], True),
        ({"a": WRONG, "b": WRONG}, [], True),
        ({"a": WRONG, "b": WRONG, "c": UNVERIFIED}, [], False),
        # nothing to try, nothing tried
        ({}, [], True),
        ({"a": VERIFIED}, [], False),
        ({"a": UNVERIFIED}, [], False),
    ],
)
def test_when_contact_is_lost(points, misses, is_lost):
    assert lost(points, misses) is is_lost


def test_how_many_misses_is_policy():
    patient = shipped("CN_CBA_2026", lost_after_failures=4, lost_on_distinct_days=2)
    assert not lost({"a": VERIFIED}, [("a", 2), ("a", 3), ("a", 4)], patient)
    assert lost({"a": VERIFIED}, [("a", 2), ("a", 2), ("a", 3), ("a", 3)], patient)
