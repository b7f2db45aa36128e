"""The night's step over promises alone, for tests whose accounts need no nights."""

from django.db import transaction

from accounts.nightly.shard import Shard
from collections_app.arrangements.nightly.steps import settle_promises
from collections_app.shared import sql
from tests.accounts.cards import d


def settle(on: str, *, held: bool = False, shards: int = 1) -> int:
    """What the night for `on` does to promises; returns how many changed."""
    changed = 0
    for index in range(shards):
        with transaction.atomic():
            sql.run("DISCARD TEMP")
            changed += settle_promises(Shard(on=d(on), index=index, of=shards, held=held))
    return changed
