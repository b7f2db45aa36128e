"""Rows that are locked before they are judged, so that two actions on one person wait for each other."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .models import Team, User
from .queries import grants_on, other_administrators
from .rules.roles import ADMINISTRATOR


def locked_user(user_id: int) -> User:
    """The user, with its row locked until the transaction ends. Raises Refused("not_found")."""
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise Refused("not_found", _("There is no such user."))
    return user


def locked_users(user_ids: Iterable[int]) -> list[User]:
    """All of them, locked in the order of their numbers. Raises Refused("not_found") when one is missing."""
    wanted = set(user_ids)
    users = list(User.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    if len(users) != len(wanted):
        raise Refused("not_found", _("There is no such user."), field="users")
    return users


def open_team(team_id: int, *, field: str = "team") -> Team:
    """The team, kept from closing until the transaction ends. Raises Refused at `field`: `unknown_team`, `closed`."""
    team = Team.objects.select_for_update(no_key=True).filter(pk=team_id).first()
    if team is None:
        raise Refused("unknown_team", _("There is no such team."), field=field)
    if not team.is_active:
        raise Refused("closed", _("This team is closed."), field=field)
    return team


def must_be_another(actor: Actor, user: User, message: str) -> None:
    """Refuse what nobody may do to themselves, in the words of `message`. Raises Refused("yourself")."""
    if user.pk == actor.user_id:
        raise Refused("yourself", message)


def must_leave_an_administrator(user: User, *, on: date) -> None:
    """Refuse what would leave nobody who can invite, lock or grant. Raises Refused("last_administrator")."""
    # All administrators' rows, so that two of them cannot lock each other out at the same moment.
    holders = User.objects.select_for_update(no_key=True).filter(grants__in=grants_on(on).filter(role=ADMINISTRATOR))
    list(holders.values("pk"))
    if grants_on(on).filter(user=user, role=ADMINISTRATOR).exists() and not other_administrators(user, on=on):
        message = _("This is the last administrator; give the role to someone else first, without a last day.")
        raise Refused("last_administrator", message)
