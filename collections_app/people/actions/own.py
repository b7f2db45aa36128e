"""What people do about themselves: what they prefer, and the notes their log-in leaves."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import AuthToken

from collections_app.events.actions import record
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from ..checks import languages_of
from ..models import User


@transaction.atomic
def prefer(
    *,
    actor: Actor,
    language: str | None = None,
    theme: str | None = None,
    spoken_languages: Sequence[str] | None = None,
) -> None:
    """Remember the actor's own language, theme or languages spoken.

    Only the languages spoken are an event: cases are handed out by them.
    Raises Refused: `unknown_language`, `unknown_theme`, each at its field.
    """
    wanted: dict[str, Any] = {}
    if language is not None:
        if language not in dict(settings.LANGUAGES):
            raise Refused("unknown_language", _("There is no such language."), field="language")
        wanted["language"] = language
    if theme is not None:
        if theme not in User.Theme.values:
            raise Refused("unknown_theme", _("There is no such theme."), field="theme")
        wanted["theme"] = theme
    if spoken_languages is not None:
        wanted["spoken_languages"] = languages_of(spoken_languages)
    if not wanted or actor.user_id is None:
        return
    User.objects.filter(pk=actor.user_id).update(**wanted)
    if "spoken_languages" in wanted:
        note = {"user_id": actor.user_id, "languages": wanted["spoken_languages"]}
        record("person.languages_set", actor=actor, data=note)


def note_log_in(*, actor: Actor) -> None:
    """Keep in the events that someone came in, and through which door."""
    record("person.logged_in", actor=actor, data={"door": actor.channel})


def note_password_set(*, actor: Actor) -> None:
    """Keep in the events that someone set a new password; tokens made before it end."""
    AuthToken.objects.filter(user_id=actor.user_id).delete()
    record("person.password_set", actor=actor, data={"user_id": actor.user_id})
