"""What the strip says about alerts: those told to whoever looks, as long as they stand beyond their threshold."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from collections_app.shared.actor import Actor
from collections_app.shared.notices import Notice
from collections_app.shared.templatetags.fairdue import local_date, local_moment

from .alert_words import condition_in_words, scope_in_words, value_in_words
from .queries.alerts import raised_now

MOST = 3


def notices(actor: Actor) -> Iterator[Notice]:
    """The newest alerts of the actor; nothing, and no query, for who may not see the operation."""
    if actor.user_id is None or not actor.may("operation.view"):
        return
    for row in raised_now(actor)[:MOST]:
        words = {
            "scope": scope_in_words(row.alert, row),
            "condition": condition_in_words(row.alert),
            "value": value_in_words(row.alert, row.value),
            "since": local_moment(row.raised_at),
            "day": local_date(row.day),
        }
        known = _("%(value)s by the figures of %(day)s") if row.day else _("%(value)s at %(since)s")
        text = _("%(scope)s: %(condition)s (%(known)s).") % {**words, "known": known % words}
        yield Notice(level="warn", text=text, link=reverse("alerts"), link_text=_("To the alerts"))
