"""Property: nights in order, late, doubled or sharded on PostgreSQL leave what the pure rules leave, every night."""

from datetime import timedelta
from itertools import count

import pytest
from django.test.utils import CaptureQueriesContext  # noqa: F401
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import LedgerEntry, Position
from accounts.nightly.fingerprint import Shown, fingerprint
from accounts.rules.facts import Facts
from collections_app.nightly.actions import run_nights
from collections_app.nightly.models import Night, NightProblem
from tests.accounts.database import NIGHT, install, product_following, store_account, store_facts
from tests.accounts.simulation import Simulation
from tests.accounts.strategies import DAYS, START, accounts, policy_lines

LAST = START + timedelta(days=DAYS + 10)
LINES, ACCOUNTS_PER_LINE = 3, 12


@st.composite
def portfolios(draw):
    """Accounts under a few policy lines."""
    ids = count(1)
    return [
        (line, [draw(accounts(line, ids)) for _ in range(ACCOUNTS_PER_LINE)])
        for line in (draw(policy_lines()) for _ in range(LINES))
    ]


SCHEDULE = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 3)), min_size=1, max_size=12)
"""(nights that were missed until this start, shards): a start runs all that is missing, then is started again."""


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(portfolio=portfolios(), schedule=SCHEDULE)
def test_every_night_leaves_what_the_rules_leave(empty_portfolio, portfolio, schedule):
    empty_portfolio()
    install()
    simulated = {}
    for line, members in portfolio:
        product = product_following(line)
        for terms, facts in members:
            account = store_account(terms, product)
            store_facts(account, facts)
            keys = LedgerEntry.objects.filter(card_account=account).order_by("id").values_list("id", flat=True)
            simulated[account.pk] = Simulation(terms, line, *_as_stored(facts, list(keys)))
    expected = {}
    left = {}
    day = START
    while day <= LAST:
        books = {pk: account.night(day) for pk, account in simulated.items()}
        left = {pk: fingerprint(pk, book, Shown.of(book)) for pk, book in books.items()}
        expected[day] = sum(left.values())
        day += timedelta(days=1)
    _run(schedule)
    assert {night.date: int(night.checksum) for night in Night.objects.all()} == expected
    assert dict(Position.objects.values_list("pk", "fingerprint")) == left
    assert not NightProblem.objects.exists()


def _as_stored(facts: Facts, keys: list[int]):
    """The same facts under the numbers the database gave their entries."""
    from dataclasses import replace

    number = dict(zip(sorted(entry.id for entry in facts.entries), keys, strict=True))
    entries = [
        replace(e, id=number[e.id], reverses=number[e.reverses] if e.reverses else None) for e in facts.entries
    ]
    return entries, list(facts.statements), list(facts.holds)


def _run(schedule) -> None:
    day = START - timedelta(days=1)
    for missed, shards in [*schedule, (DAYS + 20, 2)]:
        day = min(day + timedelta(days=missed), LAST)
        for _twice in range(2):
            run_nights(actor=NIGHT, until=day, first=START, shards=shards)
