"""The demo portfolio is believable, repeatable, and nobody in it can be reached."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice

import pytest

from accounts.intake.layouts import LAYOUTS
from accounts.rules.personal_data import normal_phone
from collections_app.demo import layouts, panel, portfolio
from collections_app.demo.identity import id_check_sign
from collections_app.demo.layouts import Bundle
from collections_app.shared.card_numbers import contains_card_number

TODAY = date(2026, 11, 23)
SIZE = 1_200


@pytest.fixture(scope="module")
def everyone() -> list[Bundle]:
    return make(SIZE)


@cache
def clients() -> tuple[panel.Client, ...]:
    return tuple(panel.clients())


def make(size: int, *, seed: int = 7, until: date = TODAY) -> list[Bundle]:
    """A portfolio of `size` accounts as seen on 23 November 2026."""
    return list(portfolio.bundles(clients=clients(), size=size, seed=seed, until=until))


def rows_of(everyone: list[Bundle], layout: str) -> list[layouts.Row]:
    return [row for bundle in everyone for row in getattr(bundle, layout)]


def test_the_same_seed_and_day_give_the_same_files(tmp_path):
    first, second = (layouts.write(tmp_path / name, make(60)) for name in ("first", "second"))
    assert first == second
    for layout in layouts.ORDER:
        one, two = (layouts.path_of(tmp_path / name, layout).read_bytes() for name in ("first", "second"))
        assert one == two


def test_another_seed_gives_other_people():
    assert make(20, seed=1)[0].cardholders != make(20, seed=2)[0].cardholders


def test_a_larger_portfolio_begins_with_the_smaller_one():
    assert make(60)[:30] == make(80)[:30]


def test_the_size_counts_accounts(everyone):
    assert len(rows_of(everyone, "accounts")) == SIZE


def test_columns_are_those_of_the_bank_file_layouts():
    for name, columns in layouts.COLUMNS.items():
        assert not LAYOUTS[name].unknown(list(columns))
        assert not LAYOUTS[name].missing(list(columns))


@pytest.mark.parametrize("layout", layouts.ORDER)
def test_no_value_is_a_card_number_and_every_column_is_known(everyone, layout):
    for row in rows_of(everyone, layout):
        assert row.keys() <= set(layouts.COLUMNS[layout])
        assert not any(contains_card_number(str(value)) for value in row.values())


def test_keys_are_unique(everyone):
    keys = {
        "cardholders": [row["customer_no"] for row in rows_of(everyone, "cardholders")],
        "accounts": [row["account_no"] for row in rows_of(everyone, "accounts")],
        "entries": [(row["account_no"], row["source_ref"]) for row in rows_of(everyone, "entries")],
        "statements": [(row["account_no"], row["statement_date"]) for row in rows_of(everyone, "statements")],
    }
    for layout, found in keys.items():
        assert len(set(found)) == len(found), layout


def test_no_phone_can_be_dialled(everyone):
    for row in rows_of(everyone, "cardholders"):
        for kind in ("mobile", "home_phone", "work_phone"):
            if row.get(kind):
                assert row[kind].startswith("000")
                assert normal_phone(row[kind]) == row[kind]
                assert len(row[kind]) == 11


def test_no_identity_number_belongs_to_anyone(everyone):
    for row in rows_of(everyone, "cardholders"):
        assert "999999" in row["id_number"]
        if row["kind"] == "PERSON":
            assert row["id_number"][17] != id_check_sign(row["id_number"][:17])
        assert not row["email"] or row["email"].endswith("@example.com")


def test_people_are_grown_up_and_companies_say_that_they_are_a_demo(everyone):
    kinds = Counter()
    for row in rows_of(everyone, "cardholders"):
        kinds[row["kind"]] += 1
        if row["kind"] == "PERSON":
            assert 20 <= (TODAY - row["birth_date"]).days // 365.25 <= 80
        else:
            assert row["name"].endswith("（演示）")
    assert kinds["COMPANY"] >= 10


def test_names_and_provinces_are_diverse(everyone):
    people = rows_of(everyone, "cardholders")
    assert len({row["name"][0] for row in people}) > 40
    regions = Counter(row["home_province"] for row in people)
    assert len(regions) > 25
    assert max(regions.values()) < len(people) * 0.15


def test_every_product_and_both_currencies_are_there(everyone):
    accounts = rows_of(everyone, "accounts")
    assert {row["product"] for row in accounts} == {"STD", "GOLD", "PLAT", "CORP", "EXT"}
    assert {row["currency"] for row in accounts} == {"CNY", "USD"}
    assert all((row["statements_by"] == "BANK") == (row["product"] == "EXT") for row in accounts)


def test_facts_lie_between_the_first_day_and_yesterday(everyone):
    for row in rows_of(everyone, "entries"):
        assert date(2026, 3, 1) <= row["value_date"] <= row["posting_date"] < TODAY
        assert row["recorded_date"] == row["posting_date"]
    newest = max(row["posting_date"] for row in rows_of(everyone, "entries"))
    assert newest == TODAY - timedelta(days=1)


def test_entries_are_positive_and_every_kind_occurs(everyone):
    entries = rows_of(everyone, "entries")
    assert all(row["amount"] > 0 for row in entries)
    assert {row["kind"] for row in entries} == {
        "PURCHASE", "CASH_ADVANCE", "PAYMENT", "PAYMENT_REVERSAL", "REFUND", "INTEREST", "LATE_FEE", "WAIVER",
    }  # fmt: skip
    assert any(row["value_date"] < row["posting_date"] for row in entries if row["kind"] == "PAYMENT")


def test_only_the_bank_kept_accounts_bring_charges_and_statements(everyone):
    bank_kept = {row["account_no"] for row in rows_of(everyone, "accounts") if row["charges_by"] == "BANK"}
    charges = [row for row in rows_of(everyone, "entries") if row["kind"] in {"INTEREST", "LATE_FEE", "WAIVER"}]
    assert {row["account_no"] for row in charges} <= bank_kept
    assert {row["account_no"] for row in rows_of(everyone, "statements")} <= bank_kept


def test_what_is_reversed_is_in_the_same_file_with_the_same_amount(everyone):
    entries = rows_of(everyone, "entries")
    by_ref = {(row["account_no"], row["source_ref"]): row for row in entries}
    reversals = [row for row in entries if row["reverses_ref"]]
    assert reversals
    for row in reversals:
        reversed_row = by_ref[row["account_no"], row["reverses_ref"]]
        assert reversed_row["amount"] == row["amount"]
        if row["kind"] == "PAYMENT_REVERSAL":
            assert (reversed_row["kind"], reversed_row["value_date"]) == ("PAYMENT", row["value_date"])


def test_bank_statements_are_the_sum_of_their_entries(everyone):
    entries = defaultdict(list)
    for row in rows_of(everyone, "entries"):
        entries[row["account_no"]].append(row)
    for bill in rows_of(everyone, "statements"):
        posted = [row for row in entries[bill["account_no"]] if row["posting_date"] < bill["statement_date"]]
        assert sum(map(_signed, posted)) == bill["balance"]
        assert 0 <= bill["past_due"] <= bill["minimum_due"] <= max(bill["balance"], 0)
        assert bill["statement_date"] <= bill["due_date"] < bill["statement_date"] + timedelta(days=28)


def test_the_bank_records_lateness_of_every_degree(everyone):
    months = Counter(min(row["months_past_due"], 5) for row in rows_of(make(3_000), "statements"))
    assert set(months) == {0, 1, 2, 3, 4, 5}
    assert months[0] / months.total() > 0.6


def test_until_decides_the_window():
    leap = list(islice(portfolio.bundles(clients=clients(), size=40, seed=7, until=date(2024, 3, 1)), 20))
    days = [row["posting_date"] for row in rows_of(leap, "entries")]
    assert min(days) >= date(2023, 7, 1)
    assert max(days) <= date(2024, 2, 29)


def _signed(row: layouts.Row) -> Decimal:
    return -row["amount"] if row["kind"] in {"PAYMENT", "REFUND", "WAIVER"} else row["amount"]
