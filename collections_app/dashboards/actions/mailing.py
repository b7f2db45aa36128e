"""Having alerts and the summary mailed to oneself, and no longer."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rules.personal_data import masked_email
from collections_app.dashboards.models import AlertMail, Mailing, SummarySent
from collections_app.dashboards.rules.mailing import may_go_to
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def set_mailing(*, actor: Actor, address: str, alerts: bool, summary: str, hour: int, at: datetime) -> Mailing:
    """Write to `address` from now on: alerts the actor is told of, and a summary DAY, WEEK or NEVER, at `hour`.

    What could not be sent so far is tried again from the beginning, as far as it is news still.

    Raises Refused: `forbidden` (also for whoever is no user), `invalid` (address, summary, hour), `domain_not_allowed`
    (address: the house lets mail go to other domains only).
    """
    actor.must("operation.view")
    if actor.user_id is None:
        raise Refused("forbidden", _("Only users have things mailed."))
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("invalid", _("This is no e-mail address."), field="address") from None
    if not may_go_to(address, settings.MAIL_DOMAINS):
        domains = ", ".join(sorted(settings.MAIL_DOMAINS))
        message = _("Mail goes only to addresses of: %(domains)s.") % {"domains": domains}
        raise Refused("domain_not_allowed", message, field="address")
    if summary not in Mailing.Summary.values:
        raise Refused("invalid", _("Every day, every Monday, or never?"), field="summary")
    if not 0 <= hour <= 23:
        raise Refused("invalid", _("An hour is a number from 0 to 23."), field="hour")
    given = {"address": address, "alerts": alerts, "summary": summary, "hour": hour, "since": at}
    mailing, _new = Mailing.objects.update_or_create(user_id=actor.user_id, defaults=given)
    for kind in (AlertMail, SummarySent):
        kind.objects.filter(user=actor.user_id, sent_at=None).update(tries=0)
    data = {"address": masked_email(address), "alerts": alerts, "summary": summary, "hour": hour}
    events.record("mailing.set", actor=actor, data=data)
    return mailing


@transaction.atomic
def end_mailing(*, actor: Actor) -> None:
    """Write no more; the address is forgotten. Without one, nothing happens. Raises Refused: `forbidden`."""
    actor.must("operation.view")
    if Mailing.objects.filter(user=actor.user_id).delete()[0]:
        events.record("mailing.ended", actor=actor)
