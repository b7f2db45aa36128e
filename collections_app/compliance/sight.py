"""Whose record somebody may see: restricted files when cleared for them, an outside agency only its own desk's."""

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.queries.visible import visible_to
from collections_app.shared.actor import Actor


def seen_by(actor: Actor, *, prefix: str = "") -> Q:
    """Rows about a cardholder `actor` may see; `prefix` leads from the row to him, as of `visible_to`.

    Cases stand above compliance: which cardholders a desk was given, `settings.CARDHOLDERS_OF_DESK` says.
    """
    theirs = import_string(settings.CARDHOLDERS_OF_DESK)(actor)
    seen = visible_to(actor, prefix=prefix)
    return seen if theirs is None else seen & Q(**{f"{prefix}pk__in": theirs})
