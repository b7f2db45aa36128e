"""The steps over cases, in the order the night runs them (`collections_app.nightly.steps`)."""

from typing import Any

from django.conf import settings

from accounts.nightly.shard import Shard
from collections_app.cases.queries import desk_policy
from collections_app.cases.routing import IN_BULK, route_night
from collections_app.cases.rules.holds import KEEPS_OPEN, STOPS_WORK
from collections_app.shared import sql


def keep_cases(shard: Shard) -> int:
    """Cases follow their cardholders' accounts: open, move, close, open again; holds past their last day end.

    Returns how many cases and holds changed. The rule is `rules/case_life.py`; done twice, nothing changes again.
    """
    sql.share_lock_for_transaction(IN_BULK)
    params = shard.params(
        zone=settings.TIME_ZONE,
        keeps_open=sorted(KEEPS_OPEN),
        stops_work=sorted(STOPS_WORK),
        reopen_within_days=desk_policy(shard.on).reopen_within_days,
    )
    ended = sql.value(_text("run_out_holds"), params)
    sql.run(_text("case_standing"), params)
    moved = sql.run(_text("move_cases"), params)
    closed = sql.run(_text("close_cases"), params)
    opened = sql.value(_text("open_cases"), params)
    sql.run(_text("keep_held"), params)
    return ended + moved + closed + opened


def route_cases(shard: Shard) -> int:
    """Every open case into the queue where it stands on this day; returns how many moved."""
    return route_night(shard)


def _text(name: str) -> Any:
    return sql.load("collections_app.cases", name)
