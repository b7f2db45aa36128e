"""What changed under an agent's hands: a claim that is gone, a case that was closed, a stop, a hold, money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import CardAccount
from collections_app.casefile.words import event_told
from collections_app.cases.models import Case, Claim
from collections_app.cases.queries.news import changes_since
from collections_app.events.models import Event
from collections_app.events.seen import Seen
from collections_app.shared.actor import Actor

PAYMENT = "payment.posted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What happened while the page stood open, in words; of a payment, how much came in and on which account."""

    text: str
    paid: Decimal | None = None
    account_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the case stands towards the actor: `claim` is mine, taken (by `holder` since `since`), lost or none.

    `case` is open, paid (what was past due has come in; the night closes it), closed, or hidden (the actor may not see
    it any more). `happened` since the page was drawn. `seconds`: how long the claim still lasts.
    """

    claim: str
    case: str
    holder: str = ""
    since: datetime | None = None
    closed_on: date | None = None
    happened: Sequence[Happened] = ()
    seconds: int = 0


HIDDEN = Standing(claim="lost", case="hidden")
"""A case the actor had, and may not see any more: nothing of it is told."""


def standing_of(
    case: Case,
    claim: Claim | None,
    actor: Actor,
    *,
    held: bool,
    paid: bool = False,
    happened: Sequence[Happened] = (),
    at: datetime,
) -> Standing:
    """`claim`: the live one; `held`: the page was opened with a claim of the actor's; `paid`: all that was past due."""
    mine = claim is not None and claim.user_id == actor.user_id
    word = "mine" if mine else "none" if not held else "taken" if claim is not None else "lost"
    return Standing(
        claim=word,
        case="closed" if case.closed_on else "paid" if paid else "open",
        holder=str(claim.user) if claim is not None and not mine else "",
        since=claim.claimed_at if claim is not None else None,
        closed_on=case.closed_on,
        happened=happened,
        seconds=max(int((claim.expires_at - at).total_seconds()), 0) if claim is not None and mine else 0,
    )


def newest_for(case_id: int, token: UUID | None, *, user_id: int | None, at: datetime) -> int | None:
    """The number of the newest event of the cardholder whose case `user_id` holds by `token`; None when he does not.

    One query, by the claim's key and the events' index.
    """
    if token is None or user_id is None:
        return None
    events = Event.objects.filter(cardholder_id=OuterRef("case__cardholder_id")).order_by("-id").values("id")
    held = Claim.objects.filter(pk=case_id, token=token, user=user_id, expires_at__gt=at)
    return held.values_list(Coalesce(Subquery(events[:1]), 0), flat=True).first()


def happened_since(cardholder_id: int, seen: str) -> list[Happened]:
    """What happened after `seen`, as the page brings it back, oldest first; two queries, one without payments."""
    changes = changes_since(Seen.of(seen), cardholder_id)
    accounts = {change.account_id for change in changes if change.kind == PAYMENT and change.account_id}
    numbers = dict(CardAccount.objects.filter(pk__in=accounts).values_list("pk", "account_no")) if accounts else {}
    return [
        Happened(
            text=event_told(change.kind, change.data),
            paid=Decimal(change.data["amount"]) if change.kind == PAYMENT else None,
            account_no=numbers.get(change.account_id or 0, ""),
        )
        for change in changes
    ]
