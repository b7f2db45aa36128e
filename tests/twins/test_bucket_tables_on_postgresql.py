"""The bucket tables of the reference (§1.8) again, row by row, as nights on PostgreSQL leave them."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.api.standing import Standings
from accounts.models import Position
from accounts.rules.calendar import DueOffset
from accounts.rules.facts import Facts, Terms
from accounts.rules.policy import Policy, PolicyLine
from tests.accounts.cards import CALENDAR_A, GRACE_3, PLAIN, d, entry
from tests.accounts.database import install, product_following, store_account, store_facts
from tests.accounts.desk import Desk, open_desk
from tests.accounts.rules import test_bucket_calendar as tables

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("terms", "policies", "bought", "table"),
    [
        (CALENDAR_A, PLAIN, "01-20", tables.TABLE_A),
        (Terms(30, DueOffset(25), date(2023, 12, 30)), PLAIN, "2023-12-10", tables.DAY_30_OFFSET_25_2024),
        (Terms(30, DueOffset(25), date(2024, 12, 30)), PLAIN, "2024-12-10", tables.DAY_30_OFFSET_25_2025),
        (CALENDAR_A, GRACE_3, "01-20", tables.GRACE_3),
        (Terms(31, DueOffset(25), date(2025, 1, 31)), GRACE_3, "01-20", tables.GRACE_OVER_FEBRUARY),
    ],
    ids=["A", "C-2024", "C-2025", "G", "grace-over-february"],
)
def test_nights_leave_the_tables_of_the_reference(terms, policies, bought, table):
    install()
    account = store_account(terms, product_following(policies))
    store_facts(account, Facts([entry("PURCHASE", "10000.00", bought)]))
    check(Desk(account, d(bought)), table)


@pytest.mark.parametrize(("payment", "tolerance", "table"), tables.PAYMENTS, ids=["P1", "P2", "P3", "P4", "P5", "P6"])
def test_nights_leave_the_payments_of_the_reference(payment, tolerance, table):
    day, amount = payment
    policies = PolicyLine([Policy(valid_from=d("2000-01-01"), overdue_tolerance_amount=Decimal(tolerance))])
    desk = open_desk(entry("PAYMENT", amount, day), policies=policies, aged_to="02-05")
    check(desk, table)


def check(desk, table):
    for row in table.split("\n"):
        if row:
            day, expected = row.split(" ", 1)
            desk.age_to(day)
            assert f"{day} {shown(desk)}" == f"{day} {expected}"


def shown(desk):
    position = Position.objects.get(pk=desk.account.pk)
    now = Standings().of(desk.account, position)
    return f"{now.bucket} {int(now.in_gap)} {position.episode_late_fees} {now.dpd}"
