"""Inviting people, letting them in and shutting them out, and the languages they speak."""

from collections.abc import Sequence
from datetime import date

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

from ..checks import languages_of, text_of
from ..locks import locked_user, must_be_another, must_leave_an_administrator
from ..models import User
from .roles import grant_role

LONGEST_NAME = 60


def _set_password_path(user: User) -> str:
    """The path of a link that works once, until a password is set or settings.PASSWORD_RESET_TIMEOUT is over."""
    code = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("set-password", args=[code, default_token_generator.make_token(user)])


@transaction.atomic
def invite(*, actor: Actor, username: str, display_name: str, role: str, on: date) -> tuple[User, str]:
    """Make a user with one role and no password; returns the user and the path of the set-password link.

    The log-in name is kept as it is normalized (NFKC), which can make it longer.
    Raises Refused: `forbidden`, `too_long`, `taken` (field username), `unknown_role` (field role).
    """
    actor.must("people.manage")
    username = text_of(User.normalize_username(username), field="username", longest=LONGEST_NAME)
    if User.objects.filter(username__iexact=username).exists():
        raise Refused("taken", _("This log-in name is taken."), field="username")
    user = User.objects.create_user(username, display_name=display_name)
    record("person.invited", actor=actor, data={"user_id": user.pk, "username": user.username})
    grant_role(actor=actor, user_id=user.pk, role=role, on=on)
    return user, _set_password_path(user)


@transaction.atomic
def renew_link(*, actor: Actor, user_id: int) -> str:
    """The path of a fresh set-password link; the old password and every session and token end now.

    Raises Refused: `forbidden`, `not_found`, `yourself`, `locked`.
    """
    actor.must("people.manage")
    user = locked_user(user_id)
    must_be_another(actor, user, _("Nobody resets themselves: change your password on your profile."))
    if not user.is_active:
        raise Refused("locked", _("Unlock this user first."))
    user.set_unusable_password()
    user.save(update_fields=["password"])
    AuthToken.objects.filter(user=user).delete()
    record("person.link_renewed", actor=actor, data={"user_id": user.pk})
    return _set_password_path(user)


@transaction.atomic
def lock(*, actor: Actor, user_id: int, on: date) -> None:
    """Shut a user out at once: sessions and tokens end.

    Raises Refused: `forbidden`, `not_found`, `yourself`, `last_administrator`.
    """
    actor.must("people.manage")
    user = locked_user(user_id)
    must_be_another(actor, user, _("You cannot lock yourself."))
    must_leave_an_administrator(user, on=on)
    user.is_active = False
    user.save(update_fields=["is_active"])
    AuthToken.objects.filter(user=user).delete()
    record("person.locked", actor=actor, data={"user_id": user.pk})


@transaction.atomic
def unlock(*, actor: Actor, user_id: int) -> None:
    """Let a locked user in again, with the old password and roles.

    Raises Refused: `forbidden`, `not_found`, `yourself`.
    """
    actor.must("people.manage")
    user = locked_user(user_id)
    # Whoever is locked may do nothing; an actor that was made before the lock must not undo it either.
    must_be_another(actor, user, _("Nobody unlocks themselves: ask another administrator."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("person.unlocked", actor=actor, data={"user_id": user.pk})


@transaction.atomic
def set_languages(*, actor: Actor, user_id: int, spoken_languages: Sequence[str]) -> None:
    """Write down which languages and dialects someone speaks; cases may be handed out by them.

    For oneself there is `prefer`. Raises Refused: `forbidden`, `not_found`, `unknown_language`.
    """
    actor.must("people.manage")
    user = locked_user(user_id)
    user.spoken_languages = languages_of(spoken_languages)
    user.save(update_fields=["spoken_languages"])
    record("person.languages_set", actor=actor, data={"user_id": user.pk, "languages": user.spoken_languages})
