"""How many cases conditions would choose, while somebody still types them."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from collections_app.cases.rules import conditions as conditions_rules
from collections_app.cases.rules.conditions import Conditions
from collections_app.shared import sql
from collections_app.shared.actor import Actor

from .queues import queues_now
from .sight import SEEN, sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """How many open cases fit conditions, and how many of them stand in an earlier queue already."""

    fit: int
    elsewhere: int

    @property
    def here(self) -> int:
        """How many would stand in the queue."""
        return self.fit - self.elsewhere


def fitting(actor: Actor, conditions: Conditions, *, before: int | None, on: date) -> Fitting:
    """Count what conditions choose of the cases `actor` sees.

    `before`: the rank of their queue, None for one after all others.
    """
    text, params = conditions_rules.as_sql(conditions)
    earlier = ["FALSE"]
    for queue in queues_now():
        if before is None or queue.rank < before:
            part, more = conditions_rules.as_sql(queue.conditions, prefix=f"q{queue.id}")
            earlier.append(part)
            params |= more
    fit, elsewhere = sql.rows(
        f"""
        SELECT count(*), count(*) FILTER (WHERE {" OR ".join(earlier)})
        FROM cases_case c
        JOIN accounts_product p ON p.id = c.product_id
        LEFT JOIN people_team t ON t.id = c.team_id
        LEFT JOIN people_user u ON u.id = c.agent_id
        WHERE c.closed_on IS NULL AND c.bucket >= 1 AND {text} AND {SEEN}
        """,
        {**params, **sight(actor), "on": on, "zone": settings.TIME_ZONE},
    )[0]
    return Fitting(fit=fit, elsewhere=elsewhere)
