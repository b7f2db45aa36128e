"""Which case comes next for an agent: candidates in order, locked as they are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from collections_app.cases.models import DeskPolicy
from collections_app.cases.rules.holds import contact_stops
from collections_app.compliance.context import CaseContext
from collections_app.shared import sql
from collections_app.shared.actor import Actor

from .queues import Queue
from .sight import SEEN, sight

# Whose cases of a queue: those of nobody and mine, in a queue that is open to me; in others only what I was given.
_OPEN = """(c.agent_id = %(user)s
            OR c.agent_id IS NULL AND (c.team_id IS NULL OR c.team_id = ANY(%(teams)s::bigint[])))"""
CANDIDATE = "c.id, c.cardholder_id, c.bucket, c.product_id, c.hold_kinds, c.lost_since IS NOT NULL"
_MINE = "c.agent_id = %(user)s"
_MY_TEAMS = "c.agent_id IS NULL AND c.team_id = ANY(%(teams)s::bigint[])"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be handed out, if its debtor may be reached; columns as CANDIDATE names them."""

    case_id: int
    cardholder_id: int
    bucket: int
    product_id: int
    hold_kinds: list[str]
    lost: bool

    def context(self, accounts: Iterable[int]) -> CaseContext:
        """The case as a contact decision sees it, with its delinquent accounts; the same as `context_of`."""
        return CaseContext(
            case_id=self.case_id,
            cardholder_id=self.cardholder_id,
            bucket=self.bucket,
            product_id=self.product_id,
            account_ids=frozenset(accounts),
            stops=contact_stops(self.hold_kinds),
            lost=self.lost,
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where the next case may come from."""

    text: str
    params: dict[str, Any]
    due: ClassVar[bool] = False

    def first(self, many: int) -> list[Candidate]:
        """The first `many` that nobody else has locked, locked until the transaction ends."""
        return [Candidate(*row) for row in sql.rows(self.text, {**self.params, "many": many})]


@dataclass(frozen=True, slots=True)
class DueSource(Source):
    """Due follow-ups: first looked for without a lock, because most of the time there are none."""

    due: ClassVar[bool] = True

    def first(self, many: int) -> list[Candidate]:
        found = [pk for (pk,) in sql.rows(_text("due"), {**self.params, "many": many})]
        rows = sql.rows(self.text, {**self.params, "found": found, "many": many}) if found else []
        return [Candidate(*row) for row in rows]


def sources(actor: Actor, queues: list[Queue], policy: DeskPolicy, *, at: datetime) -> Iterator[Source]:
    """Due follow-ups of all `queues`; each queue open to the actor, by rank; then what he was given in the others."""
    params = {
        "at": at,
        "rested": at - timedelta(minutes=policy.rest_minutes),
        "user": actor.user_id,
        **sight(actor),
    }
    free = [queue for queue in queues if queue.open_to(actor)]
    given = [queue for queue in queues if not queue.open_to(actor)]
    everywhere = {"queues": [queue.id for queue in queues], "open": [queue.id for queue in free]}
    yield DueSource(_text("next_due"), {**params, **everywhere})
    for queue in free:
        yield Source(_text("next_in_queue", _OPEN), {**params, "queue": queue.id})
    for whose in (_MINE, _MY_TEAMS):
        for queue in given:
            yield Source(_text("next_in_queue", whose), {**params, "queue": queue.id})


def _text(name: str, given: str = "") -> str:
    handable = sql.load("collections_app.cases", "handable").format(seen=SEEN)
    return sql.load("collections_app.cases", name).format(candidate=CANDIDATE, handable=handable, given=given)
