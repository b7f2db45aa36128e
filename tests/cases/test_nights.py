"""The life of cases through real nights, and what the step over cases makes of positions put there by hand."""

from datetime import date, timedelta

import pytest

from accounts.models import FeedDay, Installation
from accounts.nightly.shard import Shard
from collections_app.cases.actions.holds import place_hold, release_hold
from collections_app.cases.models import Case, CaseHold, Claim, DeskPolicy
from collections_app.cases.nightly.steps import keep_cases
from collections_app.events.models import Event
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from tests.accounts.cards import d, entry
from tests.accounts.desk import noon, open_desk
from tests.cases import files

pytestmark = pytest.mark.django_db
BOSS = Actor.command("test")
CURED = entry("PAYMENT", "2170.00", "04-10")


def happened(*kinds: str) -> list[tuple]:
    events = Event.objects.filter(kind__in=[f"case.{kind}" for kind in kinds]).order_by("id")
    return [(event.kind, event.business_date, event.data) for event in events]


# -- real nights ----------------------------------------------------------------------------------------------------


def test_a_case_opens_with_the_night_that_finds_the_minimum_missed():
    desk = open_desk(aged_to="02-25")
    assert not Case.objects.exists()
    desk.age_to("02-26")
    case = Case.objects.get()
    assert (case.opened_on, case.closed_on, case.bucket, case.bucket_since) == (d("02-26"), None, 0, d("02-26"))
    assert (str(case.past_due), case.past_due_since, case.currency, case.accounts) == ("1000.00", d("02-25"), "CNY", 1)
    assert (case.account, case.product, case.cardholder) == (
        desk.account,
        desk.account.product,
        desk.account.cardholder,
    )
    assert case.queue is None  # M0 is worked by nobody
    assert happened("opened") == [("case.opened", d("02-26"), {"case": case.pk, "bucket": 0})]


def test_it_moves_with_its_account_and_wakes():
    desk = open_desk(aged_to="02-26")
    Case.objects.update(sleeps_until=noon("03-20"))
    desk.age_to("03-05")
    case = Case.objects.get()
    assert (case.bucket, case.bucket_since, case.opened_on) == (1, d("03-05"), d("02-26"))
    assert case.sleeps_until is None
    assert happened("moved") == [("case.moved", d("03-05"), {"case": case.pk, "from": 0, "to": 1})]


def test_it_closes_when_all_is_paid_and_whoever_works_it_loses_it(cast):
    desk = open_desk(CURED, aged_to="04-10")
    case = Case.objects.get()
    Claim.objects.create(case=case, user=cast.user("agent"), claimed_at=noon("04-10"), expires_at=noon("04-20"))
    promise = place_hold(actor=BOSS, case_id=case.pk, kind="PROMISE", reason="pays", until=d("04-20"), at=noon("04-10"))
    dispute = place_hold(actor=BOSS, case_id=case.pk, kind="DISPUTE", reason="asks", at=noon("04-10"))
    desk.age_to("04-11")
    case.refresh_from_db()
    assert (case.closed_on, case.close_reason, case.bucket, str(case.past_due)) == (d("04-11"), "CURED", -1, "0.00")
    assert (case.queue, case.accounts, case.past_due_since) == (None, 0, None)
    assert not Claim.objects.exists()
    promise.refresh_from_db()
    dispute.refresh_from_db()
    assert (promise.released_by, dispute.released_at) == ("night", None)
    assert case.hold_kinds == ["DISPUTE"]
    assert happened("closed")[0][2] == {"case": case.pk, "from": 2, "reason": "CURED"}


@pytest.mark.parametrize(("within", "cases"), [(60, 1), (15, 1), (14, 2), (0, 2)])
def test_a_relapse_opens_it_again_or_a_new_one_begins(within, cases):
    desk = open_desk(CURED, aged_to="04-11")
    DeskPolicy.objects.create(valid_from=d("04-12"), reopen_within_days=within, recorded_by="test")
    desk.age_to("04-26")  # 15 days after it closed
    newest = Case.objects.latest("id")
    assert (Case.objects.count(), newest.closed_on, newest.bucket) == (cases, None, 0)
    if cases == 1:
        assert (newest.opened_on, newest.reopened, newest.reopened_on) == (d("02-26"), 1, d("04-26"))
        assert happened("reopened") == [("case.reopened", d("04-26"), {"case": newest.pk, "bucket": 0})]
    else:
        assert (newest.opened_on, newest.reopened) == (d("04-26"), 0)


def test_without_the_payment_feed_no_case_opens_and_none_gets_worse():
    desk = open_desk(aged_to="02-01")
    Installation.objects.update(payment_feed="DAILY")
    _feeds("01-20", "02-24")
    desk.age_to("02-26")
    assert not Case.objects.exists()
    _feeds("02-25", "03-03", recorded=d("02-26"))
    desk.age_to("02-27")
    assert [case.opened_on for case in Case.objects.all()] == [d("02-27")]
    desk.age_to("03-05")
    assert Case.objects.get().bucket == 0
    _feeds("03-04", "03-05", recorded=d("03-05"))
    desk.age_to("03-06")
    assert (Case.objects.get().bucket, Case.objects.get().bucket_since) == (1, d("03-06"))


def _feeds(first: str, last: str, *, recorded: date | None = None) -> None:
    day = d(first)
    while day <= d(last):
        FeedDay.objects.create(day=day, recorded_on=recorded or day)
        day += timedelta(days=1)


# -- the step alone -------------------------------------------------------------------------------------------------


def night(on: str, *, shards: int = 1) -> int:
    """Keep the cases for that day; how much changed."""
    changed = 0
    for index in range(shards):
        sql.run("DISCARD TEMP")
        changed += keep_cases(Shard(on=d(on), index=index, of=shards))
    return changed


def test_the_first_night_of_a_portfolio_opens_every_case_at_once_and_is_done_once():
    holders = [files.holder() for _ in range(5)]
    for holder in holders:
        files.account(holder, bucket=2)
    files.account(files.holder(), bucket=-1, past_due="0.00")
    assert (night("2025-03-10", shards=2), night("2025-03-10", shards=2)) == (5, 0)
    assert {case.cardholder for case in Case.objects.all()} == set(holders)


def test_the_worst_currency_drives_and_nothing_is_summed_across():
    holder = files.holder()
    files.account(holder, bucket=1, past_due="9000.00", since=d("2025-02-25"))
    dollars = files.account(holder, bucket=3, past_due="80.00", currency="USD", since=d("2025-01-25"))
    files.account(holder, bucket=0, past_due="20.00", currency="USD", since=d("2025-03-05"))
    night("2025-03-10")
    case = Case.objects.get()
    assert (case.bucket, case.account, case.currency, str(case.past_due)) == (3, dollars, "USD", "100.00")
    assert (case.accounts, case.past_due_since) == (3, d("2025-01-25"))


def test_one_of_two_accounts_is_paid_and_the_case_follows_the_other():
    holder = files.holder()
    worst, other = files.account(holder, bucket=3, past_due="700.00"), files.account(holder, past_due="300.00")
    night("2025-03-10")
    files.position(worst, bucket=-1, past_due="0.00", balance=None, since=d("2025-03-01"), changed_on=d("2025-03-11"))
    night("2025-03-11")
    case = Case.objects.get()
    assert (case.bucket, case.bucket_since, case.account) == (1, d("2025-03-11"), other)
    assert (str(case.past_due), case.accounts) == ("300.00", 1)


def test_a_charged_off_or_closed_account_that_is_past_due_is_still_worked():
    for status in ("CHARGED_OFF", "CLOSED"):
        files.account(files.holder(), bucket=5, status=status)
    assert night("2025-03-10") == 2


def test_region_language_and_restriction_come_with_the_accounts():
    holder = files.holder(restriction="STAFF", language="zh-yue")
    account = files.account(holder)
    night("2025-03-10")
    assert [(case.restriction, case.language) for case in Case.objects.all()] == [("STAFF", "zh-yue")]
    holder.restriction, holder.region = "", "Fujian"
    holder.save()
    files.position(
        account, bucket=1, past_due="600.00", balance=None, since=d("2025-02-25"), changed_on=d("2025-03-11")
    )
    night("2025-03-11")
    assert [(case.restriction, case.region) for case in Case.objects.all()] == [("", "Fujian")]


def test_a_hold_lasts_its_last_day_and_ends_with_it():
    case = files.case()
    hold = place_hold(
        actor=BOSS, case_id=case.pk, kind="HARDSHIP", reason="ill", until=d("2025-03-12"), at=noon("2025-03-10")
    )
    night("2025-03-12")
    assert CaseHold.objects.get().released_at is None
    night("2025-03-15")
    hold.refresh_from_db()
    case.refresh_from_db()
    assert (hold.released_by, hold.released_at.isoformat()) == ("night", "2025-03-12T16:00:00+00:00")  # midnight here
    assert (case.hold_kinds, case.work_stopped) == ([], False)
    ran_out = Event.objects.get(kind="hold.ran_out")
    assert (ran_out.business_date, ran_out.data["until"]) == (d("2025-03-15"), "2025-03-12")


def test_a_plan_keeps_a_paid_case_open_until_it_ends():
    case = files.case()
    plan = place_hold(actor=BOSS, case_id=case.pk, kind="PLAN", reason="agreed", at=noon("2025-03-10"))
    files.position(
        case.account, bucket=-1, past_due="0.00", balance=None, since=d("2025-03-01"), changed_on=d("2025-03-11")
    )
    assert (night("2025-03-11"), night("2025-03-11")) == (1, 0)
    case.refresh_from_db()
    assert (case.closed_on, case.bucket, case.past_due_since) == (None, -1, None)
    release_hold(actor=BOSS, hold_id=plan.pk, reason="performed", at=noon("2025-03-12"))
    night("2025-03-13")
    case.refresh_from_db()
    assert case.closed_on == d("2025-03-13")


def test_what_protected_somebody_protects_them_in_the_next_case():
    holder = files.holder()
    first = files.case(of=holder)
    hold = place_hold(actor=BOSS, case_id=first.pk, kind="DECEASED", reason="the son called", at=noon("2025-03-10"))
    files.position(
        first.account, bucket=-1, past_due="0.00", balance=None, since=d("2025-03-01"), changed_on=d("2025-03-11")
    )
    night("2025-03-11")
    files.position(
        first.account, bucket=0, past_due="90.00", balance=None, since=d("2025-06-25"), changed_on=d("2025-06-28")
    )
    night("2025-06-28")
    first.refresh_from_db()
    hold.refresh_from_db()
    newest = Case.objects.get(closed_on=None)
    assert (newest.pk != first.pk, hold.case, newest.hold_kinds, newest.work_stopped) == (
        True,
        newest,
        ["DECEASED"],
        True,
    )
    assert first.hold_kinds == []


def test_another_language_in_the_banks_file_reaches_the_case_though_nothing_moved():
    made = files.case(of=files.holder(language="zh"))
    shard = Shard(on=d("2025-03-11"), index=0, of=1)
    assert keep_cases(shard) == 0
    made.cardholder.language = "yue"
    made.cardholder.save()
    sql.run("DISCARD TEMP")
    assert keep_cases(shard) == 1
    made.refresh_from_db()
    assert (made.language, made.bucket, made.past_due_since) == ("yue", 1, files.DUE)
    sql.run("DISCARD TEMP")
    assert keep_cases(shard) == 0
