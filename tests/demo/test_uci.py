"""The real panel becomes bank files that say what the panel says, over all 30,000 clients."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from collections_app.demo import layouts, panel, uci
from collections_app.demo.panel import Client
from collections_app.shared.card_numbers import contains_card_number


@pytest.fixture(scope="module")
def everyone() -> list[Client]:
    return list(panel.clients())


def client(**changes) -> Client:
    """A panel client with changes: quiet unless told."""
    quiet = {
        "number": 42,
        "limit": 50_000,
        "gender": "F",
        "age": 30,
        "bills": (0,) * 6,
        "payments": (0,) * 5,
        "statuses": (-2,) * 6,
    }
    return Client(**{**quiet, **changes})


def test_the_panel_in_the_repository_is_the_published_one():
    assert hashlib.sha256(panel.PANEL.read_bytes()).hexdigest() == panel.SHA256


def test_every_client_is_read_with_its_months_oldest_first(everyone):
    assert len(everyone) == 30_000
    second = everyone[1]
    assert second.bills == (3261, 3455, 3272, 2682, 1725, 2682)
    assert second.payments == (0, 1000, 1000, 1000, 0)
    assert second.statuses == (2, 0, 0, 0, 2, -1)


def test_a_panel_with_cents_is_refused():
    with pytest.raises(ValueError, match="whole dollars"):
        panel._whole("20.5")


def test_the_ledger_sums_to_the_panels_bill_at_every_statement(everyone):
    for one in everyone:
        rows = list(uci.entries(one))
        for day, bill in zip(uci.STATEMENTS, one.bills, strict=True):
            assert sum(_signed(row) for row in rows if row["posting_date"] < day) == bill


def test_every_row_follows_its_layout_and_holds_no_card_number(everyone):
    for bundle in uci.bundles(everyone[:2_000]):
        for layout in layouts.ORDER:
            for row in getattr(bundle, layout):
                assert row.keys() <= set(layouts.COLUMNS[layout])
                assert not any(contains_card_number(str(value)) for value in row.values())


def test_statements_are_valid_for_the_intake(everyone):
    for one in everyone:
        for row in uci.statements(one):
            assert row["statement_date"] < row["due_date"] < row["statement_date"] + timedelta(days=28)
            assert 0 <= row["past_due"] <= row["minimum_due"] <= max(row["balance"], 0)
            assert row["months_past_due"] >= 0


def test_entries_are_positive_with_one_reference_each(everyone):
    for one in everyone:
        rows = list(uci.entries(one))
        assert all(row["amount"] > 0 for row in rows)
        assert len({row["source_ref"] for row in rows}) == len(rows)


def test_payments_fall_in_the_month_the_panel_gives_them():
    paid = client(bills=(5_000,) * 6, payments=(100, 200, 300, 400, 500), statuses=(0, 0, 2, 2, 0, 0))
    days = {row["amount"]: row["posting_date"] for row in uci.entries(paid) if row["kind"] == "PAYMENT"}
    assert days == {
        100: date(2005, 5, 10),
        200: date(2005, 6, 10),
        300: date(2005, 7, 15),
        400: date(2005, 8, 15),
        500: date(2005, 9, 10),
    }


def test_septembers_bill_is_not_yet_due_when_the_panel_ends():
    assert uci.DUE_DATES[-1] > uci.AGED_TO > uci.STATEMENTS[-1]


def test_a_bill_that_falls_without_a_payment_is_a_refund_and_a_credit_balance_has_no_minimum():
    refunded = client(bills=(1_000, 700, 0, -50, -50, 0))
    assert [(row["kind"], row["amount"]) for row in uci.entries(refunded)] == [
        ("PURCHASE", 1_000),
        ("REFUND", 300),
        ("REFUND", 700),
        ("REFUND", 50),
        ("PURCHASE", 50),
    ]
    assert [row["minimum_due"] for row in uci.statements(refunded)] == [20, Decimal("33.60"), 0, 0, 0, 0]


def test_unpaid_minimums_join_the_next_and_payments_pay_the_oldest_first():
    late = client(bills=(10_000, 11_000, 11_000, 11_000, 11_000, 11_000), payments=(0, 200, 0, 0, 0))
    rows = list(uci.statements(late))
    assert [(row["past_due"], row["minimum_due"]) for row in rows[:3]] == [
        (Decimal("0.00"), Decimal("200.00")),
        (Decimal("200.00"), Decimal("416.00")),
        (Decimal("216.00"), Decimal("431.68")),
    ]


def test_the_raw_status_is_kept_beside_the_months_past_due():
    mixed = client(bills=(100, 200, 300, 400, 500, 600), statuses=(-2, -1, 0, 1, 2, 8))
    assert [row["months_past_due"] for row in uci.statements(mixed)] == [0, 0, 0, 1, 2, 8]
    notes = [row["description"] for row in uci.entries(mixed)]
    assert [note.rsplit("(", 1)[1] for note in notes] == [
        "status -2)", "status -1)", "status 0)", "status 1)", "status 2)", "status 8)",
    ]  # fmt: skip


def test_names_and_birth_dates_are_not_invented():
    (bundle,) = uci.bundles([client()])
    assert bundle.cardholders == [
        {
            "customer_no": "UCI-00042",
            "kind": "PERSON",
            "name": "Panel client 00042",
            "gender": "F",
            "recorded_date": date(2005, 4, 1),
        }
    ]


def test_the_files_hold_every_row(everyone, tmp_path):
    counts = layouts.write(tmp_path, uci.bundles(everyone[:500]))
    assert counts["accounts"] == counts["cardholders"] == 500
    assert counts["statements"] == 3_000
    for layout, rows in counts.items():
        lines = layouts.path_of(tmp_path, layout).read_text(encoding="utf-8").splitlines()
        assert len(lines) == rows + 1
        assert lines[0].split(",") == list(layouts.COLUMNS[layout])


@pytest.mark.parametrize(("percent", "agreeing"), [(2, 139_380), (4, 114_705), (10, 84_363)])
def test_two_percent_agrees_with_the_panels_status_better_than_ten(everyone, percent, agreeing):
    """Rows of the table in docs/explanation/uci-panel.md: "late or not" after each of the five payments."""
    ratio = Decimal(percent) / 100
    assert sum(same for one in everyone for same in _agreement(one, ratio)) == agreeing


def _agreement(one: Client, ratio: Decimal) -> list[bool]:
    """For each of the five payments: does "short of the minimum" agree with the panel's status?"""
    rows = uci.statements(one, policy=replace(uci.POLICY, minimum_ratio=ratio))
    short = [row["minimum_due"] > payment + 10 for row, payment in zip(rows, one.payments, strict=False)]
    return [late == (status > 0) for late, status in zip(short, one.statuses, strict=False)]


def _signed(row: layouts.Row) -> int:
    return row["amount"] if row["kind"] == "PURCHASE" else -row["amount"]
