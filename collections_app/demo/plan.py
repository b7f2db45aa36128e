"""Which portfolio was asked for? Kept as an event, so that an interrupted load goes on with the same one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from collections_app.events.queries import events_of_kind

from . import panel, portfolio, uci
from .card import Window
from .layouts import Bundle

PLANNED, LOADED = "demo.planned", "demo.loaded"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A portfolio and the business date it is aged to. The same plan gives the same files, byte for byte."""

    source: str
    until: date
    size: int
    seed: int

    @property
    def is_panel(self) -> bool:
        """True for the real card panel of 2005, whose clock is the night."""
        return self.source == "uci"

    @property
    def first_night(self) -> date:
        """The day after the first facts: nights begin with something to know."""
        opens = uci.WINDOW_OPENS if self.is_panel else Window.before(self.until, months=portfolio.MONTHS).opens
        return opens + timedelta(days=1)

    def as_data(self) -> dict[str, Any]:
        return {"source": self.source, "until": self.until.isoformat(), "size": self.size, "seed": self.seed}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Plan":
        return cls(source=data["source"], until=date.fromisoformat(data["until"]), size=data["size"], seed=data["seed"])


def bundles(plan: Plan) -> Iterator[Bundle]:
    """The rows of a plan's bank files, cardholder by cardholder."""
    if plan.is_panel:
        return uci.bundles(panel.clients())
    return portfolio.bundles(clients=panel.clients(), size=plan.size, seed=plan.seed, until=plan.until)


def kept_plan() -> Plan | None:
    """The plan this installation was set up with; None when it is no demo."""
    event = events_of_kind(PLANNED).first()
    return Plan.from_data(event.data) if event else None


def is_loaded() -> bool:
    """True once every file of the plan was taken in."""
    return events_of_kind(LOADED).exists()
