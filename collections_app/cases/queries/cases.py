"""Which cases somebody may see, and the lock every action on a case begins with."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.queries.visible import visible_to
from collections_app.cases.models import Case
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases `actor` may see: restricted files only when cleared for them, an outside agency only its own desk's.

    The cardholder's restriction counts, not the case's copy of it, which the queues read and the night keeps: a file
    closed to the desk at noon is closed at noon.
    """
    cases = Case.objects.filter(visible_to(actor, prefix="cardholder__"))
    return cases.filter(team__in=actor.teams) if actor.agency else cases


def of_visible_cases(actor: Actor) -> Q:
    """The same of rows that name their `case` and its `cardholder`, such as contacts and promises.

    Only an outside agency needs a look at the case, so a list of what happened never walks all cases there ever were.
    """
    seen = visible_to(actor, prefix="cardholder__")
    return seen & Q(case__team__in=actor.teams) if actor.agency else seen


def cardholders_of_desk(actor: Actor) -> QuerySet:
    """Ids of the cardholders with a case that stands at the desks of `actor`, open or closed.

    For the floors below, which keep rows of cardholders and know no case (`settings.CARDHOLDERS_OF_DESK`).
    """
    return Case.objects.filter(team__in=actor.teams).values("cardholder")


def lock_visible(actor: Actor, case_id: int, *, closed_too: bool = False) -> Case:
    """The case, locked until the transaction ends; with its cardholder and product.

    Raises Refused: `not_found` for a case `actor` may not see as for one that does not exist; `case_closed`, unless
    `closed_too`: what has happened can be written down on a closed case as well.
    """
    cases = visible_cases(actor).select_related("cardholder", "product")
    case = cases.select_for_update(of=("self",), no_key=True).filter(pk=case_id).first()
    if case is None:
        raise Refused("not_found", _("There is no such case."))
    if case.closed_on is not None and not closed_too:
        message = _("This case was closed on %(day)s: nothing is past due any more.") % {
            "day": local_date(case.closed_on)
        }
        raise Refused("case_closed", message)
    return case


def open_case_of(cardholder_id: int) -> Case | None:
    """The open case of a cardholder; None when there is none. Asks nobody who may see it."""
    return Case.objects.filter(cardholder=cardholder_id, closed_on=None).first()
