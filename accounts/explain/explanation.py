"""The parts of an explanation, as values a page shows and the REST door sends."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, kw_only=True)
class VersionName:
    """A policy version as people name it."""

    id: int
    profile: str
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class ComponentBalance:
    """What is owed of one component: on statements already cut, and since."""

    component: str
    billed: Decimal
    unbilled: Decimal


@dataclass(frozen=True, kw_only=True)
class DueDate:
    """A due date counted in the bucket, or still ahead.

    `short` is the unpaid part of the minimum at the end of the effective due date as it stands today: the unpaid
    slices up to this statement. `missed`: None while undecided. `counted`: past due, from the anchor on.
    """

    seq: int
    statement_date: date
    due_date: date
    effective_due_date: date
    minimum_due: Decimal
    own_slice: Decimal
    unpaid: Decimal
    short: Decimal
    tolerance: Decimal
    counted: bool
    missed: bool | None
    missed_amount: Decimal
    late_fee: Decimal
    version: VersionName | None


@dataclass(frozen=True, kw_only=True)
class LateFee:
    """A late fee in the ledger with the rule and the inputs that made it.

    `applied`: which part of the rule gave the amount: `ratio`, `at_least`, `unpaid` (never more than the unpaid
    minimum) or `bank` (the bank charged it by its own rule). A fee reversed since, or one of the bank's, has no inputs.
    """

    entry_id: int
    statement_seq: int | None
    value_date: date
    posting_date: date
    amount: Decimal
    applied: str
    unpaid_minimum: Decimal | None
    ratio: Decimal | None
    at_least: Decimal | None
    version: VersionName | None
    reversed_by: int | None
    waived: bool
    in_episode: bool


@dataclass(frozen=True, kw_only=True)
class CureStep:
    """What a payment of `amount` valued today leads to: the bucket of tomorrow."""

    amount: Decimal
    bucket: str


@dataclass(frozen=True, kw_only=True)
class Cure:
    """What brings the account to CURRENT tomorrow when paid today.

    `amount` pays everything that is due; `at_least` leaves the tolerance unpaid, which joins the next minimum.
    `steps`: what smaller payments lead to, oldest slice first.
    """

    amount: Decimal
    at_least: Decimal
    steps: tuple[CureStep, ...]


@dataclass(frozen=True, kw_only=True)
class NextBucket:
    """The next change if nothing more is paid."""

    bucket: str
    on: date


@dataclass(frozen=True, kw_only=True)
class EpisodeCost:
    """Fees and interest of the episode as an annual rate (`accounts/rules/total_cost.py`)."""

    since: date
    days: int
    fees: Decimal
    interest: Decimal
    average_principal: Decimal
    annual_rate: Decimal
    ceiling: Decimal
    above_ceiling: bool


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why an account is in its bucket on `on`, from what was known when the night for `on` ran.

    `held`: the payment feed of the day before is missing, so nothing got worse that night. `bucket_since` is the first
    day of the bucket, `dpd_since` the anchor's due date, from which days past due are counted.
    """

    account_id: int
    account_no: str
    currency: str
    on: date
    held: bool
    bucket: str
    bucket_since: date
    in_gap: bool
    in_grace: bool
    dpd: int
    dpd_since: date | None
    minimums_missed: int
    past_due: Decimal
    asset_class: str
    bureau_digit: str
    episode_since: date | None
    episode_late_fees: int
    lifetime_late_fees: int
    balance: Decimal
    credit_balance: Decimal
    unbilled_interest: Decimal
    components: tuple[ComponentBalance, ...]
    last_minimum: DueDate | None
    next_statement_date: date
    anchor: DueDate | None
    due_dates: tuple[DueDate, ...]
    late_fees: tuple[LateFee, ...]
    cure: Cure | None
    next_bucket: NextBucket | None
    episode_cost: EpisodeCost | None
    version: VersionName | None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values: amounts and rates as text, days as ISO dates."""
        return _plain(self)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
