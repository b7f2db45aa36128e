"""Promises of a case, of a cardholder, of a desk."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.queries import business_date
from collections_app.arrangements.models import PromiseInstalment, PromiseToPay
from collections_app.arrangements.models.promise import PromiseStatus
from collections_app.cases.queries import of_visible_cases
from collections_app.shared.actor import Actor

MISSED = (PromiseStatus.BROKEN, PromiseStatus.PARTIAL)


def visible_promises(actor: Actor) -> QuerySet[PromiseToPay]:
    """The promises of cases `actor` may see, with their instalments in order."""
    return _whole(PromiseToPay.objects.filter(of_visible_cases(actor)))


def open_promises(case_id: int) -> QuerySet[PromiseToPay]:
    """What still runs on a case, at most one promise in each currency, the next due first, with their instalments.

    Asks nobody who may see it.
    """
    return _whole(PromiseToPay.objects.filter(case=case_id, status=PromiseStatus.OPEN)).order_by("next_due_on", "id")


def open_promise(case_id: int) -> PromiseToPay | None:
    """The promise of a case that is due next; None where none runs."""
    return open_promises(case_id).first()


def promises_of(cardholder_id: int) -> QuerySet[PromiseToPay]:
    """Every promise of a cardholder, newest first, with its instalments. Asks nobody who may see it."""
    return _whole(PromiseToPay.objects.filter(cardholder=cardholder_id)).order_by("-id")


def promises_due(actor: Actor, on: date) -> QuerySet[PromiseToPay]:
    """Open promises with an instalment due up to `on` that are the actor's: taken by them, or of a case of theirs.

    Who assigns cases sees those of their desks as well. The earliest due first.
    """
    due = visible_promises(actor).filter(status=PromiseStatus.OPEN, next_due_on__lte=on)
    return due.filter(_of(actor)).order_by("next_due_on", "id")


def broken_last_night(actor: Actor) -> QuerySet[PromiseToPay]:
    """Promises of the actor of which last night found an instalment broken or partly kept; the largest first."""
    missed = visible_promises(actor).filter(missed_on(business_date()))
    return missed.filter(_of(actor)).order_by("-amount", "-id")


def missed_on(night: date | None) -> Q:
    """Promises of which the night for `night` found an instalment broken or partly kept."""
    missed = PromiseInstalment.objects.filter(settled_on=night, status__in=MISSED)
    return Q(pk__in=missed.values("promise"))


def matching(
    promises: QuerySet[PromiseToPay],
    *,
    status: str = "",
    user_id: int | None = None,
    team_id: int | None = None,
    due_from: date | None = None,
    due_to: date | None = None,
) -> QuerySet[PromiseToPay]:
    """Those of `promises` with this status, taken by that user, of that team's cases, due between two days."""
    asked = {
        "status": status,
        "user": user_id,
        "case__team": team_id,
        "next_due_on__gte": due_from,
        "next_due_on__lte": due_to,
    }
    return promises.filter(**{name: value for name, value in asked.items() if value not in (None, "")})


def _whole(promises: QuerySet[PromiseToPay]) -> QuerySet[PromiseToPay]:
    instalments = Prefetch("instalments", queryset=PromiseInstalment.objects.order_by("seq"))
    return promises.select_related("case", "cardholder", "user").prefetch_related(instalments)


def _of(actor: Actor) -> Q:
    if actor.everything:
        return Q()
    mine = Q(user=actor.user_id) | Q(case__agent=actor.user_id)
    return mine | Q(case__team__in=actor.teams) if actor.may("cases.assign") else mine
