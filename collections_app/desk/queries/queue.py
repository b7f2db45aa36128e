"""One queue as it will be handed out: due follow-ups first, then its order; who works what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from collections_app.cases.models import Case
from collections_app.cases.queries import visible_cases
from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.shared.actor import Actor

PAGE = 50
DUE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """A page of a queue; `due` only on the first: the oldest of `due_count` in all.

    `next` is the cursor of the next page, "" on the last.
    """

    due: Sequence[Case]
    due_count: int
    cases: Sequence[Case]
    next: str


def queue_of(code: str) -> Queue | None:
    """The active queue with this code."""
    return next((queue for queue in queues_now() if queue.code == code), None)


def queue_page(actor: Actor, queue: Queue, *, cursor: str = "", at: datetime) -> QueuePage:
    """The cases of `queue` in the order of its key. The cursor is the last case seen: where it stands now counts."""
    cases = visible_cases(actor).filter(queue=queue.id, closed_on=None, work_stopped=False)
    cases = cases.select_related("cardholder__personal_data", "claim__user")
    due = cases.filter(follow_up_at__lte=at).order_by("follow_up_at", "pk")
    line = cases.filter(Q(follow_up_at=None) | Q(follow_up_at__gt=at)).order_by("sort_key", "pk")
    first = [] if cursor else list(due[: DUE + 1])
    rows = list(_after(line, cursor)[: PAGE + 1])
    return QueuePage(
        due=first[:DUE],
        due_count=due.count() if len(first) > DUE else len(first),
        cases=rows[:PAGE],
        next=str(rows[PAGE - 1].pk) if len(rows) > PAGE else "",
    )


def _after(line: QuerySet[Case], cursor: str) -> QuerySet[Case]:
    """From the case `cursor` on; from the beginning when it has left the queue meanwhile."""
    last = line.filter(pk=int(cursor)).values_list("sort_key", "pk").first() if cursor.isdecimal() else None
    if last is None:
        return line
    key, pk = last
    return line.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=pk))
