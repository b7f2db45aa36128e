"""Who may ask for a contact on a case now: who works it, who may take it over, or anyone for a coded contact."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from collections_app.cases.actions.claims import must_hold
from collections_app.cases.queries import live_claim
from collections_app.compliance.models import Purpose
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

CODED = frozenset({Purpose.APPOINTMENT.value, Purpose.PROMISE_REMINDER.value})


def must_be_at_work(actor: Actor, case_id: int, *, token: UUID | None, purpose: str, at: datetime) -> None:
    """Raises Refused: `claim_lost` when the token is over, `not_claimed` when there is none and none is needed less.

    A token always counts: whoever lost the case must not call, also with a role that could take it over again.
    """
    if token is not None:
        must_hold(actor=actor, case_id=case_id, token=token, at=at)
        return
    claim = live_claim(case_id, at)
    works_it = claim is not None and claim.user_id == actor.user_id
    if works_it or actor.may("cases.take_over") or purpose in CODED:
        return
    raise Refused("not_claimed", _("Take the case first; then you may ask for a contact."))
