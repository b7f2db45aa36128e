"""The payment feed of a day is missing (B10): no fee, no worse bucket, until it comes or a manager decides."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import FeedDay, LedgerEntry, Position
from accounts.rules.facts import Facts
from collections_app.nightly.actions import verify, waive_feed
from collections_app.nightly.models import Night
from collections_app.shared.errors import Refused
from tests.accounts.cards import d, entry, worked_account
from tests.accounts.database import NIGHT, install, nights, product_following, store_account, store_facts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unpaid():
    """The worked account, its purchase of 10 000.00 unpaid; feeds came every day up to 23 February."""
    install(payment_feed="DAILY")
    account = worked_account()
    stored = store_account(account.terms, product_following(account.policies))
    store_facts(stored, Facts(account.entries))
    day = d("01-20")
    while day <= d("02-24"):
        FeedDay.objects.create(day=day, recorded_on=day)
        day += timedelta(days=1)
    nights(d("01-21"), d("02-25"))
    return stored


def fees(account):
    rows = LedgerEntry.objects.filter(card_account=account, kind="LATE_FEE").order_by("id")
    return list(rows.values_list("amount", "posting_date", "value_date"))


def test_no_fee_and_no_worse_bucket_until_the_feed_comes(unpaid):
    nights(d("02-26"), d("02-28"))
    assert list(Night.objects.filter(held=True).values_list("date", flat=True)) == [d("02-26"), d("02-27"), d("02-28")]
    assert fees(unpaid) == []
    assert Position.objects.get(pk=unpaid.pk).bucket == -1
    for day in ("02-25", "02-26", "02-27", "02-28"):
        FeedDay.objects.create(day=d(day), recorded_on=d("02-28"))
    nights(d("03-01"), d("03-01"))
    assert fees(unpaid) == [(Decimal("50.00"), d("03-01"), d("02-26"))]
    position = Position.objects.get(pk=unpaid.pk)
    assert (position.bucket, position.episode_late_fees) == (0, 1)
    for day in ("02-25", "02-26", "02-28", "03-01"):
        assert verify(actor=NIGHT, on=d(day)), day


def test_a_payment_in_the_late_feed_was_in_time(unpaid):
    nights(d("02-26"), d("02-27"))
    paid = entry("PAYMENT", "1000.00", "02-25", recorded="02-27")
    store_facts(unpaid, Facts([paid]))
    for day in ("02-25", "02-26", "02-27"):
        FeedDay.objects.create(day=d(day), recorded_on=d("02-27"))
    nights(d("02-28"), d("03-04"))
    assert fees(unpaid) == []
    assert Position.objects.get(pk=unpaid.pk).bucket == -1


def test_a_manager_lets_the_night_go_on_with_a_reason(unpaid):
    nights(d("02-26"), d("02-26"))
    with pytest.raises(Refused) as refused:
        waive_feed(actor=NIGHT, day=d("02-25"), reason=" ")
    assert refused.value.field == "reason"
    waive_feed(actor=NIGHT, day=d("02-25"), reason="The bank confirms there were no payments.")
    waive_feed(actor=NIGHT, day=d("02-26"), reason="The bank confirms there were no payments.")
    nights(d("02-27"), d("02-27"))
    assert fees(unpaid) == [(Decimal("50.00"), d("02-27"), d("02-26"))]
    assert Position.objects.get(pk=unpaid.pk).bucket == 0
    with pytest.raises(Refused) as again:
        waive_feed(actor=NIGHT, day=d("02-25"), reason="The bank confirms there were no payments.")
    assert again.value.code == "feed_there"


def test_a_past_night_as_known_then_and_as_corrected(unpaid):
    for day in range((d("03-20") - d("02-25")).days):
        FeedDay.objects.create(day=d("02-25") + timedelta(days=day), recorded_on=d("02-25"))
    late = entry("PAYMENT", "1000.00", "02-24", recorded="03-10")
    store_facts(unpaid, Facts([late]))
    nights(d("02-26"), d("03-12"))
    for day in ("02-26", "03-05", "03-10", "03-11", "03-12"):
        assert verify(actor=NIGHT, on=d(day)), day
    assert not verify(actor=NIGHT, on=d("02-26"), corrected=True)
    assert verify(actor=NIGHT, on=d("02-24"), corrected=True)
    corrected = unpaid.bucket_intervals.filter(known_to=None).order_by("from_date")
    assert [(row.from_date, row.bucket) for row in corrected] == [(d("01-21"), -1)]
    then = unpaid.bucket_intervals.exclude(known_to=None).order_by("from_date")
    assert [(row.from_date, row.bucket, row.known_to) for row in then][-1] == (d("03-05"), 1, d("03-11"))
