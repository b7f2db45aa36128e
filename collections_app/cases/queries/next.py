"""Which case comes next for an agent: candidates in order, locked as they are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from collections_app.cases.models import DeskPolicy
from collections_app.cases.purposes import reminded_only
from collections_app.cases.rules.holds import contact_stops
from collections_app.cases.rules.purpose import purpose_now
from collections_app.compliance.context import CaseContext
from collections_app.compliance.queries import Policies
from collections_app.people.rules.languages import foreign_to
from collections_app.shared import sql
from collections_app.shared.actor import Actor

from .queues import Queue
from .sight import SEEN, sight

CANDIDATE = "c.id, c.cardholder_id, c.bucket, c.product_id, c.hold_kinds, c.lost_since IS NOT NULL, c.queue_id"
CANDIDATE += ", c.promise_due_on, CASE WHEN c.follow_up_at = c.appointment_at THEN c.follow_up_at END"

# What stands in an index of its own (`Case.Meta.indexes`), what is asked of it besides, its order in one queue and
# across several.
DUE = {
    "stands": "c.closed_on IS NULL AND c.follow_up_at IS NOT NULL",
    # A promise stops work, but not its follow-up.
    "fits": "c.follow_up_at <= %(at)s AND (NOT c.work_stopped OR c.hold_kinds::text[] <@ ARRAY['PROMISE'])",
    "ordered": "c.follow_up_at",
    "across": "place",
}
IN_LINE = {
    "stands": "c.closed_on IS NULL AND NOT c.work_stopped AND c.follow_up_at IS NULL",
    "fits": "COALESCE(c.last_contact_at, '2000-01-01 00:00:00+00'::timestamptz) <= %(rested)s",
    "ordered": "c.sort_key",
    "across": "rank, place",
}

NOT_HERE = ("enable_sort", "enable_bitmapscan", "enable_seqscan", "jit")
"""The indexes give the order; a plan that sorts reads a whole queue to hand out one case of it. Of the few that are
found a sort is left, whose forbidding price must not start the compiler (`jit`)."""
LOOK = 7
"""How many are looked for beyond those that are wanted. Few: where a large queue has fewer left, all of it is read."""


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
    promise_due_on: date | None
    agreed_at: datetime | None

    def purpose(self, policies: Policies, *, due: bool) -> str:
        """What a call to its debtor would be for; `due`: it comes as a due follow-up."""
        promised = due and self.promise_due_on is not None and reminded_only(self, policies)
        return purpose_now(due=due, appointment=self.agreed_at is not None, promised=promised)

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
            promise_due_on=self.promise_due_on,
            agreed_at=self.agreed_at,
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where the next case may come from: due follow-ups, or those in line."""

    kind: dict[str, str]
    params: dict[str, Any]

    @property
    def due(self) -> bool:
        return self.kind is DUE

    def first(self, many: int) -> list[Candidate]:
        """The first `many` that nobody else has locked, locked until the transaction ends.

        First looked for without a lock. Where others have locked many of them it looks ten times as far, and again.
        """
        look = many + LOOK
        while True:
            found = [pk for (pk,) in sql.rows(_text("found", self.kind), {**self.params, "look": look})]
            locking = {**self.params, "found": found, "many": many}
            rows = sql.rows(_text("next", self.kind), locking) if found else []
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
    sql.run("; ".join(f"SET LOCAL {way} = off" for way in NOT_HERE))
    yield Source(DUE, {**params, **_of(queues, actor)})
    for queue in queues:
        if queue.open_to(actor):
            yield Source(IN_LINE, {**params, **_of([queue], actor)})
    if given := [queue for queue in queues if not queue.open_to(actor)]:
        yield Source(IN_LINE, {**params, **_of(given, actor)})


def _of(queues: list[Queue], actor: Actor) -> dict[str, list[Any]]:
    """The parameters that name the queues; what nobody was given is never for an outside agency (`sight`)."""
    return {
        "queues": [queue.id for queue in queues],
        "ranks": [queue.rank for queue in queues],
        "open": [queue.open_to(actor) and not actor.agency for queue in queues],
    }


def _text(name: str, kind: dict[str, str]) -> str:
    handable = sql.load("collections_app.cases", "handable").format(seen=SEEN)
    return sql.load("collections_app.cases", name).format(candidate=CANDIDATE, handable=handable, **kind)
