"""Inviting and locking people, granting and revoking roles, remembering what they prefer.

Every action: may I, lock, decide, write, note the event.
"""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from knox.models import AuthToken

from collections_app.events.actions import record
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .models import RoleGrant, User
from .queries import grants_on, other_administrators
from .rules.roles import ADMINISTRATOR, ROLES


def _locked(user_id: int) -> User:
    """The user, with its row locked until the transaction ends."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Refused("not_found", _("There is no such user."))
    return user


def _set_password_path(user: User) -> str:
    """The path of a link that works once, until a password is set or settings.PASSWORD_RESET_TIMEOUT is over."""
    code = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("set-password", args=[code, default_token_generator.make_token(user)])


@transaction.atomic
def invite(*, actor: Actor, username: str, display_name: str, role: str, on: date) -> tuple[User, str]:
    """Make a user with one role and no password; returns the user and the path of the set-password link.

    Raises Refused: `forbidden`, `taken` (field username), `unknown_role` (field role).
    """
    actor.must("people.manage")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused("taken", _("This log-in name is taken."), field="username")
    user = User.objects.create_user(username, display_name=display_name)
    record("person.invited", actor=actor, data={"user_id": user.pk, "username": user.username})
    grant_role(actor=actor, user_id=user.pk, role=role, on=on)
    return user, _set_password_path(user)


@transaction.atomic
def renew_link(*, actor: Actor, user_id: int) -> str:
    """The path of a fresh set-password link; the old password and every session and token end now."""
    actor.must("people.manage")
    user = _locked(user_id)
    if not user.is_active:
        raise Refused("locked", _("Unlock this user first."))
    user.set_unusable_password()
    user.save(update_fields=["password"])
    AuthToken.objects.filter(user=user).delete()
    record("person.link_renewed", actor=actor, data={"user_id": user.pk})
    return _set_password_path(user)


@transaction.atomic
def grant_role(*, actor: Actor, user_id: int, role: str, on: date, last_day: date | None = None) -> RoleGrant:
    """Give `user_id` the role from `on` to `last_day`, that day included (None: until further notice).

    Raises Refused: `forbidden`, `not_found`, `unknown_role`, `already_granted` (field role), `ends_before_it_begins`
    (field last_day).
    """
    actor.must("people.manage")
    user = _locked(user_id)
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
    user = _locked(grant.user_id)
    if grant.role == ADMINISTRATOR:
        _must_leave_an_administrator(user, on=on)
    grant.valid_to = max(on, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    record("role.revoked", actor=actor, data={"user_id": user.pk, "role": grant.role, "on": on})


@transaction.atomic
def lock(*, actor: Actor, user_id: int, on: date) -> None:
    """Shut a user out at once: sessions and tokens end.

    Raises Refused: `forbidden`, `not_found`, `yourself`, `last_administrator`.
    """
    actor.must("people.manage")
    user = _locked(user_id)
    if actor.user_id == user.pk:
        raise Refused("yourself", _("You cannot lock yourself."))
    _must_leave_an_administrator(user, on=on)
    user.is_active = False
    user.save(update_fields=["is_active"])
    AuthToken.objects.filter(user=user).delete()
    record("person.locked", actor=actor, data={"user_id": user.pk})


@transaction.atomic
def unlock(*, actor: Actor, user_id: int) -> None:
    """Let a locked user in again, with the old password and roles. Raises Refused: `forbidden`, `not_found`."""
    actor.must("people.manage")
    user = _locked(user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("person.unlocked", actor=actor, data={"user_id": user.pk})


def prefer(*, actor: Actor, language: str | None = None, theme: str | None = None) -> None:
    """Remember the actor's own language or theme; no event, because nobody else is touched.

    Raises Refused: `unknown_language`, `unknown_theme`.
    """
    wanted = {}
    if language is not None:
        if language not in dict(settings.LANGUAGES):
            raise Refused("unknown_language", _("There is no such language."), field="language")
        wanted["language"] = language
    if theme is not None:
        if theme not in User.Theme.values:
            raise Refused("unknown_theme", _("There is no such theme."), field="theme")
        wanted["theme"] = theme
    if wanted and actor.user_id is not None:
        User.objects.filter(pk=actor.user_id).update(**wanted)


def note_log_in(*, actor: Actor) -> None:
    """Keep in the events that someone came in, and through which door."""
    record("person.logged_in", actor=actor, data={"door": actor.channel})


def note_password_set(*, actor: Actor) -> None:
    """Keep in the events that someone set a new password; tokens made before it end."""
    AuthToken.objects.filter(user_id=actor.user_id).delete()
    record("person.password_set", actor=actor)


def _must_leave_an_administrator(user: User, *, on: date) -> None:
    """Refuse what would leave nobody who can invite, lock or grant."""
    # All administrators' rows, so that two of them cannot lock each other out at the same moment.
    list(User.objects.select_for_update().filter(grants__in=grants_on(on).filter(role=ADMINISTRATOR)).values("pk"))
    if grants_on(on).filter(user=user, role=ADMINISTRATOR).exists() and not other_administrators(user, on=on):
        raise Refused("last_administrator", _("This is the last administrator; grant the role to someone else first."))
