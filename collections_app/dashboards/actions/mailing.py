"""Having alerts and the summary mailed to oneself, and no longer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from collections_app.dashboards.models import Mailing
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def set_mailing(*, actor: Actor, address: str, alerts: bool, summary: str, hour: int, at: datetime) -> Mailing:
    """Write to `address` from now on: alerts the actor is told of, and a summary DAY, WEEK or NEVER, at `hour`.

    Raises Refused: `forbidden` (also for whoever is no user), `invalid` (address, summary, hour).
    """
    actor.must("operation.view")
    if actor.user_id is None:
        raise Refused("forbidden", _("Only users have things mailed."))
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("invalid", _("This is no e-mail address."), field="address") from None
    if summary not in Mailing.Summary.values:
        raise Refused("invalid", _("Every day, every Monday, or never?"), field="summary")
    if not 0 <= hour <= 23:
        raise Refused("invalid", _("An hour is a number from 0 to 23."), field="hour")
    given = {"address": address, "alerts": alerts, "summary": summary, "hour": hour, "since": at}
    mailing, _new = Mailing.objects.update_or_create(user_id=actor.user_id, defaults=given)
    events.record("mailing.set", actor=actor, data={"alerts": alerts, "summary": summary, "hour": hour})
    return mailing


@transaction.atomic
def end_mailing(*, actor: Actor) -> None:
    """Write no more; the address is forgotten. Without one, nothing happens. Raises Refused: `forbidden`."""
    actor.must("operation.view")
    if Mailing.objects.filter(user=actor.user_id).delete()[0]:
        events.record("mailing.ended", actor=actor)
