"""The measures of agents and teams: the worked example of the reference, and rates without a basis."""

from decimal import Decimal

import pytest

from collections_app.results.rules.measures import Amounts, Counts

EXAMPLE = Counts(
    attempts=200, connects=120, rpc=60, promises=30, matured=30, kept=18, partial=4, broken=8, complaints=1, worked=3
)
MONEY = Amounts(
    currency="CNY",
    promised=Decimal("60000.00"),
    credited=Decimal("40000.00"),
    recovered=Decimal("45000.00"),
    assigned=Decimal("150000.00"),
)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("connect_rate", "0.60"),
        ("rpc_rate", "0.30"),
        ("rpc_of_connects", "0.50"),
        ("ptp_rate", "0.50"),
        ("kept_rate", "0.60"),
        ("complaints_per_1000", "5"),
        ("rpc_per_day", "20"),
    ],
)
def test_the_worked_example(measure, expected):
    assert getattr(EXAMPLE, measure) == Decimal(expected)


def test_money_of_the_worked_example():
    assert round(MONEY.kept_amount_rate * 100, 2) == Decimal("66.67")
    assert MONEY.recovery_rate == Decimal("0.3")


def test_a_rate_without_a_basis_is_none():
    nothing = Counts()
    names = (
        "connect_rate",
        "rpc_rate",
        "rpc_of_connects",
        "ptp_rate",
        "kept_rate",
        "complaints_per_1000",
        "rpc_per_day",
    )
    assert [getattr(nothing, name) for name in names] == [None] * len(names)
    assert (Amounts(currency="CNY").kept_amount_rate, Amounts(currency="CNY").recovery_rate) == (None, None)


def test_a_customer_who_calls_makes_no_attempt_but_may_promise():
    counts = Counts(attempts=10, rpc=2, inbound=3, inbound_rpc=2, promises=2)
    assert counts.rpc_rate == Decimal("0.2")
    assert counts.ptp_rate == Decimal("0.5")
    assert counts.contacts == 13


def test_counts_and_amounts_of_one_currency_are_added():
    assert Counts(**{name: 2 * getattr(EXAMPLE, name) for name in EXAMPLE.__slots__}) == EXAMPLE + EXAMPLE
    assert (MONEY + Amounts(currency="CNY", recovered=Decimal("-5000.00"))).recovered == Decimal("40000.00")
    with pytest.raises(ValueError, match="USD"):
        MONEY + Amounts(currency="USD")
