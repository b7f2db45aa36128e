"""Conditions and orders of queues as pure rules: what is one, and whom it chooses at its edges."""

from decimal import Decimal

import pytest

from collections_app.cases.rules import order
from collections_app.cases.rules.conditions import BadCondition, CaseFacts, as_sql, check, meets
from collections_app.cases.rules.order import BadOrder, sort_key
from tests.accounts.cards import d

ON = d("2025-03-10")
CASE = CaseFacts(
    on=ON,
    bucket=2,
    bucket_since=d("2025-03-05"),
    past_due=Decimal("3246.91"),
    past_due_since=d("2025-02-25"),
    region="广东省",
    holds=frozenset({"HARDSHIP"}),
    last_contact_on=d("2025-03-09"),
)


def one(field: str, operator: str, value: object) -> dict:
    return {"field": field, "operator": operator, "value": value}


@pytest.mark.parametrize(
    ("condition", "chosen"),
    [
        (one("bucket", "at_least", "M2"), True),
        (one("bucket", "at_least", "M3"), False),
        (one("bucket", "in", "m1, M2"), True),
        (one("bucket", "in", ["M4", "M4P"]), False),
        (one("past_due", "at_least", "3,246.91"), True),
        (one("past_due", "above", "3246.91"), False),
        (one("past_due", "below", "3246.92"), True),
        (one("days_past_due", "is", 13), True),
        (one("days_in_bucket", "at_most", "5"), True),
        (one("days_in_bucket", "at_most", 4), False),
        (one("days_since_contact", "is", 1), True),
        (one("days_since_right_party", "at_least", 32767), True),  # never is longer ago than any number of days
        (one("days_since_broken", "at_most", 7), False),
        (one("region", "is", "广东省"), True),
        (one("region", "not_in", "广东省, 浙江省"), False),
        (one("language", "is", ""), True),
        (one("lost", "is", "no"), True),
        (one("held", "is", True), True),
        (one("hold", "has", "hardship"), True),
        (one("hold", "has_not", "DISPUTE"), True),
        (one("team", "is", ""), True),
        (one("willingness", "is_not", "REFUSES"), True),
    ],
)
def test_a_condition_chooses(condition, chosen):
    assert meets(check([condition]), CASE) is chosen


def test_all_conditions_must_hold_and_none_choose_everybody():
    assert meets((), CASE)
    assert not meets(check([one("bucket", "is", "M2"), one("lost", "is", "yes")]), CASE)


@pytest.mark.parametrize(
    ("condition", "part", "code"),
    [
        ({}, "field", "unknown_field"),
        ("bucket", "field", "unknown_field"),
        (one("mood", "is", "good"), "field", "unknown_field"),
        (one("bucket", "like", "M1"), "operator", "unknown_operator"),
        (one("lost", "at_least", "yes"), "operator", "unknown_operator"),
        (one("past_due", "is", "5.00"), "operator", "unknown_operator"),
        (one("bucket", "is", "M7"), "value", "not_a_choice"),
        (one("bucket", "in", []), "value", "missing"),
        (one("bucket", "in", " , "), "value", "missing"),
        (one("days_past_due", "is", ""), "value", "missing"),
        (one("days_past_due", "is", -1), "value", "not_a_number"),
        (one("days_past_due", "is", "1.5"), "value", "not_a_number"),
        (one("days_past_due", "is", 32768), "value", "not_a_number"),
        (one("days_past_due", "is", "٣"), "value", "not_a_number"),
        (one("past_due", "below", "0.001"), "value", "not_an_amount"),
        (one("past_due", "below", "NaN"), "value", "not_an_amount"),
        (one("past_due", "below", "1e30"), "value", "not_an_amount"),
        (one("past_due", "below", "-5"), "value", "not_an_amount"),
        (one("lost", "is", "perhaps"), "value", "not_a_choice"),
        (one("region", "is", "x" * 81), "value", "too_long"),
        (one("region", "in", ["x"] * 51), "value", "too_many"),
    ],
)
def test_what_is_no_condition_is_named(condition, part, code):
    with pytest.raises(BadCondition) as bad:
        check([one("bucket", "is", "M1"), condition])
    assert (bad.value.place, bad.value.part, bad.value.code) == (1, part, code)


def test_there_are_at_most_twenty():
    with pytest.raises(BadCondition, match="too_many"):
        check([one("bucket", "is", "M1")] * 21)


def test_values_are_parameters_and_never_text_of_the_statement():
    text, params = as_sql(check([one("region", "is", "'; DROP TABLE cases_case; --")]))
    assert text == "(c.region = %(c_0)s)"
    assert params == {"c_0": "'; DROP TABLE cases_case; --"}


def test_a_place_is_a_number_for_each_key():
    assert sort_key(["bucket_worst", "past_due_largest"], CASE) == [-2, Decimal("-3246.91")]
    assert sort_key(["contact_longest_ago"], CASE) > sort_key(
        ["contact_longest_ago"], CaseFacts(on=ON, bucket=2, bucket_since=ON)
    )
    assert sort_key([], CASE) == []


@pytest.mark.parametrize(
    ("keys", "place", "code"),
    [
        (["random"], 0, "unknown_key"),
        (["past_due_largest", "past_due_largest"], 1, "twice"),
        (["bucket_worst", "willing_first", "broken_latest", "past_due_longest", "balance_largest"], 4, "too_many"),
    ],
)
def test_what_is_no_order_is_named(keys, place, code):
    with pytest.raises(BadOrder) as bad:
        order.check(keys)
    assert (bad.value.place, bad.value.code) == (place, code)
