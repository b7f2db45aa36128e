"""Vintage by SQL is vintage by the pure rules, for random bucket histories."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from accounts.models import BucketInterval, Reached91, Statement, VintageFigure
from accounts.nightly.vintage import LONGEST, keep_vintage
from collections_app.dashboards.rules.vintage import complete_through, first_day_91, months_on_book
from tests.accounts.cards import CALENDAR_A, PLAIN
from tests.accounts.database import product_following, store_account
from tests.dashboards.figures import business_date, figure

pytestmark = pytest.mark.django_db

FIRST, AS_OF = date(2024, 3, 12), date(2025, 8, 1)


def due_date(seq):
    """Statement `seq` is due on the 25th of month `seq` of 2024."""
    return date(2024 + (seq - 1) // 12, (seq - 1) % 12 + 1, 25)


def random_history(chance, account):
    """Pieces of history with gaps in no place, some of them known no longer, anchors that jump."""
    day, spans = FIRST + timedelta(days=chance.randint(0, 100)), []
    while day < AS_OF + timedelta(days=30):
        until = day + timedelta(days=chance.randint(1, 150))
        bucket = chance.choice([-1, -1, 0, 1, 2, 3, 4, 5])
        # Like a real ladder: an anchor is past due, and from M2 on for more than a month.
        seq = None if bucket < 0 else max(1, (day.year - 2024) * 12 + day.month - max(bucket, 1) - chance.randint(0, 1))
        ended = until if chance.random() < 0.8 else None
        BucketInterval.objects.create(
            card_account=account, from_date=day, to_date=ended, bucket=bucket, anchor_seq=seq, known_from=day
        )
        if bucket >= 0 and chance.random() < 0.3:  # said before, known better since
            BucketInterval.objects.create(
                card_account=account, from_date=FIRST, to_date=until, bucket=5, anchor_seq=1, known_from=day,
                known_to=until,
            )  # fmt: skip
        spans.append((day, ended, due_date(seq) if bucket >= 2 else None))
        if ended is None:
            break
        day = until
    return spans


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_vintage_is_what_the_rules_give(seed):
    chance = random.Random(seed)
    figure(FIRST, "CURRENT", 1, "1.00")
    products = [product_following(PLAIN), product_following(PLAIN)]
    cohorts, sizes, expected = defaultdict(lambda: defaultdict(int)), defaultdict(int), {}
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
        key = (account.opened_on.replace(day=1), account.product_id, account.currency)
        sizes[key] += 1
        if day := first_day_91(random_history(chance, account), through=AS_OF):
            expected[account.pk] = (day, months_on_book(account.opened_on, day))
            cohorts[key][months_on_book(account.opened_on, day)] += 1

    keep_vintage(AS_OF)
    assert {row.pk: (row.day, row.mob) for row in Reached91.objects.all()} == expected
    assert expected
    wanted = {}
    for key, size in sizes.items():
        since = max(0, (FIRST.year - key[0].year) * 12 + FIRST.month - key[0].month)
        for mob in range(since, min(LONGEST, complete_through(key[0], AS_OF)) + 1):
            wanted[*key, mob] = (size, sum(count for at, count in cohorts[key].items() if at <= mob))
    rows = VintageFigure.objects.values_list("cohort", "product_id", "currency", "mob", "accounts", "ever_91")
    assert {row[:4]: row[4:] for row in rows} == wanted


def test_a_rebuild_gives_the_same_rows_again(capsys):
    test_vintage_is_what_the_rules_give(4)
    kept = list(VintageFigure.objects.order_by("cohort", "product", "currency", "mob").values_list("mob", "ever_91"))
    business_date("08-17")
    call_command("vintage")
    again = VintageFigure.objects.order_by("cohort", "product", "currency", "mob").values_list("mob", "ever_91")
    assert list(again) == kept
    assert "as of 2025-08-01" in capsys.readouterr().out
