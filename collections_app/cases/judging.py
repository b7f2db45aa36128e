"""Which candidates for the next case may be worked at a moment; who may not sleeps until he may."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from collections_app.cases.models import Case
from collections_app.cases.queries import context_of
from collections_app.cases.queries.claims import claimed_of, paid_up, past_due_accounts
from collections_app.cases.queries.next import Candidate, Source
from collections_app.compliance.context import CaseContext
from collections_app.compliance.queries import Reach, contact_policies, reach, who_stopped
from collections_app.shared import clock, sql

BATCHES = (3, 15, 75, 200, 200, 200)
"""How many candidates are judged at once: few where the first will do, more the longer nobody may be called."""


def workable(source: Source, tracing: frozenset[int], at: datetime) -> Iterator[Candidate]:
    """Candidates of a source that may be worked now, in its order; the others of their batch are put to sleep."""
    sizes = list(BATCHES)
    while sizes:
        found = source.first(sizes[0])
        # Whoever was claimed between the look and the lock is seen only now; nobody can be claimed after it.
        claimed = claimed_of([one.case_id for one in found], at)
        free = [one for one in found if one.case_id not in claimed]
        awake = _judged(free, tracing, due=source.due, at=at)
        yield from awake
        if claimed or awake:
            continue
        if len(found) < sizes.pop(0):
            return


def _judged(found: Sequence[Candidate], tracing: frozenset[int], *, due: bool, at: datetime) -> list[Candidate]:
    """Those of a batch that may be reached at `at`, or searched for: they stand in one of the queues `tracing`.

    A due follow-up that was agreed counts as an appointment, one with an open promise as its reminder (B19).
    """
    if not found:
        return []
    owing = past_due_accounts(one.cardholder_id for one in found)
    paid = paid_up(owing)
    policies = contact_policies(clock.local_date(at))
    contexts: defaultdict[str, list[CaseContext]] = defaultdict(list)
    for one in found:
        if one.cardholder_id not in paid:
            contexts[one.purpose(policies, due=due)].append(one.context(owing.get(one.cardholder_id, ())))
    points: dict[int, list[Reach]] = {}
    for purpose, asked in contexts.items():
        points |= reach(asked, at=at, purpose=purpose)
    awake = {case_id for case_id, reached in points.items() if _anybody(reached)}
    awake |= _searchable([one for one in found if one.case_id in points and one.queue_id in tracing], at)
    asleep = [one.case_id for one in found if one.case_id not in awake]
    if asleep:
        _put_to_sleep({case_id: points.get(case_id, []) for case_id in asleep}, at)
    return [one for one in found if one.case_id in awake]


def _anybody(points: Sequence[Reach]) -> bool:
    return any(point.decision.allowed for point in points)


def _searchable(lost: Sequence[Candidate], at: datetime) -> set[int]:
    """The cases among `lost` worth a search: who asked us to stop or has a lawyer could not be called when found."""
    stopped = who_stopped((one.cardholder_id for one in lost), at=at) if lost else set()
    return {one.case_id for one in lost if one.cardholder_id not in stopped}


def rest_unless_reachable(case: Case, at: datetime) -> None:
    """Let a case that was searched for in vain sleep; what is found meanwhile wakes it."""
    points = reach([context_of(case)], at=at)[case.pk]
    if not _anybody(points):
        _put_to_sleep({case.pk: points}, at)


def _wakes(points: Sequence[Reach], at: datetime, other_rules: date | None) -> datetime:
    """The first moment one of these may be reached, as far as is known; else the next day, to look again.

    Never after the day `other_rules` on which contacts are decided otherwise.
    """
    known = [point.decision.next_allowed_at for point in points if point.decision.next_allowed_at is not None]
    moment = min(known, default=clock.start_of(clock.local_date(at) + timedelta(days=1)))
    if other_rules is not None:
        moment = min(moment, clock.start_of(other_rules))
    return max(moment, at + timedelta(minutes=1))


def _put_to_sleep(reached: dict[int, list[Reach]], at: datetime) -> None:
    other_rules = contact_policies(clock.local_date(at)).next_change()
    until = {case_id: _wakes(points, at, other_rules) for case_id, points in reached.items()}
    sql.run(
        """
        UPDATE cases_case c SET sleeps_until = n.until
        FROM unnest(%s::bigint[], %s::timestamptz[]) n (id, until) WHERE c.id = n.id
        """,
        [list(until), list(until.values())],
    )
