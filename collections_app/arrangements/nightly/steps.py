"""The step over promises, after cases have followed their accounts (`collections_app.nightly.steps`)."""

from typing import Any

from django.conf import settings

from accounts.nightly.shard import Shard
from collections_app.cases.routing import IN_BULK
from collections_app.cases.rules.holds import STOPS_WORK
from collections_app.shared import sql


def settle_promises(shard: Shard) -> int:
    """Promises whose night has come, and settled ones of which something else has become known since.

    Returns how many changed. The rule is `rules/settle.py`; done twice, nothing changes again. Looks only at open
    instalments that are due, at entries of the day before with an older value date, and at what waits for a feed.
    """
    params = shard.params(zone=settings.TIME_ZONE, stops_work=sorted(STOPS_WORK))
    if not sql.value(_text("promises_to_judge"), params):
        return 0
    sql.share_lock_for_transaction(IN_BULK)
    sql.run(_text("judge_instalments"), params)
    changed = sql.value(_text("settle_promises"), params)
    sql.run(_text("keep_promised_cases"), params)
    return changed


def _text(name: str) -> Any:
    return sql.load("collections_app.arrangements", name)
