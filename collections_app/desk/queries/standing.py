"""What changed under an agent's hands: a claim that is gone, a case that was closed, money that came in."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import CardAccount
from collections_app.cases.models import Case, Claim
from collections_app.events.models import Event
from collections_app.shared.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment that came in while the page stood open."""

    amount: Decimal
    account_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the case stands towards the actor: `claim` is mine, taken (by `holder` since `since`), lost or none.

    `case` is open, paid (what was past due has come in; the night closes it) or closed. `seconds`: how long the claim
    still lasts.
    """

    claim: str
    case: str
    holder: str = ""
    since: datetime | None = None
    closed_on: date | None = None
    payments: tuple[Paid, ...] = ()
    seconds: int = 0


def standing_of(
    case: Case,
    claim: Claim | None,
    actor: Actor,
    *,
    held: bool,
    paid: bool = False,
    payments: tuple[Paid, ...] = (),
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
        payments=payments,
        seconds=max(int((claim.expires_at - at).total_seconds()), 0) if claim is not None and mine else 0,
    )


def payments_since(cardholder_id: int, seen: int) -> tuple[Paid, ...]:
    """The payments posted after the event `seen`, oldest first; two queries, one when there are none."""
    events = Event.objects.filter(cardholder_id=cardholder_id, id__gt=seen, kind="payment.posted").order_by("id")
    found = list(events.values_list("data__amount", "account_id")[:5])
    if not found:
        return ()
    numbers = dict(CardAccount.objects.filter(pk__in=[pk for _, pk in found]).values_list("pk", "account_no"))
    return tuple(Paid(amount=Decimal(amount), account_no=numbers.get(pk or 0, "")) for amount, pk in found)
