"""A night that takes no time: one account, one start."""

from datetime import timedelta

from accounts.models import Installation
from accounts.rules.facts import Facts
from collections_app.nightly.models import Night
from tests.accounts.cards import PLAIN, d, worked_account
from tests.accounts.database import install, nights, product_following, store_account, store_facts

FIRST = d("02-24")


def portfolio_of_one(**more) -> None:
    """An account with a purchase and an installation that has had no night."""
    install(**more)
    account = worked_account()
    store_facts(store_account(account.terms, product_following(PLAIN)), Facts(account.entries, (), ()))


def with_nights(count: int, **more) -> None:
    portfolio_of_one(**more)
    nights(FIRST, FIRST + timedelta(days=count - 1))


def business_date():
    return Installation.objects.get(pk=1).business_date


def break_night(status: str = "FAILED", failure: str = "ValueError: a full disk") -> Night:
    """A night that stopped after its first step, as a start that failed leaves it."""
    on = business_date() + timedelta(days=1)
    night = Night.objects.create(
        date=on, status=status, shards=1, started_by="night", started_at="2025-03-01T01:30+08:00", failure=failure
    )
    night.steps.create(step="open_positions", shard=0, rows=0, seconds=0, finished_at="2025-03-01T01:31+08:00")
    return night
