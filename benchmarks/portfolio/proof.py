"""Is the portfolio honest? A sample of accounts, played from their facts, must give what is stored of them."""

from typing import Any

from accounts.models import Position
from accounts.models.derived import DelinquencyBucket
from accounts.nightly.proof import fingerprints
from benchmarks.portfolio.archetypes import BUILT_THROUGH
from collections_app.shared import sql


class NotHonest(Exception):
    """Stored rows and facts of some accounts do not agree: the benchmark would measure nonsense."""


def prove(sample: int) -> dict[str, Any]:
    """Compare `sample` accounts drawn by a hash of their number, and say how the portfolio is made up."""
    ids = [row[0] for row in sql.rows("SELECT id FROM accounts_cardaccount ORDER BY md5(id::text) LIMIT %s", [sample])]
    stored = dict(Position.objects.filter(pk__in=ids).values_list("pk", "fingerprint"))
    played = fingerprints(ids, on=BUILT_THROUGH, held=frozenset())
    apart = [pk for pk in ids if stored.get(pk) != played[pk]]
    if apart:
        raise NotHonest(f"{len(apart)} of {len(ids)} accounts, such as {apart[0]}")
    return {"proved": len(ids), "made_up_of": _made_up_of()}


def _made_up_of() -> dict[str, float]:
    """Shares of all accounts in percent: by bucket, and how many revolve (are current and bear interest)."""
    buckets = sql.rows(
        "SELECT bucket, round(100.0 * count(*) / sum(count(*)) OVER (), 2)::float "
        "FROM accounts_position GROUP BY 1 ORDER BY 1"
    )
    revolving = sql.value(
        """
        SELECT round(100.0 * count(*) FILTER (WHERE bucket = -1 AND EXISTS (
            SELECT FROM accounts_balancepool b WHERE b.card_account_id = p.card_account_id AND b.bears = 'BEARING'
        )) / count(*), 2)::float
        FROM accounts_position p
        """
    )
    return {**{DelinquencyBucket(bucket).label: share for bucket, share in buckets}, "revolving": revolving}
