"""What may be promised (`domain.md` 4.3, B23): who, how much, by when, in how many parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

CENT = Decimal("0.01")
M1 = 1

SPEAKERS = frozenset({"CARDHOLDER", "GUARANTOR", "AUTHORISED_AGENT", "ESTATE_REP"})
"""Who binds the debt: the debtor, who stands for it, who speaks for the debtor, and after a death for the estate."""
COMPANY_SPEAKERS = SPEAKERS | {"PAYER", "DECISION_MAKER"}
"""A company speaks through people: who approves its payments, and who makes them as their job. The business owner of
the purchase and the front desk only pass on what others decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers of a promise policy; `minimum_share` is a share of one, of what is past due."""

    horizon_days_to_m1: int = 7
    horizon_days_from_m2: int = 14
    instalment_horizon_days: int = 90
    max_instalments: int = 6
    minimum_share: Decimal = Decimal(0)
    minimum_amount: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One account of the case: what is owed on it, and what of that is past due."""

    currency: str
    balance: Decimal
    past_due: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The case on the day somebody promises: `accounts` by number, those that belong to it."""

    today: date
    bucket: int
    company: bool
    accounts: Mapping[int, Owed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is promised: `parts` as (due day, amount); one part when it is not paid in instalments.

    What could not be read is None, or no part at all: then only the rest is judged.
    """

    amount: Decimal | None
    parts: tuple[tuple[date, Decimal | None], ...]
    account_ids: tuple[int, ...]
    speaker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why it may not be promised: a stable code, the field at fault, the limit it breaks (a day, amount or count)."""

    code: str
    field: str
    limit: date | Decimal | int | None = None


def objections(asked: Asked, situation: Situation, limits: Limits) -> tuple[Objection, ...]:
    """Everything that speaks against a promise: of who, which accounts, when and how much one thing each.

    Codes: `not_a_debtor`; `no_account`, `not_of_this_case`, `two_currencies`; `too_many`, `in_the_past`,
    `not_in_order`, `too_late`, `last_too_late`; `not_positive`, `does_not_add_up`, `over_the_debt`, `too_little`.
    Example: in M1 on 2025-03-10 a single payment may be promised for 03-17 at the latest, in M2 for 03-24.
    """
    accounts = _accounts(asked, situation)
    found = (
        _speaker(asked, situation),
        accounts,
        _days(asked, situation, limits),
        _parts(asked) or (None if accounts else _amount(asked, situation, limits)),
    )
    return tuple(one for one in found if one is not None)


def horizon(situation: Situation, limits: Limits) -> date:
    """The last day a single payment, or the first of several, may be promised for."""
    days = limits.horizon_days_to_m1 if situation.bucket <= M1 else limits.horizon_days_from_m2
    return situation.today + timedelta(days=days)


def least(owed: list[Owed], limits: Limits) -> Decimal:
    """The least that may be promised: the policy's share of what is past due or its amount, never more than the debt.

    Example: 10 % of 1 170.00 past due is 117.00; who owes 80.00 in all may promise 80.00.
    """
    share = limits.minimum_share * sum((one.past_due for one in owed), Decimal(0))
    return min(max(share, limits.minimum_amount), _debt(owed)).quantize(CENT, ROUND_HALF_UP)


def _speaker(asked: Asked, situation: Situation) -> Objection | None:
    allowed = COMPANY_SPEAKERS if situation.company else SPEAKERS
    return None if asked.speaker in allowed else Objection(code="not_a_debtor", field="speaker")


def _accounts(asked: Asked, situation: Situation) -> Objection | None:
    if not asked.account_ids:
        return Objection(code="no_account", field="account_ids")
    if not set(asked.account_ids) <= situation.accounts.keys():
        return Objection(code="not_of_this_case", field="account_ids")
    if len({situation.accounts[number].currency for number in asked.account_ids}) > 1:
        return Objection(code="two_currencies", field="account_ids")
    return None


def _days(asked: Asked, situation: Situation, limits: Limits) -> Objection | None:
    field = "due_on" if len(asked.parts) == 1 else "instalments"
    days = [day for day, _amount in asked.parts]
    if not days:
        return None
    if len(days) > limits.max_instalments:
        return Objection(code="too_many", field=field, limit=limits.max_instalments)
    if days[0] < situation.today:
        return Objection(code="in_the_past", field=field, limit=situation.today)
    if any(later <= earlier for earlier, later in pairwise(days)):
        return Objection(code="not_in_order", field=field)
    # A promise in parts begins as soon as a single one must be paid: else two late parts were the way around.
    first, last = horizon(situation, limits), situation.today + timedelta(days=limits.instalment_horizon_days)
    if days[0] > first:
        return Objection(code="too_late", field=field, limit=first)
    if days[-1] > max(first, last):
        return Objection(code="last_too_late", field=field, limit=max(first, last))
    return None


def _parts(asked: Asked) -> Objection | None:
    amounts = [amount for _day, amount in asked.parts if amount is not None]
    if asked.amount is not None and asked.amount <= 0:
        return Objection(code="not_positive", field="amount")
    if any(amount <= 0 for amount in amounts):
        return Objection(code="not_positive", field="instalments")
    read = asked.amount is not None and amounts and len(amounts) == len(asked.parts)
    if read and sum(amounts) != asked.amount:
        return Objection(code="does_not_add_up", field="instalments", limit=sum(amounts, Decimal(0)))
    return None


def _amount(asked: Asked, situation: Situation, limits: Limits) -> Objection | None:
    if asked.amount is None:
        return None
    owed = [situation.accounts[number] for number in asked.account_ids]
    if asked.amount > _debt(owed):
        return Objection(code="over_the_debt", field="amount", limit=_debt(owed))
    if asked.amount < least(owed, limits):
        return Objection(code="too_little", field="amount", limit=least(owed, limits))
    return None


def _debt(owed: list[Owed]) -> Decimal:
    """What may be claimed: an account in credit does not lower what is owed on another."""
    return sum((max(one.balance, Decimal(0)) for one in owed), Decimal("0.00"))
