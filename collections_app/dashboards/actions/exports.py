"""Handing figures out: an export is an event, so that one can say later who took what."""

from datetime import date
from typing import Any

from collections_app.events import actions as events
from collections_app.shared.actor import Actor


def note_export(*, actor: Actor, what: str, rows: int, filters: dict[str, Any], on: date | None) -> None:
    """Record `export.made`: which table, how many rows, under which filters. Raises Refused: `forbidden`.

    Example: `note_export(actor=actor, what="trend", rows=540, filters={"currency": "CNY"}, on=day)`
    """
    actor.must("portfolio.view")
    events.record("export.made", actor=actor, data={"what": what, "rows": rows, "filters": filters}, on=on)
