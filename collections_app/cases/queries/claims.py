"""Who works a case now, and what has happened to it meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from accounts.queries.payments import payments_since_night
from collections_app.cases.models import Claim
from collections_app.shared import sql


def live_claim(case_id: int, at: datetime) -> Claim | None:
    """The claim on a case that has not run out at `at`, with its user; None when nobody works the case."""
    return Claim.objects.select_related("user").filter(case=case_id, expires_at__gt=at).first()


def claimed_of(case_ids: list[int], at: datetime) -> set[int]:
    """Those of these cases that somebody works at `at`."""
    if not case_ids:
        return set()
    rows = sql.rows("SELECT case_id FROM cases_claim WHERE case_id = ANY(%s) AND expires_at > %s", [case_ids, at])
    return {case_id for (case_id,) in rows}


def newest_claim_of(user_id: int, at: datetime) -> Claim | None:
    """The live claim `user_id` took last on a case that is still open; None when there is none."""
    live = Claim.objects.filter(user=user_id, expires_at__gt=at, case__closed_on=None)
    return live.order_by("-claimed_at", "-case_id").first()


def past_due_accounts(cardholder_ids: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """Of each cardholder the delinquent accounts and what was past due on each last night."""
    found: dict[int, dict[int, Decimal]] = {}
    rows = sql.rows(
        """
        SELECT cardholder_id, card_account_id, past_due FROM accounts_position
        WHERE cardholder_id = ANY(%s) AND bucket >= 0
        """,
        [list(cardholder_ids)],
    )
    for cardholder_id, account_id, past_due in rows:
        found.setdefault(cardholder_id, {})[account_id] = past_due
    return found


def paid_up(owing: Mapping[int, Mapping[int, Decimal]]) -> set[int]:
    """Those of these cardholders (`past_due_accounts`) who have paid all of it, on every account, since the last night.

    The night will close or move their cases; until then nobody calls them about money that is there.
    """
    paid = payments_since_night(account for accounts in owing.values() for account in accounts)
    if not paid:
        return set()
    return {
        cardholder
        for cardholder, accounts in owing.items()
        if all(paid.get(account, 0) >= past_due for account, past_due in accounts.items())
    }
