"""Who took results home is on record."""

from datetime import date

from collections_app.events import actions as events
from collections_app.shared.actor import Actor


def note_export(*, actor: Actor, what: str, rows: int, first: date, last: date) -> None:
    """Note that `actor` downloaded a table of results. Raises Refused: `forbidden`."""
    actor.must("results.team" if actor.may("results.team") else "results.own")
    events.record(
        "results.exported", actor=actor, data={"what": what, "rows": rows, "first": first, "last": last}, on=last
    )
