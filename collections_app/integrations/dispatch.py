"""From the change feed to deliveries: set-wise, each event once for each webhook that wants it."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from collections_app.people.queries import actor_of_user
from collections_app.shared import sql
from collections_app.shared.actor import Actor

from .actions.webhooks import READER, pause_webhook
from .models import Reader, Webhook
from .queries.changes import Place, horizon, line_start, must_be_continued
from .queries.webhooks import may_hear
from .rules.kinds import meant

WINDOW = 5_000
State, Reason = Webhook.State, Webhook.Reason


def make_deliveries(*, at: datetime) -> int:
    """Deliveries for everything that is settled in the feed by now; how many are new.

    Each window is a transaction: deliveries and how far was read are kept together or not at all. While somebody else
    does it this does nothing. Raises Refused: `feed_not_continued`.
    """
    made = 0
    while (window := _make_window(at)) is not None:
        made += window[0]
        if not window[1]:
            break
    return made


@transaction.atomic
def _make_window(at: datetime) -> tuple[int, bool] | None:
    """How many deliveries were made, and whether there may be more; None when there is nobody to make them for."""
    reader = Reader.objects.select_for_update(skip_locked=True).filter(pk=READER).first()
    if reader is None:
        return None
    line = line_start()
    must_be_continued(line)
    wanting = _wanting(at)
    if not wanting:
        _read_up_to(reader, horizon())
        return None
    found = sql.dicts(
        sql.load("collections_app.integrations", "make_deliveries"),
        {
            "txid": reader.txid,
            "id": reader.event_id,
            "line": line,
            "window": WINDOW,
            "webhooks": json.dumps(wanting),
            "at": at,
        },
    )[0]
    if found["looked"]:
        _read_up_to(reader, Place(found["last_txid"], found["last_id"]))
    return found["made"], found["looked"] == WINDOW


def _read_up_to(reader: Reader, place: Place) -> None:
    if place > Place(reader.txid, reader.event_id):
        reader.txid, reader.event_id = place.txid, place.id
        reader.save(update_fields=["txid", "event_id"])


def _wanting(at: datetime) -> list[dict[str, Any]]:
    """What each webhook may hear: by its owner's roles and clearances of today, not of the day it was set up."""
    wanting = []
    hearing = Webhook.objects.exclude(state=State.ENDED).exclude(pause_reason=Reason.OWNER)
    for webhook in hearing.select_related("owner").order_by("pk"):
        owner = actor_of_user(webhook.owner, channel="night")
        if may_hear(owner):
            wanting.append(
                {
                    "id": webhook.pk,
                    "kinds": meant(webhook.kinds),
                    "clearances": sorted(owner.clearances),
                    "starts_txid": webhook.starts_txid,
                }
            )
        else:
            pause_webhook(actor=Actor.night(), webhook_id=webhook.pk, reason=Reason.OWNER, at=at)
    return wanting
