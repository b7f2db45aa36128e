"""How single values are read: a table of good and bad texts for each form of column."""

import pytest

from accounts.models import CardAccount, Statement

ACCOUNT = {
    "account_no": "A9",
    "customer_no": "C1",
    "product": "STD",
    "currency": "CNY",
    "opened_on": "2025-01-10",
    "statement_day": "5",
    "due_day": "25",
    "credit_limit": "50000",
    "statements_by": "BANK",
    "charges_by": "BANK",
}


def csv_of(row: dict[str, str]) -> str:
    return ",".join(row) + "\n" + ",".join(f'"{value}"' if "," in value else value for value in row.values()) + "\n"


@pytest.mark.parametrize(
    ("column", "text", "attribute", "value"),
    [
        ("opened_on", "2025/1/9", "opened_on", "2025-01-09"),
        ("opened_on", "20250109", "opened_on", "2025-01-09"),
        ("opened_on", "２０２５－０１－０９", "opened_on", "2025-01-09"),
        ("opened_on", "2024-02-29", "opened_on", "2024-02-29"),
        ("credit_limit", "1,234,567.5", "credit_limit", "1234567.50"),
        ("credit_limit", "１２３４．５", "credit_limit", "1234.50"),
        ("credit_limit", "  99.10 ", "credit_limit", "99.10"),
        ("credit_limit", "999999999999.99", "credit_limit", "999999999999.99"),
        ("statement_day", "０５", "statement_day", "5"),
        ("currency", "ＣＮＹ", "currency", "CNY"),
        ("account_no", "ａ７", "account_no", "a7"),
    ],
)
def test_a_value_is_read_right(open_desk, column, text, attribute, value):
    open_desk.deliver(csv_of({**ACCOUNT, column: text}))
    assert open_desk.faults() == []
    stored = CardAccount.objects.order_by("-id").first()
    assert str(getattr(stored, attribute)) == value


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("opened_on", "2025-02-30", "impossible_date"),
        ("opened_on", "2023-02-29", "impossible_date"),
        ("opened_on", "2025-13-01", "impossible_date"),
        ("opened_on", "2025-00-10", "impossible_date"),
        ("opened_on", "05.03.2025", "not_a_date"),
        ("opened_on", "2025年3月5日", "not_a_date"),
        ("opened_on", "1812-03-05", "out_of_range"),
        ("opened_on", "2026-03-21", "in_the_future"),
        ("opened_on", "", "missing"),
        ("credit_limit", "-1", "negative"),
        ("credit_limit", "1.234", "too_many_decimals"),
        ("credit_limit", "12,34", "not_an_amount"),
        ("credit_limit", "1,2345.00", "not_an_amount"),
        ("credit_limit", "￥100", "not_an_amount"),
        ("credit_limit", "1e5", "not_an_amount"),
        ("credit_limit", "1000000000000", "too_large"),
        ("statement_day", "0", "out_of_range"),
        ("statement_day", "32", "out_of_range"),
        ("statement_day", "five", "not_a_number"),
        ("currency", "RMB", "unknown_currency"),
        ("currency", "cny", "unknown_currency"),
        ("product", "NONE", "unknown_product"),
        ("customer_no", "C999", "unknown_cardholder"),
        ("statements_by", "US", "unknown_code"),
        ("account_no", "A" * 41, "too_long"),
    ],
)
def test_a_wrong_value_is_named(open_desk, column, text, reason):
    open_desk.deliver(csv_of({**ACCOUNT, column: text}))
    assert open_desk.faults() == [(2, column, reason)]
    assert open_desk.counts() == (0, 0, 0, 1)


def test_every_fault_of_a_row_is_listed(open_desk):
    open_desk.deliver(csv_of({**ACCOUNT, "opened_on": "2025-02-30", "credit_limit": "x", "currency": "RMB"}))
    assert open_desk.faults() == [
        (2, "credit_limit", "not_an_amount"),
        (2, "currency", "unknown_currency"),
        (2, "opened_on", "impossible_date"),
    ]


@pytest.mark.parametrize("text", ["-0.01", "-1,000.00", "-5"])
def test_a_statement_balance_may_be_negative(open_desk, text):
    open_desk.deliver(f'account_no,statement_date,balance,minimum_due\nA1,2025-02-05,"{text}",0\n')
    assert open_desk.counts() == (1, 0, 0, 0)
    assert Statement.objects.get().balance < 0
