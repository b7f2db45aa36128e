"""What may be promised: the edge of every limit, on both sides."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from collections_app.arrangements.rules.guard import Asked, Limits, Owed, Situation, horizon, objections
from tests.accounts.cards import d

TODAY = d("03-10")
LIMITS = Limits()


def owed(balance="5000.00", past_due="1170.00", currency="CNY"):
    return Owed(currency=currency, balance=Decimal(balance), past_due=Decimal(past_due))


SITUATION = Situation(
    today=TODAY, bucket=1, company=False, accounts={7: owed(), 8: owed("200.00"), 9: owed(currency="USD")}
)


def asked(*parts, amount=None, accounts=(7,), speaker="CARDHOLDER"):
    parts = tuple((d(day), Decimal(part)) for day, part in parts or [("03-12", "1000.00")])
    total = sum(part for _day, part in parts) if amount is None else Decimal(amount)
    return Asked(amount=total, parts=parts, account_ids=accounts, speaker=speaker)


def found(what, situation=SITUATION, limits=LIMITS):
    against = next(iter(objections(what, situation, limits)), None)
    return against and (against.code, against.field, against.limit)


def test_an_ordinary_promise_may_be_made():
    assert found(asked()) is None
    assert found(asked(("03-10", "5000.00"))) is None
    assert found(asked(("03-12", "5200.00"), accounts=(7, 8))) is None


@pytest.mark.parametrize(("bucket", "last"), [(0, "03-17"), (1, "03-17"), (2, "03-24"), (5, "03-24")])
def test_the_horizon_grows_from_m2(bucket, last):
    situation = replace(SITUATION, bucket=bucket)
    assert horizon(situation, LIMITS) == d(last)
    assert found(asked((last, "10.00")), situation) is None
    after = d(last) + timedelta(days=1)
    assert found(asked((f"{after}", "10.00")), situation) == ("too_late", "due_on", d(last))


def test_parts_have_their_own_horizon_and_begin_as_soon_as_a_single_one():
    assert found(asked(("03-17", "10.00"), ("06-08", "10.00"))) is None
    assert found(asked(("03-17", "10.00"), ("06-09", "10.00"))) == ("last_too_late", "instalments", d("06-08"))
    assert found(asked(("03-18", "10.00"), ("03-19", "10.00"))) == ("too_late", "instalments", d("03-17"))


def test_parts_are_few_in_order_and_add_up():
    days = [f"03-{day}" for day in range(11, 18)]
    assert found(asked(*((day, "10.00") for day in days[:6]))) is None
    assert found(asked(*((day, "10.00") for day in days))) == ("too_many", "instalments", 6)
    assert found(asked(("03-12", "10.00"), ("03-12", "10.00"))) == ("not_in_order", "instalments", None)
    assert found(asked(("03-12", "10.00"), ("03-13", "9.99"), amount="20.00")) == (
        "does_not_add_up",
        "instalments",
        Decimal("19.99"),
    )
    assert found(asked(("03-12", "20.00"), ("03-13", "0.00"))) == ("not_positive", "instalments", None)


@pytest.mark.parametrize(
    ("what", "against"),
    [
        (asked(("03-09", "10.00")), ("in_the_past", "due_on", TODAY)),
        (asked(("03-12", "0.00")), ("not_positive", "amount", None)),
        (asked(("03-12", "5000.01")), ("over_the_debt", "amount", Decimal("5000.00"))),
        (asked(accounts=()), ("no_account", "account_ids", None)),
        (asked(accounts=(7, 10)), ("not_of_this_case", "account_ids", None)),
        (asked(accounts=(7, 9)), ("two_currencies", "account_ids", None)),
    ],
)
def test_what_cannot_be_promised(what, against):
    assert found(what) == against


def test_the_least_is_a_share_of_what_is_past_due_or_an_amount_and_never_more_than_the_debt():
    share = Limits(minimum_share=Decimal("0.10"))
    assert found(asked(("03-12", "117.00")), limits=share) is None
    assert found(asked(("03-12", "116.99")), limits=share) == ("too_little", "amount", Decimal("117.00"))
    amount = Limits(minimum_amount=Decimal("300.00"))
    assert found(asked(("03-12", "299.99")), limits=amount) == ("too_little", "amount", Decimal("300.00"))
    assert found(asked(("03-12", "200.00"), accounts=(8,)), limits=amount) is None


@pytest.mark.parametrize(
    ("speaker", "of_a_person", "of_a_company"),
    [
        ("CARDHOLDER", True, True),
        ("GUARANTOR", True, True),
        ("AUTHORISED_AGENT", True, True),
        ("ESTATE_REP", True, True),
        ("PAYER", False, True),
        ("DECISION_MAKER", False, True),
        ("SUPPLEMENTARY_HOLDER", False, False),
        ("ATTORNEY", False, False),
        ("INFLUENCER", False, False),
        ("GATEKEEPER", False, False),
        ("EMERGENCY_CONTACT", False, False),
        ("EMPLOYER", False, False),
        ("UNRELATED_THIRD_PARTY", False, False),
    ],
)
def test_only_who_binds_the_debt_promises(speaker, of_a_person, of_a_company):
    for company, allowed in ((False, of_a_person), (True, of_a_company)):
        against = found(asked(speaker=speaker), replace(SITUATION, company=company))
        assert against == (None if allowed else ("not_a_debtor", "speaker", None))


def test_everything_that_speaks_against_it_is_said_at_once():
    wrong = asked(("03-09", "9000.00"), speaker="EMPLOYER")
    codes = [one.code for one in objections(wrong, SITUATION, LIMITS)]
    assert codes == ["not_a_debtor", "in_the_past", "over_the_debt"]
    elsewhere = asked(("03-09", "9000.00"), accounts=(4,))
    assert [one.code for one in objections(elsewhere, SITUATION, LIMITS)] == ["not_of_this_case", "in_the_past"]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(asked(("03-09", "10.00")), amount=None),
        replace(asked(), amount=None, parts=((d("03-09"), Decimal(5)), (d("03-11"), None))),
    ],
)
def test_of_what_could_not_be_read_only_the_rest_is_judged(wrong):
    assert [one.code for one in objections(wrong, SITUATION, LIMITS)] == ["in_the_past"]


def test_without_a_day_the_amount_is_still_judged():
    wrong = replace(asked(), parts=(), amount=Decimal("9000.00"))
    assert [one.code for one in objections(wrong, SITUATION, LIMITS)] == ["over_the_debt"]
