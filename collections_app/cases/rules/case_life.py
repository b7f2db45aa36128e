"""What a night makes of a cardholder's case: it opens, moves, closes, opens again (B9).

The definition; `sql/case_standing.sql` and its neighbours are its twin (`tests/twins/test_cases.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

CURRENT = -1
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStanding:
    """An account of the cardholder after tonight's move of buckets. `due_since`: due date of its oldest missed minimum.

    Its status plays no part: a closed or charged-off account that is past due is still owed, and worked.
    """

    account_id: int
    product_id: int
    currency: str
    bucket: int
    bucket_since: date
    past_due: Decimal
    balance: Decimal
    due_since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a case repeats of its accounts; the accounts stay the truth.

    `past_due` and `balance` are sums over the delinquent accounts in the currency of the account that drives,
    `past_due_since` and `accounts` speak of all delinquent ones. Without any, the three of the account are None.
    """

    bucket: int
    account_id: int | None = None
    product_id: int | None = None
    currency: str | None = None
    past_due: Decimal = ZERO
    balance: Decimal = ZERO
    past_due_since: date | None = None
    accounts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """A case as far as a night decides it."""

    opened_on: date
    bucket_since: date
    figures: Figures
    closed_on: date | None = None
    reopened: int = 0
    reopened_on: date | None = None


def figures_of(accounts: Sequence[AccountStanding]) -> Figures:
    """The figures of a case over all accounts of its cardholder.

    The account in the worst bucket drives; among those the one with most past due, then the oldest number.
    Example: CNY in M1 and USD in M3 make a case in M3 whose amounts are the dollars, with two accounts.
    """
    late = [account for account in accounts if account.bucket > CURRENT]
    if not late:
        return Figures(bucket=CURRENT)
    driving = min(late, key=_drives)
    same = [account for account in late if account.currency == driving.currency]
    return Figures(
        bucket=driving.bucket,
        account_id=driving.account_id,
        product_id=driving.product_id,
        currency=driving.currency,
        past_due=sum((account.past_due for account in same), ZERO),
        balance=sum((account.balance for account in same), ZERO),
        past_due_since=min((account.due_since for account in late if account.due_since), default=None),
        accounts=len(late),
    )


def _drives(account: AccountStanding) -> tuple[int, Decimal, int]:
    return -account.bucket, -account.past_due, account.account_id


def after_night(
    last: CaseState | None,
    accounts: Sequence[AccountStanding],
    *,
    on: date,
    running: bool,
    reopen_within_days: int,
) -> tuple[CaseState | None, bool]:
    """The cardholder's newest case after the night for `on`, and whether it is a new one.

    `last` is the newest so far, open or closed; `running`: a plan or a suit is open, which keeps a paid case open.
    A case closed on 2025-03-01 opens again up to 2025-04-30 (60 days); from 2025-05-01 the next one is new.
    """
    figures = figures_of(accounts)
    if figures.bucket > CURRENT:
        return _late(last, figures, since=_since(figures, accounts), on=on, reopen_within_days=reopen_within_days)
    if last is None or last.closed_on is not None:
        return last, False
    figures = replace(
        figures,
        account_id=last.figures.account_id,
        product_id=last.figures.product_id,
        currency=last.figures.currency,
    )
    return replace(_moved(last, figures, on), closed_on=None if running else on), False


def _late(
    last: CaseState | None, figures: Figures, *, since: date, on: date, reopen_within_days: int
) -> tuple[CaseState, bool]:
    if last is not None and last.closed_on is None:
        return _moved(last, figures, on), False
    if last is not None and last.closed_on is not None and (on - last.closed_on).days <= reopen_within_days:
        again = replace(last, closed_on=None, reopened=last.reopened + 1, reopened_on=on)
        return replace(again, figures=figures, bucket_since=since), False
    return CaseState(opened_on=on, bucket_since=since, figures=figures), True


def _moved(case: CaseState, figures: Figures, on: date) -> CaseState:
    since = case.bucket_since if figures.bucket == case.figures.bucket else on
    return replace(case, figures=figures, bucket_since=since)


def _since(figures: Figures, accounts: Sequence[AccountStanding]) -> date:
    """A case that opens stands in its bucket since the account that drives it does."""
    return next(account.bucket_since for account in accounts if account.account_id == figures.account_id)


def has_run_out(until: date | None, on: date) -> bool:
    """Whether a hold whose last day is `until` is over in the night for `on`: its last day counts in full."""
    return until is not None and until < on
