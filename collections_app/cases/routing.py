"""Which queue a case stands in, and where in it: set-based, for one case as for all; only rows that change are written.

No action of its own: what changes a case ends with `reroute`, the night with `route_night`, a changed queue with
`route_all`, each in the transaction of the change.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from accounts.nightly.shard import Shard
from accounts.queries import business_date
from collections_app.shared import clock, sql

from .queries.queues import Queue, queues_now
from .rules import conditions, order

IN_BULK = "fairdue cases in bulk"
"""The lock of whoever changes very many cases in one statement: two of them would wait for each other's rows."""


def reroute(case_ids: Iterable[int]) -> int:
    """Look again where these cases stand; returns how many moved. Cheap when nothing moves."""
    return _route("c.id = ANY(%(case_ids)s)", {"case_ids": list(case_ids)}, on=_today())


def route_all() -> int:
    """Look again where every open case stands, after a queue has changed; returns how many moved."""
    sql.lock_for_transaction(IN_BULK)
    return _route("TRUE", {}, on=_today())


def route_night(shard: Shard) -> int:
    """The night's look at its shard: days since something are a day more. Returns how many moved."""
    sql.share_lock_for_transaction(IN_BULK)
    return _route("c.cardholder_id %% %(shards)s = %(shard)s", shard.params(), on=shard.on)


def _today() -> date:
    return business_date() or clock.local_date()


def _route(scope: str, params: dict[str, Any], *, on: date) -> int:
    queues = queues_now()
    whens, more = _whens(queues)
    sort_keys = " ".join(f"WHEN {queue.id} THEN {order.as_sql(queue.order)}" for queue in queues)
    text = sql.load("collections_app.cases", "route").format(
        queue=whens, sort_key=sort_keys or "WHEN 0 THEN NULL::numeric[]", scope=scope
    )
    return sql.run(text, {**params, **more, "on": on, "zone": settings.TIME_ZONE})


def _whens(queues: list[Queue]) -> tuple[str, dict[str, Any]]:
    """The first queue by rank whose conditions hold, as branches of a CASE."""
    parts: list[str] = []
    params: dict[str, Any] = {}
    for queue in queues:
        text, values = conditions.as_sql(queue.conditions, prefix=f"q{queue.id}")
        parts.append(f"WHEN {text} THEN {queue.id}")
        params |= values
    return " ".join(parts), params
