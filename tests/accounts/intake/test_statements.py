"""Statements: the calendar, due dates, the minimum, and frozen facts."""

from datetime import date

import pytest

from accounts.models import CardAccount, Statement

HEADER = "account_no,statement_date,due_date,balance,minimum_due,past_due,months_past_due\n"


@pytest.mark.parametrize(
    ("account", "statement_date", "seq", "due_date"),
    [
        ("A1", "2025-02-05", 1, "2025-02-25"),
        ("A1", "2026-03-05", 14, "2026-03-25"),
        ("A2", "2025-02-28", 1, "2025-03-20"),
        ("A2", "2025-03-31", 2, "2025-04-20"),
        ("A2", "2025-04-30", 3, "2025-05-20"),
    ],
)
def test_a_statement_finds_its_place_on_the_calendar(open_desk, account, statement_date, seq, due_date):
    open_desk.deliver(f"{HEADER}{account},{statement_date},,1000,100,,\n")
    assert open_desk.faults() == []
    statement = Statement.objects.get()
    assert (statement.seq, str(statement.due_date)) == (seq, due_date)
    assert (statement.effective_due_date - statement.due_date).days == 3
    assert (statement.issued_by, statement.policy_version.profile.code) == ("BANK", "CN_CBA_2026")


def test_a_stated_due_date_and_past_due_part_are_kept(open_desk):
    open_desk.deliver(HEADER + "A1,2025-03-05,2025-03-28,10270.00,2170.00,1000.00,1\n")
    statement = Statement.objects.get()
    assert (statement.due_date, statement.effective_due_date) == (date(2025, 3, 28), date(2025, 3, 31))
    assert (statement.past_due, statement.own_slice, statement.months_past_due) == (1000, 1170, 1)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("A9,2025-02-05,,1000,100,,", "account_no", "unknown_account"),
        ("A1,2025-02-06,,1000,100,,", "statement_date", "not_on_calendar"),
        ("A1,2025-01-05,,1000,100,,", "statement_date", "not_on_calendar"),
        ("A2,2025-02-27,,1000,100,,", "statement_date", "not_on_calendar"),
        ("A1,2026-04-05,,1000,100,,", "statement_date", "in_the_future"),
        ("A1,2025-02-05,2025-02-04,1000,100,,", "due_date", "due_before_statement"),
        ("A1,2025-02-05,2025-03-05,1000,100,,", "due_date", "due_reaches_next_statement"),
        ("A1,2025-02-05,,1000,1000.01,,", "minimum_due", "minimum_exceeds_balance"),
        ("A1,2025-02-05,,-10,0.01,,", "minimum_due", "minimum_exceeds_balance"),
        ("A1,2025-02-05,,1000,-1,,", "minimum_due", "negative"),
        ("A1,2025-02-05,,1000,100,100.01,", "past_due", "past_due_exceeds_minimum"),
        ("A1,2025-02-05,,1000,100,,-1", "months_past_due", "not_a_number"),
    ],
)
def test_a_statement_that_cannot_be_is_rejected(open_desk, row, column, reason):
    open_desk.deliver(f"{HEADER}{row}\n")
    assert open_desk.faults() == [(2, column, reason)]


def test_good_rows_land_beside_bad_ones(open_desk):
    open_desk.deliver(HEADER + "A1,2025-02-05,,1000,100,,\nA1,2025-02-30,,1,1,,\nA1,2025-03-05,,900,90,,\n")
    assert open_desk.counts() == (2, 0, 0, 1)


def test_a_statement_is_frozen_once_it_landed(open_desk):
    open_desk.deliver(HEADER + "A1,2025-02-05,,1000,100,20,1\nA1,2025-03-05,,900,90,,\n")
    open_desk.deliver(HEADER + "A1,2025-02-05,,1000,100,20,1\nA1,2025-03-05,,901,90,,\n")
    assert open_desk.counts() == (0, 0, 1, 1)
    assert open_desk.faults() == [(3, "balance", "conflict")]
    assert Statement.objects.get(seq=2).balance == 900


def test_an_empty_optional_column_is_no_conflict(open_desk):
    open_desk.deliver(HEADER + "A1,2025-02-05,2025-02-20,1000,100,20,1\n")
    open_desk.deliver(HEADER + "A1,2025-02-05,,1000,100,,\n")
    assert open_desk.counts() == (0, 0, 1, 0)


def test_the_same_statement_twice_in_a_file_is_named(open_desk):
    open_desk.deliver(HEADER + "A1,2025-02-05,,1000,100,,\nA1,2025/2/5,,1000,100,,\n")
    assert open_desk.faults() == [(3, "statement_date", "duplicate_in_file")]


def test_where_fairdue_cuts_statements_the_bank_may_only_bring_history(open_desk, after_night):
    CardAccount.objects.filter(account_no="A1").update(statements_by="OWN")
    open_desk.deliver(HEADER + "A1,2025-02-05,,1000,100,,\n")
    assert open_desk.counts() == (1, 0, 0, 0)
    after_night(date(2026, 3, 1))
    open_desk.deliver(HEADER + "A1,2025-02-05,,1000,100,,\nA1,2025-03-05,,1000,100,,\n")
    assert open_desk.counts() == (0, 0, 1, 1)
    assert open_desk.faults() == [(3, "account_no", "kept_by_us")]


RECORDED = "account_no,statement_date,balance,minimum_due,recorded_date\n"


@pytest.mark.parametrize(
    ("night", "stated", "recorded_on"),
    [
        (None, "", "2025-02-05"),
        (None, "2025-02-07", "2025-02-07"),
        (date(2026, 3, 1), "", "2026-03-20"),
        (date(2026, 3, 1), "2026-03-05", "2026-03-05"),
        (date(2026, 3, 1), "2025-02-07", "2026-03-01"),
    ],
)
def test_a_fact_is_recorded_when_a_night_could_first_know_it(open_desk, after_night, night, stated, recorded_on):
    if night:
        after_night(night)
    open_desk.deliver(f"{RECORDED}A1,2025-02-05,1000,100,{stated}\n")
    assert str(Statement.objects.get().recorded_on) == recorded_on


def test_the_grace_days_are_those_of_the_policy_on_the_statement_date(open_desk, product):
    from accounts.models import PolicyProfile, ProductPolicy

    old = PolicyProfile.objects.get(code="CN_PRE_2017")
    ProductPolicy.objects.create(product=product, profile=old, valid_from="2025-03-01")
    open_desk.deliver(HEADER + "A1,2025-02-05,,1000,100,,\nA1,2025-03-05,,1000,100,,\n")
    grace = {s.seq: (s.effective_due_date - s.due_date).days for s in Statement.objects.all()}
    assert grace == {1: 3, 2: 0}
