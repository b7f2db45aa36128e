"""Who may ask for a contact on a case now: who works it; while nobody does, who may take it over, or anyone for a coded
contact.

A coded contact has to be one: an appointment somebody agreed, or the reminder of a promise that is open. Else the code
would be the way around every rule that lets it through.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from collections_app.cases.actions.claims import must_hold
from collections_app.cases.models import Case
from collections_app.cases.queries import live_claim
from collections_app.compliance.models import Purpose
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

CODED = frozenset({Purpose.APPOINTMENT.value, Purpose.PROMISE_REMINDER.value})


def must_be_at_work(actor: Actor, case: Case, *, token: UUID | None, purpose: str, at: datetime) -> None:
    """Raises Refused: `claim_lost` when the token is over, `claimed` when somebody else works the case, `not_claimed`
    when nobody does and a claim is needed.

    A token always counts: whoever lost the case must not call, also with a role that could take it over again. Nor does
    such a role call while somebody works the case: two would call one person; he takes the case over first.
    """
    if token is not None:
        must_hold(actor=actor, case_id=case.pk, token=token, at=at)
        return
    claim = live_claim(case.pk, at)
    if claim is not None and claim.user_id != actor.user_id:
        raise Refused("claimed", _("%(name)s works on this case now.") % {"name": claim.user})
    if claim is None and purpose not in CODED and not actor.may("cases.take_over"):
        raise Refused("not_claimed", _("Take the case first; then you may ask for a contact."))


def must_be_coded_rightly(case: Case, purpose: str, at: datetime) -> None:
    """Raises Refused at field purpose: `no_appointment` (no follow-up agreed with the right party is due by this day),
    `no_promise` (none is open).

    Example: a follow-up at 15:00 on 12 March is an appointment from the first minute of 12 March on.
    """
    if purpose == Purpose.APPOINTMENT:
        agreed = case.follow_up_at
        if agreed is None or not case.has_appointment or clock.local_date(agreed) > clock.local_date(at):
            message = _("No follow-up is agreed with the customer for today: this would be no appointment.")
            raise Refused("no_appointment", message, field="purpose")
    if purpose == Purpose.PROMISE_REMINDER and case.promise_due_on is None:
        raise Refused("no_promise", _("There is no open promise to remind of."), field="purpose")
