"""An account on the exact road leaves the same events as one on the ordinary road."""

import pytest

from accounts.models import LedgerEntry, Position
from accounts.rules.facts import Facts
from collections_app.events.models import Event
from tests.accounts.cards import CALENDAR_A, PLAIN, d, entry
from tests.accounts.database import install, nights, product_following, store_account, store_facts

pytestmark = pytest.mark.django_db


def test_a_missed_minimum_is_told_alike():
    install()
    product = product_following(PLAIN)
    ordinary, exact = store_account(CALENDAR_A, product), store_account(CALENDAR_A, product)
    bought = entry("PURCHASE", "7.00", "02-24")
    store_facts(ordinary, Facts([entry("PURCHASE", "10000.00", "01-20")]))
    store_facts(
        exact,
        Facts(
            [
                entry("PURCHASE", "10000.00", "01-20"),
                bought,
                entry("CHARGE_REVERSAL", "7.00", "02-25", value="02-24", reverses=bought.id),
            ]
        ),
    )
    nights(d("02-04"), d("02-26"))
    roads = dict(Position.objects.values_list("pk", "replayed_on"))
    assert (roads[ordinary.pk] == d("02-26"), roads[exact.pk] == d("02-26")) == (False, True)
    for account in (ordinary, exact):
        fee = LedgerEntry.objects.get(card_account=account, kind="LATE_FEE")
        told = Event.objects.filter(account_id=account.pk, business_date=d("02-26"))
        assert {event.kind: event.data for event in told} == {
            "late_fee.charged": {"entry": fee.pk, "amount": "50.00", "statement_seq": 1},
            "bucket.moved": {"from": -1, "to": 0, "anchor_seq": 1},
        }
