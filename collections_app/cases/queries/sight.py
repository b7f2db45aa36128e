"""Which cases an actor may see, for SQL: the same as `visible_cases`."""

from typing import Any

from collections_app.shared.actor import Actor

from .cases import of_an_agency

SEEN = """(
    (%(everything)s OR h.restriction = '' OR h.restriction = ANY(%(clearances)s::text[]))
    AND (NOT %(agency)s OR c.team_id = ANY(%(teams)s::bigint[]))
)"""
"""About a case `c` and its cardholder `h`."""


def sight(actor: Actor) -> dict[str, Any]:
    """The parameters of SEEN."""
    return {
        "everything": actor.everything,
        "clearances": sorted(actor.clearances),
        "agency": of_an_agency(actor),
        "teams": sorted(actor.teams),
    }
