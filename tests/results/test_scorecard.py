"""Which weightings are allowed, and what a score comes to."""

from dataclasses import replace
from decimal import Decimal

import pytest

from collections_app.results.rules.measures import Amounts, Counts
from collections_app.results.rules.scorecard import Scheme, score, wrong_weights
from collections_app.results.shipped_scheme import NUMBERS

SHIPPED = Scheme(**{name: value for name, value in NUMBERS.items() if name != "attribution_days"})
WORKED = Counts(attempts=200, rpc=60, worked=3, breaches=0, complaints=0)


@pytest.mark.parametrize(
    ("weights", "wrong"),
    [
        ((45, 15, 25, 15), None),
        ((50, 1, 49, 0), None),
        ((50, 0, 50, 0), ("recovery_too_heavy", "recovery")),
        ((60, 0, 50, 0), ("recovery_too_heavy", "recovery")),
        ((30, 20, 30, 20), ("compliance_too_light", "compliance")),
        ((20, 30, 30, 20), ("compliance_too_light", "compliance")),
        ((45, 15, 25, 14), ("not_a_hundred", "productivity")),
        ((101, 0, 0, -1), ("out_of_range", "compliance")),
        ((45, 15, 41, -1), ("out_of_range", "productivity")),
    ],
)
def test_which_weightings_are_refused(weights, wrong):
    compliance, complaints, recovery, productivity = weights
    found = wrong_weights(compliance=compliance, complaints=complaints, recovery=recovery, productivity=productivity)
    assert (found and (found.code, found.field)) == wrong


def points(counts, *amounts, **more):
    found = score(SHIPPED, counts, amounts, **more)
    return {part.name: part.points for part in found.parts}, found.total


def test_everything_as_planned_is_a_hundred():
    money = Amounts(currency="CNY", recovered=Decimal(40), assigned=Decimal(100))
    assert points(WORKED, money)[1] == Decimal("100.0")


def test_half_of_the_limits_and_plans_is_fifty():
    counts = Counts(attempts=1000, rpc=30, worked=3, breaches=2, blocks=25, complaints=2)
    money = Amounts(currency="CNY", recovered=Decimal(15), assigned=Decimal(100))
    by_part, total = points(counts, money)
    assert by_part == {"compliance": 55, "complaints": 60, "recovery": 50, "productivity": 50}
    assert total == Decimal("53.8")


def test_a_part_without_a_basis_leaves_its_weight_to_the_others():
    by_part, total = points(WORKED)
    assert by_part["recovery"] is None
    assert total == Decimal("100.0")


def test_money_never_stands_alone():
    money = Amounts(currency="CNY", recovered=Decimal(40), assigned=Decimal(100))
    assert points(Counts(), money)[1] is None
    assert points(Counts(), money, quality=Decimal(90))[1] is None


def test_currencies_stand_side_by_side():
    poor, rich = (
        Amounts(currency=code, recovered=Decimal(part), assigned=Decimal(100))
        for code, part in (("CNY", 0), ("USD", 60))
    )
    assert points(WORKED, poor, rich)[0]["recovery"] == 50


def test_reviewed_recordings_count_where_there_are_any():
    assert points(WORKED, quality=Decimal(40))[0]["compliance"] == Decimal(80)


def test_a_negative_recovery_earns_nothing_and_costs_nothing_elsewhere():
    money = Amounts(currency="CNY", recovered=Decimal(-40), assigned=Decimal(100))
    assert points(WORKED, money)[0]["recovery"] == 0
    assert replace(SHIPPED, recovery=0).recovery == 0
