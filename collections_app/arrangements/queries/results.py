"""How many promises were kept, by what tells them apart. Amounts never cross currencies."""

from datetime import date

from django.db.models import CharField, Count, F, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce

from collections_app.arrangements.models import PromiseToPay
from collections_app.arrangements.rules.kept import Kept, Matured, kept_rates
from collections_app.arrangements.rules.settle import SETTLED
from collections_app.shared.actor import Actor

from .promises import visible_promises

GROUPS = {
    "all": Value(""),
    "reason": F("reason"),
    "speaker": F("speaker"),
    "agent": Coalesce(Cast("user", CharField()), Value("")),
    "bucket": Cast("bucket", CharField()),
}
"""What results can be told apart by; an agent is the number of the user, "" for other doors."""


def kept_by(group: str, *, actor: Actor, first: date, last: date) -> list[Kept]:
    """Kept rates of the promises whose last day lay between `first` and `last`, both included, one of `GROUPS`.

    Only settled ones count: kept, partly kept, broken. Who neither assigns cases nor reviews sees, by agent, only
    their own. Example: `kept_by("speaker", actor=actor, first=date(2025, 3, 1), last=date(2025, 3, 31))`.
    """
    promises = _matured(actor, first, last)
    if group == "agent" and not may_compare_agents(actor):
        promises = promises.filter(user=actor.user_id)
    rows = (
        promises.annotate(told_apart=GROUPS[group])
        .values("told_apart", "currency", "status")
        .annotate(promises=Count("pk"), promised=Sum("amount"), paid=Sum("credited"))
        .order_by()
    )
    return kept_rates(
        Matured(
            group=row["told_apart"],
            currency=row["currency"],
            status=row["status"],
            promises=row["promises"],
            promised=row["promised"],
            credited=row["paid"],
        )
        for row in rows
    )


def may_compare_agents(actor: Actor) -> bool:
    """Whether `actor` may see results of people beside their own."""
    return actor.may("cases.assign") or actor.may("compliance.review")


def _matured(actor: Actor, first: date, last: date) -> QuerySet[PromiseToPay]:
    promises = visible_promises(actor).select_related(None).prefetch_related(None)
    return promises.filter(settled_on__isnull=False, status__in=SETTLED, last_due_on__range=(first, last))
