"""Who works a case now, and what has happened to it meanwhile."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Position
from accounts.queries.payments import payments_since_night
from collections_app.cases.models import Claim


def live_claim(case_id: int, at: datetime) -> Claim | None:
    """The claim on a case that has not run out at `at`, with its user; None when nobody works the case."""
    return Claim.objects.select_related("user").filter(case=case_id, expires_at__gt=at).first()


def newest_claim_of(user_id: int, at: datetime) -> Claim | None:
    """The live claim `user_id` took last on a case that is still open; None when there is none."""
    live = Claim.objects.filter(user=user_id, expires_at__gt=at, case__closed_on=None)
    return live.select_related("user").order_by("-claimed_at", "-case_id").first()


def paid_up(cardholder_ids: Iterable[int]) -> set[int]:
    """Those of these cardholders who have paid, since the last night, all that was past due on every account.

    The night will close or move their cases; until then nobody calls them about money that is there.
    """
    late = Position.objects.filter(cardholder__in=set(cardholder_ids), bucket__gte=0)
    owing = list(late.values_list("cardholder_id", "card_account_id", "past_due"))
    paid = payments_since_night(account for _, account, _ in owing)
    if not paid:
        return set()
    still = {holder for holder, account, past_due in owing if paid.get(account, 0) < past_due}
    return {holder for holder, _, _ in owing} - still
