"""Vintage by SQL is vintage by the pure rules, for random bucket histories of which some was known better later."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from accounts.models import BucketInterval, CardAccount, Reached91, Statement, VintageFigure
from accounts.nightly.vintage import LONGEST, firsts, keep_vintage
from collections_app.dashboards.queries import Filters
from collections_app.dashboards.queries.vintage import Reading, accounts_behind, curves
from collections_app.dashboards.rules.vintage import complete_through, first_day_91, months_on_book
from collections_app.shared.actor import Actor
from tests.accounts.cards import CALENDAR_A, PLAIN
from tests.accounts.database import product_following, store_account
from tests.dashboards.figures import business_date, figure

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2024, 3, 12), date(2025, 8, 17)
MONTHS = firsts(FIRST, LAST)
EVERYTHING = Filters()


def due_date(seq):
    """Statement `seq` is due on the 25th of month `seq` of 2024."""
    return date(2024 + (seq - 1) // 12, (seq - 1) % 12 + 1, 25)


def store_history(chance, account):
    """Pieces of history with gaps in no place, anchors that jump; some of it said once and known better later."""
    day = FIRST + timedelta(days=chance.randint(0, 100))
    while day < LAST + timedelta(days=30):
        until = day + timedelta(days=chance.randint(1, 150))
        bucket = chance.choice([-1, -1, 0, 1, 2, 3, 4, 5])
        # Like a real ladder: an anchor is past due, and from M2 on for more than a month.
        seq = None if bucket < 0 else max(1, (day.year - 2024) * 12 + day.month - max(bucket, 1) - chance.randint(0, 1))
        ended = until if chance.random() < 0.8 else None
        late = chance.choice([0, 0, 40, 100])
        BucketInterval.objects.create(
            card_account=account, from_date=day, to_date=ended, bucket=bucket, anchor_seq=seq,
            known_from=day + timedelta(days=late),
        )  # fmt: skip
        if late:  # until then something else was held to be right
            BucketInterval.objects.create(
                card_account=account, from_date=day, bucket=5, anchor_seq=1, known_from=day,
                known_to=day + timedelta(days=late),
            )  # fmt: skip
        if ended is None:
            break
        day = until


def history_known_on(account, day):
    """What was held to be right on `day`, as the rules read it."""
    rows = BucketInterval.objects.filter(card_account=account, known_from__lte=day)
    return [
        (row.from_date, row.to_date, due_date(row.anchor_seq) if row.bucket >= 2 else None)
        for row in rows
        if row.known_to is None or row.known_to > day
    ]


def store_portfolio(seed):
    chance = random.Random(seed)
    figure(FIRST, "CURRENT", 1, "1.00")
    figure(LAST, "CURRENT", 1, "1.00")
    products = [product_following(PLAIN), product_following(PLAIN)]
    for number in range(60):
        account = store_account(CALENDAR_A, products[number % 2])
        account.opened_on = date(2023, 11, 30) + timedelta(days=chance.randint(0, 560))
        account.currency = chance.choice(["CNY", "USD"])
        account.save()
        for seq in range(1, 21):
            Statement.objects.create(
                card_account=account, seq=seq, due_date=due_date(seq), statement_date=due_date(seq) - timedelta(20),
                effective_due_date=due_date(seq), balance=Decimal(1), minimum_due=Decimal(1), issued_by="BANK",
                recorded_on=due_date(seq),
            )  # fmt: skip
        store_history(chance, account)


def recounted(as_of, *, known_on):
    """The points `as_of` could show and who stands behind them, by the rules alone, with what `known_on` knew."""
    newly, sizes, reached = defaultdict(lambda: defaultdict(int)), defaultdict(int), {}
    for account in CardAccount.objects.all():
        key = (account.opened_on.replace(day=1), account.product_id, account.currency)
        if account.opened_on < known_on:
            sizes[key] += 1
        if day := first_day_91(history_known_on(account, known_on), through=known_on):
            month = months_on_book(account.opened_on, day)
            newly[key][month] += 1
            reached[account.pk] = (day, month)
    points = {}
    for key, size in sizes.items():
        since = max(0, (FIRST.year - key[0].year) * 12 + FIRST.month - key[0].month)
        for mob in range(since, min(LONGEST, complete_through(key[0], as_of)) + 1):
            points[*key, mob] = (size, sum(count for at, count in newly[key].items() if at <= mob))
    return points, reached


def points_of(reading):
    rows = reading.figures.values_list("cohort", "product_id", "currency", "mob", "accounts", "ever_91")
    return {row[:4]: row[4:] for row in rows}


def rows():
    reached = Reached91.objects.values_list("card_account_id", "cohort", "mob", "day", "known_from", "known_to")
    points = VintageFigure.objects.values_list(
        "cohort", "product_id", "currency", "mob", "accounts", "ever_91", "known_from", "known_to"
    )
    return set(reached), set(points)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_readings_of_every_month_are_what_the_rules_give(seed):
    store_portfolio(seed)
    for on in MONTHS:
        keep_vintage(on)
    newest, differing = MONTHS[-1], 0
    for as_of in MONTHS:
        then, since = (Reading(as_of=as_of, known_on=known_on) for known_on in (as_of, newest))
        points, reached = recounted(as_of, known_on=as_of)
        assert points_of(then) == points, as_of
        assert {row.card_account_id: (row.day, row.mob) for row in then.reached} == reached, as_of
        corrected, _reached = recounted(as_of, known_on=newest)
        assert points_of(since) == corrected, as_of
        differing += any(points[point] != corrected[point] for point in points)
    assert differing


def test_every_point_of_both_readings_has_as_many_accounts_behind_it():
    store_portfolio(5)
    for on in MONTHS:
        keep_vintage(on)
    everybody, seen = Actor.command("test"), 0
    for as_of in MONTHS[::4]:
        for known_on in (as_of, MONTHS[-1]):
            reading = Reading(as_of=as_of, known_on=known_on)
            for curve in curves(reading, currency="CNY", filters=EVERYTHING, size=100):
                for mob, ever in curve.ever.items():
                    behind = accounts_behind(
                        reading, curve.cohort, mob=mob, currency="CNY", filters=EVERYTHING, actor=everybody
                    )
                    assert behind.count() == ever, (as_of, known_on, curve.cohort, mob)
                    seen += ever
    assert seen


def test_a_month_done_again_and_a_rebuild_write_the_same_rows(capsys):
    store_portfolio(4)
    for on in MONTHS:
        keep_vintage(on)
    kept = rows()
    assert any(row[-1] for row in kept[0]) and any(row[-1] for row in kept[1])
    keep_vintage(MONTHS[-1])
    assert rows() == kept
    for on in MONTHS[-4:]:
        keep_vintage(on)
    assert rows() == kept
    business_date(f"{LAST:%m-%d}")
    call_command("vintage")
    assert rows() == kept
    assert "the newest as of 2025-08-01" in capsys.readouterr().out
