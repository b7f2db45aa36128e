"""Why an account is where it is: the worked account of the reference, explained after a night on PostgreSQL."""

import json
from datetime import date
from decimal import Decimal

import pytest

from accounts.explain import explanation_of
from accounts.explain.explanation import NextBucket
from accounts.models import FeedDay, LedgerEntry, Position
from accounts.rules.money import to_cents
from accounts.rules.policy import Policy, PolicyLine
from collections_app.shared.errors import Refused
from tests.accounts.cards import PLAIN, d, entry, worked_account
from tests.accounts.database import install
from tests.accounts.played import run_night, store_played

pytestmark = pytest.mark.django_db


TOLERANT = PolicyLine([Policy(valid_from=date(2000, 1, 1), overdue_tolerance_amount=Decimal("10.00"))])


def after_night(on: date, *more, policies=PLAIN):
    install()
    account = store_played(worked_account(*more, policies=policies), until=on)
    run_night(on)
    return account


def test_the_worked_account_is_explained():
    account = after_night(d("04-10"))
    why = explanation_of(account.pk, on=d("04-10"))
    position = Position.objects.get(pk=account.pk)
    assert (why.bucket, why.bucket_since, why.dpd, why.dpd_since) == ("M2", d("04-05"), 44, d("02-25"))
    assert (
        (why.past_due, why.balance)
        == (position.past_due, position.balance)
        == (Decimal("2170.00"), Decimal("10536.91"))
    )
    assert (why.asset_class, why.bureau_digit, why.minimums_missed) == ("SPECIAL_MENTION", "2", 2)
    assert [(due.seq, due.counted, due.short) for due in why.due_dates] == [
        (1, True, Decimal("1000.00")),
        (2, True, Decimal("2170.00")),
        (3, False, Decimal("3246.91")),
    ]
    assert why.anchor == why.due_dates[0]
    assert why.next_bucket == NextBucket(bucket="M3", on=d("05-05"))
    assert why.next_statement_date == d("05-05")
    assert why.unbilled_interest == Decimal("25.95")


def test_each_late_fee_names_rule_inputs_version_and_entry():
    account = after_night(d("04-10"))
    second, first = explanation_of(account.pk, on=d("04-10")).late_fees
    assert (first.amount, first.unpaid_minimum, first.applied) == (Decimal("50.00"), Decimal("1000.00"), "ratio")
    assert (second.amount, second.unpaid_minimum) == (Decimal("108.50"), Decimal("2170.00"))
    assert (second.ratio, second.at_least) == (Decimal("0.05"), Decimal("10.00"))
    assert LedgerEntry.objects.get(pk=second.entry_id).amount == second.amount
    assert second.version.valid_from == date(2000, 1, 1)


def test_what_cures_and_what_rolls_back():
    account = after_night(d("04-10"))
    cure = explanation_of(account.pk, on=d("04-10")).cure
    assert (cure.amount, cure.at_least) == (Decimal("2170.00"), Decimal("2170.00"))
    assert [(step.amount, step.bucket) for step in cure.steps] == [
        (Decimal("1000.00"), "M1"),
        (Decimal("2170.00"), "CURRENT"),
    ]


def test_a_due_date_of_today_belongs_to_the_cure():
    account = after_night(d("02-25"))
    why = explanation_of(account.pk, on=d("02-25"))
    assert (why.bucket, why.cure.amount) == ("CURRENT", Decimal("1000.00"))
    assert why.next_bucket == NextBucket(bucket="M0", on=d("02-26"))


def test_tolerance_lowers_what_cures():
    account = after_night(d("03-12"), policies=TOLERANT)
    cure = explanation_of(account.pk, on=d("03-12")).cure
    assert (cure.amount, cure.at_least) == (Decimal("1000.00"), Decimal("990.00"))


def test_a_fee_reversed_by_a_late_payment_stays_visible_as_reversed():
    late = entry("PAYMENT", "500.00", "03-10", value="02-24", recorded="03-10")
    account = after_night(d("03-12"), late)
    new, old = explanation_of(account.pk, on=d("03-12")).late_fees
    assert (old.amount, old.reversed_by is not None, old.unpaid_minimum) == (Decimal("50.00"), True, None)
    assert (new.amount, new.unpaid_minimum, new.reversed_by) == (Decimal("25.00"), Decimal("500.00"), None)
    assert (old.in_episode, new.in_episode) == (False, True)


def test_a_payment_recorded_today_counts_for_the_nights_to_come_and_not_for_today():
    account = after_night(d("04-10"), entry("PAYMENT", "2170.00", "04-10"))
    why = explanation_of(account.pk, on=d("04-10"))
    assert (why.bucket, why.past_due) == ("M2", Decimal("2170.00"))
    assert why.next_bucket == NextBucket(bucket="CURRENT", on=d("04-11"))


def test_the_cost_of_the_episode_as_an_annual_rate():
    account = after_night(d("04-10"))
    cost = explanation_of(account.pk, on=d("04-10")).episode_cost
    assert (cost.since, cost.days, cost.fees) == (d("02-26"), 43, Decimal("158.50"))
    assert (cost.interest, cost.average_principal) == (Decimal("219.36"), Decimal("10000.00"))
    assert cost.annual_rate == Decimal("0.320738")
    assert cost.above_ceiling


def test_a_payment_lowers_the_average_principal_from_its_value_date():
    account = after_night(d("06-10"), entry("PAYMENT", "1000.00", "05-27"))
    cost = explanation_of(account.pk, on=d("06-10")).episode_cost
    days = (d("06-10") - d("02-26")).days
    assert cost.average_principal == to_cents(Decimal(10000) - Decimal(1000) * 14 / days)


def test_a_current_account_needs_no_cure_and_has_no_episode():
    account = after_night(d("03-12"), entry("PAYMENT", "10000.00", "02-20"))
    why = explanation_of(account.pk, on=d("03-12"))
    assert (why.bucket, why.anchor, why.cure, why.episode_cost, why.next_bucket) == ("CURRENT", None, None, None, None)


def test_an_earlier_day_is_explained_as_known_then():
    late = entry("PAYMENT", "1000.00", "03-10", value="02-24", recorded="03-10")
    account = after_night(d("03-12"), late)
    assert explanation_of(account.pk, on=d("03-10")).bucket == "M1"
    assert explanation_of(account.pk, on=d("03-11")).bucket == "CURRENT"


def test_it_is_plain_json():
    account = after_night(d("04-10"))
    body = json.loads(json.dumps(explanation_of(account.pk, on=d("04-10")).as_dict()))
    assert (body["bucket"], body["past_due"], body["dpd_since"]) == ("M2", "2170.00", "2025-02-25")
    assert body["late_fees"][0]["version"]["valid_from"] == "2000-01-01"


def refused(account_id, on):
    with pytest.raises(Refused) as caught:
        explanation_of(account_id, on=on)
    return caught.value.code


def test_unknown_accounts_and_days_without_a_night_are_refused():
    assert refused(999, d("04-10")) == "not_yet"
    account = after_night(d("03-12"))
    assert refused(account.pk, d("03-13")) == "not_yet"
    assert refused(account.pk + 1000, d("03-12")) == "not_found"


@pytest.mark.parametrize("fed", [True, False])
def test_a_held_night_shows_the_bucket_of_the_night_before_a_day_older(fed):
    install(payment_feed="DAILY")
    account = store_played(worked_account(), until=d("03-05"))
    run_night(d("03-05"))
    if fed:
        FeedDay.objects.create(day=d("03-04"), recorded_on=d("03-04"))
    why = explanation_of(account.pk, on=d("03-05"))
    assert why.held is not fed
    assert (why.bucket, why.dpd) == (("M1", 8) if fed else ("CURRENT", 0))
