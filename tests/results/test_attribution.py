"""Whose a payment is: the promise it falls into, else the last talk within the days, else nobody."""

from datetime import timedelta

import pytest

from collections_app.results.rules.attribution import Credit, Promised, Talk, credit
from tests.accounts.cards import d
from tests.accounts.desk import noon

ANN, BO = 1, 2


def promised(agent=ANN, made="03-10", last="03-13", number=5, accounts=(7,)):
    return Promised(number=number, agent=agent, accounts=frozenset(accounts), made_on=d(made), last_day=d(last))


def talk(agent=BO, on="03-05", number=9, accounts=(7,)):
    return Talk(number=number, agent=agent, accounts=frozenset(accounts), at=noon(on), day=d(on))


def whose(on, promises=(), talks=(), within=30):
    return credit(7, d(on), promises=promises, talks=talks, within_days=within)


@pytest.mark.parametrize(
    ("on", "agent"), [("03-09", BO), ("03-10", ANN), ("03-13", ANN), ("03-14", BO), ("04-04", BO), ("04-05", None)]
)
def test_the_promise_then_the_last_talk_then_nobody(on, agent):
    assert whose(on, [promised()], [talk()]).agent == agent


def test_thirty_days_after_a_talk():
    spoken = talk(on="03-01")
    paid = (spoken.day + timedelta(days=30)).isoformat()
    assert whose(paid, talks=[spoken]).agent == BO
    assert whose(paid, talks=[spoken], within=29) == Credit(reason="NOBODY")


def test_the_newest_of_several():
    assert whose("03-12", [promised(), promised(BO, made="03-11", number=6)]).number == 6
    assert whose("03-12", talks=[talk(), talk(ANN, on="03-11", number=8)]).agent == ANN
    assert whose("03-12", talks=[talk(on="03-13", number=10), talk(ANN)]).agent == ANN


def test_another_account_and_nobodys_promise_earn_nothing():
    assert whose("03-12", [promised(accounts=(8,))], [talk(accounts=(8,))]).reason == "NOBODY"
    assert whose("03-12", [promised(agent=None)], [talk()]).agent == BO


def test_the_day_that_earned_it():
    assert whose("03-13", [promised()]).earned_on == d("03-10")
    assert whose("03-13", talks=[talk()]).earned_on == d("03-05")
