"""What the actions of people ask of the text they are given."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from collections_app.shared.card_numbers import contains_card_number
from collections_app.shared.errors import Refused

from .rules.languages import LANGUAGES


def text_of(text: str, *, field: str, longest: int, required: bool = True) -> str:
    """`text` without blanks around it. Raises Refused at `field`: `missing`, `too_long`, `invalid`, `card_number`."""
    stripped = text.strip()
    if required and not stripped:
        raise Refused("missing", _("This is needed."), field=field)
    if len(stripped) > longest:
        raise Refused("too_long", _("At most %(count)s characters fit here.") % {"count": longest}, field=field)
    if "\x00" in stripped:
        raise Refused("invalid", _("A NUL character cannot be stored."), field=field)
    if contains_card_number(stripped):
        raise Refused("card_number", _("This looks like a full card number; it may not be stored."), field=field)
    return stripped


def languages_of(languages: Iterable[str]) -> list[str]:
    """Language codes, each once, in the order of LANGUAGES. Raises Refused("unknown_language") at spoken_languages."""
    spoken = set(languages)
    if spoken - set(LANGUAGES):
        raise Refused("unknown_language", _("There is no such language."), field="spoken_languages")
    return [language for language in LANGUAGES if language in spoken]


def day_after(last_day: date | None) -> date | None:
    """The first day that no longer counts; None when there is no last day."""
    return last_day + timedelta(days=1) if last_day else None
