"""What the strip says about webhooks: paused, failing for long, with events that were given up."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.notices import Notice
from collections_app.shared.templatetags.fairdue import local_moment

from .models import Webhook

FAILING_FOR = timedelta(minutes=10)
"""A receiver that is away for less, such as for a restart, needs nobody."""
DEAD_FOR = timedelta(days=7)
"""For so long it is told that events were given up; their page keeps them."""
MOST = 3
RANK = {"bad": 0, "warn": 1, "info": 2}
Level = Literal["info", "warn", "bad"]


def notices(actor: Actor) -> Iterator[Notice]:
    """One line for each webhook that needs somebody, the worst first; nothing, and no query, for who manages none."""
    if not actor.may("integrations.manage"):
        return
    now = clock.now()
    moments = {"failing_before": now - FAILING_FOR, "dead_after": now - DEAD_FOR}
    found = sql.dicts(sql.load("collections_app.integrations", "strip"), moments)
    told = sorted(((row, *_said(row)) for row in found), key=lambda one: RANK[one[1]])
    for row, level, text in told[:MOST]:
        yield Notice(level=level, text=text, link=reverse("webhook", args=[row["id"]]), link_text=_("To the webhook"))


def _said(row: dict[str, Any]) -> tuple[Level, str]:
    """How bad it is with a webhook, and what it is."""
    words = {"name": row["name"], "since": local_moment(row["failing_since"]), "next": local_moment(row["next_try_at"])}
    if row["pause_reason"] == Webhook.Reason.FAILURES:
        text = _("The webhook %(name)s is paused: its receiver takes nothing since %(since)s. What happens waits.")
        return "bad", text % words
    if row["pause_reason"] == Webhook.Reason.OWNER:
        text = _(
            "The webhook %(name)s is paused: its owner may not see events any more. What happens is not kept for it."
        )
        return "bad", text % words
    if row["failing"] and row["state"] == Webhook.State.ACTIVE:
        text = _("The receiver of the webhook %(name)s takes nothing since %(since)s.")
        return "warn", text % words
    if row["dead"]:
        return "warn", _("Events for the webhook %(name)s were given up.") % words
    return "info", _("The webhook %(name)s is paused: what happens waits.") % words
