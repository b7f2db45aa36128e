"""Which accounts a step works on, and what it needs to know of the night."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class Shard:
    """Shard `index` of `of` of the night for `on`; accounts of one cardholder stay together.

    `held`: the payment feed for the day before is missing, so no fee is charged and nothing gets worse (B10).
    """

    on: date
    index: int = 0
    of: int = 1
    held: bool = False

    @property
    def day_before(self) -> date:
        return self.on - timedelta(days=1)

    def params(self, **more: Any) -> dict[str, Any]:
        """The parameters every statement file may name."""
        return {
            "on": self.on,
            "day_before": self.day_before,
            "shard": self.index,
            "shards": self.of,
            "held": self.held,
            **more,
        }
