"""What the strip says about alerts: those told to whoever looks, as long as they stand beyond their threshold."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from collections_app.shared.actor import Actor
from collections_app.shared.notices import Notice
from collections_app.shared.templatetags.fairdue import local_moment

from .alert_figures import condition_in_words, plain_value, scope_in_words
from .queries.alerts import raised_now

MOST = 3


def notices(actor: Actor) -> Iterator[Notice]:
    """The newest alerts of the actor; nothing, and no query, for who may not see the operation."""
    if actor.user_id is None or not actor.may("operation.view"):
        return
    for row in raised_now(actor.user_id)[:MOST]:
        words = {
            "scope": scope_in_words(row.alert, row),
            "condition": condition_in_words(row.alert),
            "value": plain_value(row.value),
            "since": local_moment(row.raised_at),
        }
        text = _("%(scope)s: %(condition)s (%(value)s at %(since)s).") % words
        yield Notice(level="warn", text=text, link=reverse("alerts"), link_text=_("To the alerts"))
