"""Which case comes next for an agent: candidates in order, locked as they are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from collections_app.cases.models import DeskPolicy
from collections_app.cases.rules.holds import contact_stops
from collections_app.cases.rules.purpose import purpose_now
from collections_app.compliance.context import CaseContext
from collections_app.people.rules.languages import foreign_to
from collections_app.shared import sql
from collections_app.shared.actor import Actor

from .queues import Queue
from .sight import SEEN, sight

# Of a queue that is open to me: nobody's, my team's and mine. Of the others: mine, then what my team was given.
_OPEN = """c.queue_id = %(queue)s AND (
      c.agent_id = %(user)s
      OR c.agent_id IS NULL AND (c.team_id IS NULL OR c.team_id = ANY(%(teams)s::bigint[]))
  )"""
_MINE = "c.agent_id = %(user)s AND c.queue_id = ANY(%(given)s::bigint[])"
_MY_TEAMS = "c.team_id = %(team)s AND c.queue_id = %(queue)s AND c.agent_id IS NULL"
CANDIDATE = "c.id, c.cardholder_id, c.bucket, c.product_id, c.hold_kinds, c.lost_since IS NOT NULL, c.queue_id"
CANDIDATE += ", COALESCE(c.follow_up_at = c.appointment_at, FALSE), c.promise_due_on IS NOT NULL"
_MINE = "c.agent_id = %(user)s"
_MY_TEAMS = "c.agent_id IS NULL AND c.team_id = ANY(%(teams)s::bigint[])"


LOOK = 60
"""How many due follow-ups are looked at beyond those that are wanted: more than agents judge at one moment."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be handed out, if its debtor may be reached; columns as CANDIDATE names them."""

    case_id: int
    cardholder_id: int
    bucket: int
    product_id: int
    hold_kinds: list[str]
    lost: bool
    queue_id: int
    appointment: bool
    promised: bool

    def purpose(self, *, due: bool) -> str:
        """What a call to its debtor would be for; `due`: it comes as a due follow-up."""
        return purpose_now(due=due, appointment=self.appointment, promised=due and self.promised)

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
        """As of every source. Where many of the oldest are not for this agent, it looks ten times as far, and again."""
        look = many + LOOK
        while True:
            found = [pk for (pk,) in sql.rows(_text("due"), {**self.params, "look": look})]
            rows = sql.rows(self.text, {**self.params, "found": found, "many": many}) if found else []
            if len(rows) == many or len(found) < look:
                return [Candidate(*row) for row in rows]
            look *= 10


def sources(actor: Actor, queues: list[Queue], policy: DeskPolicy, *, at: datetime) -> Iterator[Source]:
    """Due follow-ups of all `queues`; each queue open to the actor, by rank; then what he was given in the others."""
    params = {
        "at": at,
        "rested": at - timedelta(minutes=policy.rest_minutes),
        "user": actor.user_id,
        "foreign": foreign_to(actor.languages),
        **sight(actor),
    }
    # The indexes give the order; a plan that sorts reads a whole queue to hand out one case of it.
    sql.run("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off")
    free = [queue for queue in queues if queue.open_to(actor)]
    given = [queue for queue in queues if not queue.open_to(actor)]
    everywhere = {"queues": [queue.id for queue in queues], "open": [queue.id for queue in free]}
    yield DueSource(_text("next_due"), {**params, **everywhere})
    for queue in free:
        yield Source(_text("next_in_queue", _OPEN), {**params, "queue": queue.id})
    if given:
        yield Source(_text("next_in_queue", _MINE), {**params, "given": [queue.id for queue in given]})
    for team in params["teams"]:
        for queue in given:
            yield Source(_text("next_in_queue", _MY_TEAMS), {**params, "queue": queue.id, "team": team})


def _text(name: str, which: str = "") -> str:
    handable = sql.load("collections_app.cases", "handable").format(seen=SEEN)
    return sql.load("collections_app.cases", name).format(candidate=CANDIDATE, handable=handable, which=which)
