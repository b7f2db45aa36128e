"""Roles from a day to a day, which nobody gives to themselves. A stand-in is the role `lead` with a last day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from collections_app.events.actions import record
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from ..locks import locked_user, must_be_another, must_leave_an_administrator
from ..models import RoleGrant
from ..queries import grants_on
from ..rules.roles import ADMINISTRATOR, ROLES


@transaction.atomic
def grant_role(*, actor: Actor, user_id: int, role: str, on: date, last_day: date | None = None) -> RoleGrant:
    """Give `user_id` the role from `on` to `last_day`, that day included (None: until further notice).

    Raises Refused: `forbidden`, `not_found`, `yourself`; `unknown_role`, `already_granted` (field role);
    `ends_before_it_begins` (field last_day).
    """
    actor.must("people.manage")
    user = locked_user(user_id)
    must_be_another(actor, user, _("Nobody gives a role to themselves: ask another administrator."))
    if role not in ROLES:
        raise Refused("unknown_role", _("There is no such role."), field="role")
    if last_day is not None and last_day < on:
        raise Refused("ends_before_it_begins", _("The last day is over already."), field="last_day")
    if grants_on(on).filter(user=user, role=role).exists():
        raise Refused("already_granted", _("This user holds the role already."), field="role")
    valid_to = last_day + timedelta(days=1) if last_day else None
    grant = RoleGrant.objects.create(
        user=user, role=role, valid_from=on, valid_to=valid_to, granted_by_id=actor.user_id
    )
    record("role.granted", actor=actor, data={"user_id": user.pk, "role": role, "from": on, "last_day": last_day})
    return grant


@transaction.atomic
def revoke_role(*, actor: Actor, grant_id: int, on: date) -> None:
    """End a grant: from `on` the role is gone. A grant that has not begun yet never begins.

    Raises Refused: `forbidden`, `not_found`, `last_administrator`.
    """
    actor.must("people.manage")
    grant = RoleGrant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None or (grant.valid_to is not None and grant.valid_to <= on):
        raise Refused("not_found", _("This role is not granted any more."))
    user = locked_user(grant.user_id)
    if grant.role == ADMINISTRATOR:
        must_leave_an_administrator(user, on=on)
    grant.valid_to = max(on, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    record("role.revoked", actor=actor, data={"user_id": user.pk, "role": grant.role, "on": on})
