"""Property: nights in order, late, doubled, sharded or without their payment feed leave what the pure rules leave.

FAIRDUE_EXAMPLES=50 looks longer, at other portfolios each time.
"""

import os
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import FeedDay, LedgerEntry, Position
from accounts.nightly.fingerprint import Shown, fingerprint
from accounts.rules.facts import Facts
from collections_app.nightly.actions import run_nights
from collections_app.nightly.models import Night, NightProblem
from tests.accounts.database import NIGHT, install, product_following, store_account, store_facts
from tests.accounts.simulation import Simulation
from tests.accounts.strategies import DAYS, START, accounts, policy_lines

ONE_DAY = timedelta(days=1)
LAST = START + timedelta(days=DAYS + 10)
LINES, ACCOUNTS_PER_LINE = 3, 10
EXAMPLES = int(os.environ.get("FAIRDUE_EXAMPLES", "2"))

SCHEDULE = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 3)), min_size=1, max_size=12)
"""(nights missed until this start, shards): a start runs all that is missing, then is started once more."""

MISSING_FEEDS = st.dictionaries(st.integers(20, DAYS), st.integers(1, 4), max_size=3)
"""Day of the story whose payment feed is late: how many days late."""


@st.composite
def portfolios(draw):
    """Accounts under a few policy lines."""
    ids = count(1)
    lines = [draw(policy_lines()) for _ in range(LINES)]
    return [(line, draw(accounts(line, ids))) for line in lines for _ in range(ACCOUNTS_PER_LINE)]


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FAIRDUE_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate],  # to shrink a whole portfolio would take hours
    suppress_health_check=list(HealthCheck),
)
@given(portfolio=portfolios(), schedule=SCHEDULE, late_feeds=MISSING_FEEDS)
def test_every_night_leaves_what_the_rules_leave(empty_portfolio, portfolio, schedule, late_feeds):
    empty_portfolio()
    install(payment_feed="DAILY")
    simulated = _store(portfolio)
    held = _store_feeds({START + timedelta(days=day): late for day, late in late_feeds.items()})
    expected, left = _play(simulated, held)
    _run(schedule)
    assert {night.date: int(night.checksum) for night in Night.objects.all()} == expected
    assert dict(Position.objects.values_list("pk", "fingerprint")) == left
    assert set(Night.objects.filter(held=True).values_list("date", flat=True)) == held
    assert list(NightProblem.objects.values_list("night_id", "account_id", "reason")) == []


def _store(portfolio) -> dict[int, Simulation]:
    products = {line: product_following(line) for line in {line for line, _ in portfolio}}
    simulated = {}
    for line, (terms, facts) in portfolio:
        product = products[line]
        account = store_account(terms, product)
        store_facts(account, facts)
        simulated[account.pk] = Simulation(terms, line, *_as_stored(facts, account))
    return simulated


def _as_stored(facts: Facts, account):
    """The same facts under the numbers the database gave their entries."""
    keys = LedgerEntry.objects.filter(card_account=account).order_by("id").values_list("id", flat=True)
    number = dict(zip(sorted(entry.id for entry in facts.entries), keys, strict=True))
    entries = [
        replace(entry, id=number[entry.id], reverses=number[entry.reverses] if entry.reverses else None)
        for entry in facts.entries
    ]
    return entries, list(facts.statements), list(facts.holds)


def _store_feeds(late: dict[date, int]) -> set[date]:
    """A feed for every day, some late; returns the nights that had to do without theirs."""
    days = [START - ONE_DAY + timedelta(days=n) for n in range((LAST - START).days + 1)]
    FeedDay.objects.bulk_create(FeedDay(day=day, recorded_on=day + timedelta(days=late.get(day, 0))) for day in days)
    return {day + ONE_DAY for day in late if late[day] and day + ONE_DAY <= LAST}


def _play(simulated: dict[int, Simulation], held: set[date]) -> tuple[dict[date, int], dict[int, int]]:
    """The checksum of every night by the pure rules, and the last night's fingerprints."""
    checksums: dict[date, int] = {}
    shown: dict[int, Shown] = {}
    left: dict[int, int] = {}
    decided = START
    day = START
    while day <= LAST:
        decided = decided if day in held else day
        for pk, account in simulated.items():
            book = account.night(day, decided_through=decided)
            now = Shown.of(book)
            if day not in held or now.bucket <= shown[pk].bucket:
                shown[pk] = now
            left[pk] = fingerprint(pk, book, shown[pk])
        checksums[day] = sum(left.values())
        day += ONE_DAY
    return checksums, left


def _run(schedule) -> None:
    day = START - ONE_DAY
    for missed, shards in [*schedule, (DAYS + 20, 2)]:
        day = min(day + timedelta(days=missed), LAST)
        for _twice in range(2):
            run_nights(actor=NIGHT, until=day, first=START, shards=shards)
