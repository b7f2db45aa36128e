"""The steps over accounts, in the order the night runs them (`collections_app.nightly.steps`).

They expect the tables of `policies.join_answers` on their connection.
"""

from datetime import date, timedelta

from django.db.models import F

from accounts.models import CardAccount, FeedDay, Installation, Position
from accounts.nightly.replay import replay
from accounts.nightly.shard import Shard
from accounts.queries.policy_lines import policy_lines
from accounts.queries.terms import due_rule_of
from accounts.rules.calendar import due_date, first_statement_after, next_statement_date, statement_seq
from collections_app.shared import sql


def feed_missing(on: date) -> bool:
    """True when the payment feed expected for the day before has neither come nor been waived (B10)."""
    expected = Installation.objects.filter(payment_feed=Installation.PaymentFeed.DAILY).exists()
    return expected and not FeedDay.objects.filter(day=on - timedelta(days=1), recorded_on__lt=on).exists()


def open_positions(shard: Shard) -> int:
    """A position for each account known since the last night."""
    sql.run(sql.load("accounts", "waiting_accounts"), shard.params())
    calendars = sql.rows("SELECT DISTINCT statement_day, first_statement_date FROM waiting")
    if not calendars:
        return 0
    sql.run(
        """
        CREATE TEMP TABLE cycle_opening (
            statement_day int, first_statement_date date,
            cycle_seq int, last_statement_date date, next_statement_date date
        ) ON COMMIT DROP
        """
    )
    sql.copy_in(
        "cycle_opening",
        ["statement_day", "first_statement_date", "cycle_seq", "last_statement_date", "next_statement_date"],
        (_opening(day, first, shard.on) for day, first in calendars),
    )
    return sql.value(sql.load("accounts", "open_positions"), shard.params())


def _opening(statement_day: int, first: date, on: date) -> tuple[int, date, int, date | None, date]:
    following = max(first, first_statement_after(on - timedelta(days=1), statement_day))
    seq = statement_seq(following, first=first)
    last = first_statement_after(following - timedelta(days=32), statement_day) if seq > 1 else None
    return statement_day, first, seq - 1, last, following


def take_in(shard: Shard) -> int:
    """Yesterday's entries and statements enter pools and ladder; what arrived out of order is flagged."""
    params = shard.params(stops=_interest_stops())
    sql.run(sql.load("accounts", "flag_holds"), params)
    sql.run(sql.load("accounts", "flag_undecided"), params)
    sql.run(sql.load("accounts", "flag_exact_road"), params)
    arrived = sql.run(sql.load("accounts", "take_in_statements"), params)
    sql.run(sql.load("accounts", "compare_minimums"), params)
    posted = sql.run(sql.load("accounts", "take_in_debits"), params)
    sql.run(sql.load("accounts", "allocate_credits"), params)
    paid = sql.run(sql.load("accounts", "pay_ladder"), params)
    return arrived + posted + paid


def _interest_stops() -> list[str]:
    kinds = {kind for line in policy_lines().values() for v in line.versions for kind in v.interest_stop_holds}
    return sorted(kinds)


def replay_changed(shard: Shard) -> int:
    """Flagged accounts are played from their facts (`accounts.nightly.replay`)."""
    return replay(shard, decided_through=last_decided(shard))


def last_decided(shard: Shard) -> date:
    """The last night, this one included, that had its payment feed; the first day there is if none had."""
    if not shard.held:
        return shard.on
    fed = FeedDay.objects.filter(day__lt=shard.day_before, recorded_on__lte=F("day")).order_by("-day")
    day = fed.values_list("day", flat=True).first()
    return date.min if day is None else day + timedelta(days=1)


def decide_due(shard: Shard) -> int:
    """What fell due yesterday: interest-free days kept or lost, minimum met or missed."""
    return sql.run(sql.load("accounts", "decide_due"), shard.params())


def cut_statements(shard: Shard) -> int:
    """Statements of tonight's statement dates; accounts on a bank's feed only pass into their next cycle."""
    sql.run(sql.load("accounts", "closing"), shard.params())
    _join_cycles(shard.on)
    return sql.run(sql.load("accounts", "cut_statements"), shard.params())


def _join_cycles(on: date) -> None:
    """Due dates and the next statement date, once per product and calendar that cuts tonight."""
    sql.run(
        """
        CREATE TEMP TABLE cycle_on (
            product_id bigint, statement_day int, due_rule text, due_day int, due_offset_days int,
            next_statement_day int, due_date date, effective_due_date date, next_statement_date date
        ) ON COMMIT DROP
        """
    )
    lines = policy_lines()
    calendars = sql.rows(
        "SELECT DISTINCT product_id, statement_day, due_rule, due_day, due_offset_days, next_statement_day FROM closing"
    )
    sql.copy_in(
        "cycle_on",
        [
            "product_id", "statement_day", "due_rule", "due_day", "due_offset_days", "next_statement_day",
            "due_date", "effective_due_date", "next_statement_date",
        ],
        (_cycle(row, on, lines[row[0]].on(on).grace_days) for row in calendars),
    )  # fmt: skip


def _cycle(row: tuple, on: date, grace_days: int) -> tuple:
    _product, statement_day, rule, due_day, offset, next_statement_day = row
    account = CardAccount(due_rule=rule, due_day=due_day, due_offset_days=offset)
    due = due_date(on, statement_day=statement_day, due_rule=due_rule_of(account))
    return (*row, due, due + timedelta(days=grace_days), next_statement_date(on, next_statement_day))


def charge_late_fees(shard: Shard) -> int:
    """A late fee per minimum missed, where the night keeps the charges."""
    return sql.run(sql.load("accounts", "charge_late_fees"), shard.params())


def move_buckets(shard: Shard) -> int:
    """Buckets, history and events of every account that something happened to; then its fingerprint."""
    sql.run(sql.load("accounts", "touched"), shard.params())
    moved = sql.run(sql.load("accounts", "move_buckets"), shard.params())
    sql.run(sql.load("accounts", "fingerprint"), shard.params())
    return moved


def flagged() -> int:
    """Accounts still waiting for the exact road; 0 after a finished night."""
    return Position.objects.filter(needs_replay=True).count()
