"""What the night keeps is what a recount gives: from positions on the day, from bucket history afterwards."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import BucketInterval, CardAccount, Cardholder, MonthEnd, Position
from accounts.rules.facts import Facts, Hold
from collections_app.dashboards import queries
from collections_app.dashboards.queries import Amounts, Filters
from collections_app.dashboards.queries.flow_accounts import Behind
from collections_app.shared.actor import Actor
from tests.accounts.cards import CALENDAR_A, PLAIN, d, entry, worked_account
from tests.accounts.database import install, nights, product_following, store_account, store_facts

pytestmark = pytest.mark.django_db

FIRST, LAST = d("02-24"), d("04-01")
EVERYTHING = Filters()
# Name: entries beside the purchase of 10 000.00, currency, region, statement day.
PORTFOLIO = {
    "nothing paid": ((), "CNY", "广东", 5),
    "cures in March": ((entry("PAYMENT", "2170.00", "03-12"),), "CNY", "广东", 5),
    "pays part": ((entry("PAYMENT", "1000.00", "03-20"),), "CNY", "北京", 5),
    "in time": ((entry("PAYMENT", "1000.00", "02-25"),), "CNY", "", 5),
    "in dollars": ((), "USD", "北京", 5),
    "in dollars, later": ((), "USD", "北京", 12),
}


@pytest.fixture
def portfolio():
    install()
    product = product_following(PLAIN)
    for entries, currency, region, day in PORTFOLIO.values():
        terms = replace(CALENDAR_A, statement_day=day, first_statement_date=d("02-05").replace(day=day))
        account = worked_account(*entries, terms=terms)
        stored = store_account(account.terms, product)
        CardAccount.objects.filter(pk=stored.pk).update(currency=currency)
        Cardholder.objects.filter(pk=stored.cardholder_id).update(region=region)
        store_facts(stored, Facts(account.entries, (), ()))
    return product


def recounted(currency):
    found = defaultdict(Amounts)
    for position in Position.objects.filter(currency=currency):
        found[position.bucket] += Amounts(accounts=1, balance=position.balance, past_due=position.past_due)
    return dict(found)


def bucket_on(day):
    return {
        history.card_account_id: history.bucket
        for history in BucketInterval.objects.filter(known_to=None, from_date__lte=day)
        if history.to_date is None or history.to_date > day
    }


def test_figures_and_flows_are_what_a_recount_gives(portfolio):
    day = FIRST
    while day <= LAST:
        nights(day, day)
        for currency in ("CNY", "USD"):
            kept = queries.figures_of([day], currency=currency, filters=EVERYTHING)
            assert kept[day] == recounted(currency), day
        day += timedelta(days=1)

    assert queries.days_with_figures() == (FIRST, LAST)
    currency_of = dict(CardAccount.objects.values_list("pk", "currency"))
    for back in range((LAST - FIRST).days + 1):
        on = LAST - timedelta(days=back)
        counted = Counter((currency_of[pk], bucket) for pk, bucket in bucket_on(on).items())
        figures = {c: queries.figures_of([on], currency=c, filters=EVERYTHING)[on] for c in ("CNY", "USD")}
        assert {(c, b): a.accounts for c, by in figures.items() for b, a in by.items()} == dict(counted), on

    assert_march_is_the_difference_of_two_month_ends(currency_of)
    assert_regions_are_kept_apart()


def assert_march_is_the_difference_of_two_month_ends(currency_of):
    start, end = bucket_on(d("03-01")), bucket_on(LAST)
    owed = dict(MonthEnd.objects.filter(day=d("02-28")).values_list("card_account_id", "balance"))
    for currency in ("CNY", "USD"):
        expected = defaultdict(lambda: [0, Decimal(0)])
        for pk, balance in owed.items():
            if currency_of[pk] == currency:
                cell = expected[start[pk], end[pk]]
                cell[0] += 1
                cell[1] += balance
        moves = queries.moves(LAST, currency=currency, filters=EVERYTHING)
        found = {
            (row.from_bucket, cell.to_bucket): [cell.accounts, cell.balance]
            for row in moves.rows
            for cell in row.cells
            if cell.accounts
        }
        assert found == dict(expected)
        assert (moves.since, moves.through) == (d("02-28"), d("03-31"))
        assert all(row.forward + row.stay + row.back + row.cure == 1 for row in moves.rows)


def assert_regions_are_kept_apart():
    in_beijing = queries.figures_of([LAST], currency="CNY", filters=Filters(region="北京"))[LAST]
    assert queries.total(in_beijing).accounts == 1
    unknown = queries.figures_of([LAST], currency="CNY", filters=Filters(region=queries.NO_REGION))[LAST]
    assert queries.total(unknown).accounts == 1
    choices = queries.choices_on(LAST)
    assert (choices.currencies, choices.regions) == (["CNY", "USD"], ["-", "北京", "广东"])
    moved = queries.moves(LAST, currency="USD", filters=Filters(region="北京"))
    assert sum(row.accounts for row in moved.rows) == 2


# Since, last day, recorded, last day recorded on; and whether March leaves the account out.
FRAUDS = {
    "never": (None, False),
    "to this day": (("03-10", None, "03-10", None), True),
    "over before the end": (("03-10", "03-20", "03-10", "03-20"), False),
    "over, but said later": (("03-10", "03-20", "03-10", "04-01"), True),
    "said later": (("03-10", None, "04-01", None), False),
    "begins later": (("04-01", None, "03-10", None), False),
}


def fraud(since, until, recorded_on, until_recorded_on):
    return Hold(
        kind="FRAUD",
        since=d(since),
        until=until and d(until),
        recorded_on=d(recorded_on),
        until_recorded_on=until_recorded_on and d(until_recorded_on),
    )


def test_accounts_of_a_fraud_case_are_no_part_of_any_rate():
    install()
    product, stored = product_following(PLAIN), {}
    for name, (days, _out) in FRAUDS.items():
        account = worked_account(terms=replace(CALENDAR_A, statement_day=5))
        stored[name] = store_account(account.terms, product)
        store_facts(stored[name], Facts(account.entries, (), (fraud(*days),) if days else ()))
    nights(FIRST, LAST)
    counted = {pk.pk for name, pk in stored.items() if not FRAUDS[name][1]}
    rows = queries.moves(LAST, currency="CNY", filters=EVERYTHING).rows
    assert sum(row.accounts for row in rows) == len(counted) == 4
    everybody = Actor.command("test")
    behind = [
        row.card_account_id
        for start in queries.BUCKETS
        for row in Behind(
            until=LAST, start=start, ends=queries.BUCKETS, currency="CNY", filters=EVERYTHING
        ).as_known_then(everybody)
    ]
    assert sorted(behind) == sorted(counted)
    assert queries.total(queries.figures_of([LAST], currency="CNY", filters=EVERYTHING)[LAST]).accounts == 6
