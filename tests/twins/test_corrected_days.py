"""A past day as corrected since by SQL is the plain recount from bucket history and ledger, for random portfolios."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import (
    AccountHold,
    BucketInterval,
    CardAccount,
    Cardholder,
    CorrectedFigure,
    CorrectedFlow,
    CorrectedTrend,
    LedgerEntry,
    Position,
)
from collections_app.dashboards import corrected
from collections_app.dashboards.actions import ask_corrected, compute_corrected
from collections_app.dashboards.models import CorrectedDay
from collections_app.dashboards.queries import Filters
from collections_app.dashboards.queries.flow_accounts import Behind
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.accounts.cards import CALENDAR_A, PLAIN, d
from tests.accounts.database import product_following, store_account
from tests.dashboards.figures import business_date, figure

pytestmark = pytest.mark.django_db

FIRST_NIGHT, KNOWN_ON = d("01-20"), d("07-10")
DAYS = ["01-20", "01-31", "02-01", "02-28", "03-01", "05-17", "07-01", "07-10"]
NIGHT = Actor.night()


def some_day(chance, first, last):
    return first + timedelta(days=chance.randint(0, (last - first).days))


def random_history(chance, account):
    """Pieces without a gap up to today, and among them what was said once and is known better since."""
    begins = FIRST_NIGHT if chance.random() < 0.7 else some_day(chance, FIRST_NIGHT, KNOWN_ON)
    pieces = []
    while begins <= KNOWN_ON:
        ends = begins + timedelta(days=chance.choice([1, 9, 31, 80, 200]))
        piece = {"card_account": account, "from_date": begins, "to_date": ends if ends <= KNOWN_ON else None}
        pieces.append(BucketInterval(**piece, bucket=chance.choice([-1, -1, *range(6)]), known_from=begins))
        if chance.random() < 0.3:
            pieces.append(BucketInterval(**piece, bucket=5, known_from=begins, known_to=KNOWN_ON))
        begins = ends
    return pieces


def random_ledger(chance, account):
    """Purchases and payments, many of them recorded long after they count, and what nights booked."""
    if chance.random() < 0.2:
        return []
    entries = []
    for _number in range(chance.randint(1, 14)):
        kind, sign = chance.choice([("PURCHASE", 1), ("PAYMENT", -1), ("PAYMENT", -1), ("INTEREST", 1)])
        value = some_day(chance, FIRST_NIGHT - timedelta(days=40), KNOWN_ON + timedelta(days=1))
        by_night = kind == "INTEREST"
        late = timedelta(days=0 if by_night else chance.choice([0, 0, 1, 5, 40]))
        entries.append(
            LedgerEntry(
                card_account=account, kind=kind, amount=sign * Decimal(chance.randint(1, 99_999)) / 100,
                posting_date=value + late, value_date=value, recorded_on=value + late,
                recorded_by="night" if by_night else "test",
            )
        )  # fmt: skip
    return entries


def random_holds(chance, account):
    """Fraud that lasts, ended, was recorded late or found out only today; and a hold that keeps nobody out."""
    if chance.random() < 0.6:
        return []
    since = some_day(chance, FIRST_NIGHT, KNOWN_ON)
    until = chance.choice([None, since + timedelta(days=chance.randint(0, 60))])
    return [
        AccountHold(
            card_account=account, kind=chance.choice(["FRAUD", "FRAUD", "DISPUTE"]), since=since, until=until,
            until_recorded_on=until and chance.choice([None, until, KNOWN_ON]),
            recorded_on=since + timedelta(days=chance.choice([0, 0, 50])), recorded_by="test", reason="test",
        )
    ]  # fmt: skip


def is_known(entry):
    """The night for `KNOWN_ON` knew it: it stands in the balance of today."""
    effective = max(entry.posting_date, entry.value_date, entry.recorded_on)
    return effective < KNOWN_ON or (effective == KNOWN_ON and entry.recorded_by == "night")


class Account:
    """An account as the plain recount sees it."""

    def __init__(self, chance, product):
        stored = store_account(CALENDAR_A, product)
        currency, region = chance.choice(["CNY", "CNY", "USD"]), chance.choice(["广东", "北京", ""])
        CardAccount.objects.filter(pk=stored.pk).update(currency=currency)
        Cardholder.objects.filter(pk=stored.cardholder_id).update(region=region)
        self.place = (product.pk, region, currency)
        self.history = [piece for piece in self._kept(random_history(chance, stored)) if piece.known_to is None]
        self.entries = [entry for entry in self._kept(random_ledger(chance, stored)) if is_known(entry)]
        self.holds = self._kept(random_holds(chance, stored))
        Position.objects.create(
            card_account=stored, cardholder_id=stored.cardholder_id, product=product, currency=currency,
            next_statement_date=KNOWN_ON, bucket_since=KNOWN_ON, changed_on=KNOWN_ON,
            balance=sum(entry.amount for entry in self.entries),
        )  # fmt: skip

    def _kept(self, rows):
        return type(rows[0]).objects.bulk_create(rows) if rows else []

    def bucket(self, day):
        """None before the account came here."""
        return next((p.bucket for p in self.history if p.from_date <= day and (not p.to_date or p.to_date > day)), None)

    def is_fraud(self, day):
        """As the night for `KNOWN_ON` knows it."""
        known = [hold for hold in self.holds if hold.kind == "FRAUD" and hold.recorded_on < KNOWN_ON]
        ended = [hold.until and (not hold.until_recorded_on or hold.until_recorded_on < KNOWN_ON) for hold in known]
        return any(
            hold.since <= day and not (known_end and hold.until < day)
            for hold, known_end in zip(known, ended, strict=True)
        )

    def owed(self, day):
        """What counts before the day, and what the night itself booked on it."""
        return sum(
            entry.amount
            for entry in self.entries
            if entry.value_date < day or (entry.value_date == day and entry.recorded_by == "night")
        )


@pytest.fixture(params=[1, 2, 3])
def portfolio(request):
    chance = random.Random(request.param)
    figure(FIRST_NIGHT, "CURRENT", 1, "1.00"), figure(KNOWN_ON, "CURRENT", 1, "1.00")
    business_date("07-10")
    products = [product_following(PLAIN), product_following(PLAIN)]
    return [Account(chance, chance.choice(products)) for _number in range(60)]


def summed(found):
    """Accounts and balance by key, of pairs of key and balance."""
    sums = defaultdict(lambda: [0, Decimal(0)])
    for key, balance in found:
        sums[key][0] += 1
        sums[key][1] += balance
    return dict(sums)


def standing(portfolio, day):
    """Accounts and balance by place and bucket on one morning."""
    placed = [(one, one.bucket(day)) for one in portfolio]
    return summed(((*one.place, bucket), one.owed(day)) for one, bucket in placed if bucket is not None)


def flowing(portfolio, start, until):
    """Who owed something on the morning `start` or was delinquent, by bucket then and on `until`; no fraud."""
    last_day = until - timedelta(days=1)
    then = [(one, one.bucket(start), one.owed(start)) for one in portfolio if not one.is_fraud(last_day)]
    cohort = [(one, bucket, owed) for one, bucket, owed in then if bucket is not None and (owed or bucket >= 0)]
    return summed(((*one.place, bucket, one.bucket(until)), owed) for one, bucket, owed in cohort)


def flows_up_to(day):
    """The mornings between which the flows of `day` run."""
    month = day.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    return {(start, until) for start, until in ((month, day), (before, month)) if FIRST_NIGHT <= start < until}


def kept(model, *columns, **only):
    rows = model.objects.filter(**only).values_list("product_id", "region", "currency", *columns, "accounts", "balance")
    return {row[:-2]: list(row[-2:]) for row in rows}


@pytest.mark.parametrize("asked", DAYS)
def test_a_corrected_day_is_what_a_recount_gives(portfolio, asked):
    day = d(asked)
    ask_corrected(actor=NIGHT, day=day, at=clock.now())
    compute_corrected(actor=NIGHT, day=day, at=clock.now())
    assert CorrectedDay.objects.get().status == "DONE", CorrectedDay.objects.get().failure

    assert kept(CorrectedFigure, "bucket") == standing(portfolio, day)

    for start, until in flows_up_to(day):
        rows = kept(CorrectedFlow, "from_bucket", "to_bucket", until=until, since=start - timedelta(days=1))
        assert rows
        assert rows == flowing(portfolio, start, until), (start, until)
        assert_its_lists_are_the_same(rows, until)
    assert set(CorrectedFlow.objects.values_list("until", flat=True)) == {until for _start, until in flows_up_to(day)}

    every_day = list(days_up_to(day))
    recounted = {one: standing(portfolio, one) for one in every_day}
    found = {key: list(zip(*series, strict=True)) for key, series in kept(CorrectedTrend, "bucket").items()}
    assert found
    delinquent = {key for sums in recounted.values() for key in sums if key[-1] >= 0}
    assert found == {key: [tuple(recounted[one].get(key, (0, 0))) for one in every_day] for key in delinquent}
    assert set(CorrectedTrend.objects.values_list("first_day", flat=True)) <= {every_day[0]}
    assert_the_page_adds_them_up(day, recounted)


def assert_its_lists_are_the_same(flow, until):
    """Each figure is the accounts behind it and what they owed: all of a bucket, those who stayed, each other end."""
    for start in range(-1, 6):
        expected = {key: found for key, found in flow.items() if key[2:4] == ("CNY", start)}
        assert behind(until, start, range(-1, 6)) == expected, (until, start)
        for end in range(-1, 6):
            cell = {key: found for key, found in expected.items() if key[4] == end}
            assert behind(until, start, [end]) == cell, (until, start, end)


def behind(until, start, ends):
    """Accounts and balance in yuan by place, start and end."""
    figure = Behind(until=until, start=start, ends=ends, currency="CNY", filters=Filters())
    rows = figure.as_corrected(NIGHT, known_on=KNOWN_ON).select_related("card_account__cardholder")
    return summed(
        ((one.card_account.product_id, one.card_account.cardholder.region, "CNY", start, one.to_bucket), one.balance)
        for one in rows
    )


def days_up_to(day):
    first = max(FIRST_NIGHT, day - timedelta(days=89))
    return (first + timedelta(days=ahead) for ahead in range((day - first).days + 1))


def assert_the_page_adds_them_up(day: date, recounted):
    """The trend of one region, all products together."""
    shown = corrected.trend(FIRST_NIGHT, day, currency="CNY", filters=Filters(region="北京"))
    assert list(shown) == list(recounted)
    for one, sums in recounted.items():
        expected: dict[int, list] = defaultdict(lambda: [0, Decimal(0)])
        for (_product, region, currency, bucket), (accounts, balance) in sums.items():
            if (region, currency) == ("北京", "CNY") and bucket >= 0:
                expected[bucket][0] += accounts
                expected[bucket][1] += balance
        found = {bucket: [a.accounts, a.balance] for bucket, a in shown[one].items() if a.accounts}
        assert found == dict(expected), one
