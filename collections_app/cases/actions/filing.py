"""A case to write down on what somebody says who owes nothing: a contact belongs to a case."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import CardAccount, Cardholder
from accounts.models.derived import DelinquencyBucket
from accounts.queries import working_day
from accounts.queries.visible import visible_to
from collections_app.cases.models import Case
from collections_app.cases.queries import visible_cases
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def case_to_log_on(*, actor: Actor, cardholder_id: int, at: datetime) -> Case:
    """The open case of a cardholder, else the one closed last; where there never was one, a case of today, closed.

    A closed case stands in no queue and counts in no figure; contacts and notes are written on it as on any other, and
    the night opens it again when something falls past due soon. Raises Refused: `forbidden`, `not_found` (also for a
    file the actor may not see), `no_account`.
    Example: a mother calls about a number we wrote to by mistake: nothing was ever past due, and she wants it to stop.
    """
    actor.must("contacts.log")
    seen = Cardholder.objects.filter(visible_to(actor), pk=cardholder_id)
    holder = seen.select_for_update(no_key=True).first()
    if holder is None:
        raise Refused("not_found", _("There is no such cardholder."))
    newest_first = F("closed_on").desc(nulls_first=True)
    known = visible_cases(actor).filter(cardholder=holder).order_by(newest_first, "-pk").first()
    return known or _filed(actor, holder, at)


def _filed(actor: Actor, holder: Cardholder, at: datetime) -> Case:
    account = CardAccount.objects.filter(cardholder=holder).select_related("position").order_by("pk").first()
    if account is None:
        raise Refused("no_account", _("This customer has no card account."))
    day, position = working_day(at), getattr(account, "position", None)
    case = Case.objects.create(
        cardholder=holder,
        opened_on=day,
        closed_on=day,
        close_reason=Case.CloseReason.CURED,
        kind=holder.kind,
        region=holder.region,
        language=holder.language,
        restriction=holder.restriction,
        is_demo=holder.is_demo,
        bucket=DelinquencyBucket.CURRENT,
        bucket_since=day,
        account=account,
        product=account.product,
        currency=account.currency,
        balance=position.balance if position else 0,
        accounts=0,
    )
    events.record("case.filed", actor=actor, cardholder_id=holder.pk, data={"case": case.pk}, on=day)
    return case
