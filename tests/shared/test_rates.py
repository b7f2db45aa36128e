"""How many calls fit into a rate, and how they are counted over all processes."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from collections_app.shared.counters import SharedCounter, counter_at
from collections_app.shared.rates import Calls, fits, wait_for


@pytest.mark.parametrize(
    ("now", "before", "passed", "limit", "seconds"),
    [
        (0, 0, 0.0, 1, 0),
        (1, 0, 0.0, 2, 0),
        (2, 0, 0.25, 2, 75),  # 45 until this window ends, 30 until half of it has aged
        (0, 2, 0.25, 2, 15),
        (0, 60, 0.5, 100, 0),
        (69, 60, 0.5, 100, 0),
        (70, 60, 0.5, 100, 1),
        (1, 0, 0.5, 1, 90),
    ],
)
def test_what_fits_and_when(now, before, passed, limit, seconds):
    calls = Calls(now=now, before=before, passed=passed)
    assert fits(calls, limit=limit) is (seconds == 0)
    assert wait_for(calls, limit=limit, seconds=60) == pytest.approx(seconds)


@given(
    limit=st.integers(1, 1000),
    now=st.integers(0, 1000),
    before=st.integers(0, 1000),
    passed=st.floats(0, 1, exclude_max=True),
)
def test_after_the_wait_one_fits_and_none_before(limit, now, before, passed):
    calls = Calls(now=min(now, limit), before=min(before, limit), passed=passed)
    wait = wait_for(calls, limit=limit, seconds=1)
    assert 0 <= wait <= 2
    assert fits(_later(calls, wait + 1e-6), limit=limit)
    if wait > 1e-5:
        assert not fits(_later(calls, wait - 1e-5), limit=limit)


def _later(calls, seconds):
    passed = calls.passed + seconds
    if passed < 1:
        return Calls(now=calls.now, before=calls.before, passed=passed)
    if passed < 2:
        return Calls(now=0, before=calls.now, passed=passed - 1)
    return Calls(now=0, before=0, passed=0.0)


def test_processes_beside_each_other_count_together():
    """A connection of its own is what makes a process another one to Redis."""
    caller = f"test:{uuid4()}"
    workers = [SharedCounter(settings.REDIS_URL) for _ in range(3)]

    def one(place):
        return workers[place % 3].count(caller, limit=60, seconds=3600)[0]

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(180))) == 60
    allowed, calls = workers[0].count(caller, limit=60, seconds=3600)
    assert (allowed, calls.now) == (False, 60), "what is refused is not counted"


def test_each_caller_by_itself():
    counter = counter_at(settings.REDIS_URL)
    for _ in range(2):
        assert counter.count(f"test:{uuid4()}", limit=1, seconds=3600)[0]


def test_a_lost_redis_is_told_once_and_nobody_waits_for_it(caplog):
    lost = SharedCounter("redis://127.0.0.1:1/0")
    assert [lost.count("test", limit=1, seconds=60) for _ in range(3)] == [None] * 3
    assert len([one for one in caplog.records if "Redis cannot be reached" in one.message]) == 1
