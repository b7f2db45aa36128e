"""Who may open restricted files (staff of the bank, VIP), from a day to a day. Nobody clears themselves."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from collections_app.events.actions import record
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from ..checks import day_after
from ..locks import locked_user, must_be_another
from ..models import ClearanceGrant
from ..queries import clearances_of
from ..rules.clearances import RESTRICTIONS


@transaction.atomic
def grant_clearance(
    *, actor: Actor, user_id: int, restriction: str, on: date, last_day: date | None = None
) -> ClearanceGrant:
    """Let `user_id` open files of `restriction` from `on` to `last_day`, that day included (None: without end).

    Raises Refused: `forbidden`, `not_found`, `yourself`; `unknown_restriction`, `already_granted` (field restriction);
    `ends_before_it_begins` (field last_day).
    """
    actor.must("teams.manage")
    user = locked_user(user_id)
    must_be_another(actor, user, _("Nobody clears themselves: ask a colleague."))
    if restriction not in RESTRICTIONS:
        raise Refused("unknown_restriction", _("There is no such restriction."), field="restriction")
    if last_day is not None and last_day < on:
        raise Refused("ends_before_it_begins", _("The last day is over already."), field="last_day")
    if restriction in clearances_of(user.pk, on=on):
        raise Refused("already_granted", _("This user is cleared for it already."), field="restriction")
    grant = ClearanceGrant.objects.create(
        user=user,
        restriction=restriction,
        valid_from=on,
        valid_to=day_after(last_day),
        granted_by_id=actor.user_id,
    )
    note = {"user_id": user.pk, "restriction": restriction, "from": on, "last_day": last_day}
    record("clearance.granted", actor=actor, data=note)
    return grant


@transaction.atomic
def end_clearance(*, actor: Actor, clearance_id: int, on: date) -> None:
    """From `on` the clearance is gone. Raises Refused: `forbidden`, `not_found`."""
    actor.must("teams.manage")
    grant = ClearanceGrant.objects.select_for_update().filter(pk=clearance_id).first()
    if grant is None or (grant.valid_to is not None and grant.valid_to <= on):
        raise Refused("not_found", _("This clearance is over already."))
    grant.valid_to = max(on, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    note = {"user_id": grant.user_id, "restriction": grant.restriction, "on": on}
    record("clearance.ended", actor=actor, data=note)
