"""Which cases an actor may see, for SQL: the same as `visible_cases`."""

from typing import Any

from accounts.models import Cardholder
from collections_app.shared.actor import Actor

# Restricted files are few and have an index of their own: over many cases they are read once and left out, and beside
# one case looked up by number. So the planner chooses, because neither road is written down.
SEEN = """(
    NOT EXISTS (
        SELECT FROM accounts_cardholder hidden
        WHERE hidden.id = c.cardholder_id
          AND hidden.restriction <> '' AND hidden.restriction <> ALL(%(clearances)s::text[])
    )
    AND (
        NOT %(agency)s OR c.team_id = ANY(%(teams)s::bigint[])
    )
)"""
"""About a case `c`."""


def sight(actor: Actor) -> dict[str, Any]:
    """The parameters of SEEN."""
    return {
        "agency": actor.agency,
        "clearances": Cardholder.Restriction.values if actor.everything else sorted(actor.clearances),
        "teams": sorted(actor.teams),
    }
