"""Whose a payment is: of one agent or of nobody, never of two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

PROMISE, CONTACT, NOBODY = "PROMISE", "CONTACT", "NOBODY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise as payments see it: on which accounts, from which day through which (grace included), whose.

    Cancelled and replaced promises are not given: nothing settles them.
    """

    number: int
    agent: int | None
    accounts: frozenset[int]
    made_on: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A contact with the right party about these accounts: its moment, the day that is here, whose."""

    number: int
    agent: int | None
    accounts: frozenset[int]
    at: datetime
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Whose a payment is and why. `earned_on` is the day of the promise or contact: its team is credited."""

    reason: str
    agent: int | None = None
    earned_on: date | None = None
    number: int | None = None


def credit(
    account: int, value_date: date, *, promises: Iterable[Promised], talks: Iterable[Talk], within_days: int
) -> Credit:
    """Who is credited with a payment on `account` of `value_date`.

    The agent whose promise it falls into; of several the newest. Else the agent of the last right-party contact about
    the account, no more than `within_days` days before the value date. Else nobody: the customer paid by himself.
    Example: spoken to on 03-01, paid on 03-31 without a promise: with 30 days the agent's, with 29 nobody's.
    """
    covering = [
        one
        for one in promises
        if one.agent is not None and account in one.accounts and one.made_on <= value_date <= one.last_day
    ]
    if covering:
        newest = max(covering, key=lambda one: one.number)
        return Credit(reason=PROMISE, agent=newest.agent, earned_on=newest.made_on, number=newest.number)
    recent = [
        one
        for one in talks
        if one.agent is not None and account in one.accounts and 0 <= (value_date - one.day).days <= within_days
    ]
    if recent:
        last = max(recent, key=lambda one: (one.at, one.number))
        return Credit(reason=CONTACT, agent=last.agent, earned_on=last.day, number=last.number)
    return Credit(reason=NOBODY)
