"""Which cases an actor may see, for SQL: the same as `visible_cases`."""

from typing import Any

from collections_app.shared.actor import Actor

SEEN = """(
    (%(everything)s OR h.restriction = '' OR h.restriction = ANY(%(clearances)s::text[]))
    AND (
        c.team_id = ANY(%(teams)s::bigint[]) OR %(everything)s
        OR COALESCE(
            (SELECT bool_or(tier <> 'AGENCY') FROM people_team WHERE id = ANY(%(teams)s::bigint[])), TRUE
        )
    )
)"""
"""About a case `c` and its cardholder `h`."""


def sight(actor: Actor) -> dict[str, Any]:
    """The parameters of SEEN."""
    return {
        "everything": actor.everything,
        "clearances": sorted(actor.clearances),
        "teams": sorted(actor.teams),
    }
