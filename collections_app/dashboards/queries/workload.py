"""Capacity of each desk against the work expected, day by day; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Q

from accounts.models import Holiday
from accounts.queries import working_day
from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.cases.queries.sight import SEEN, sight
from collections_app.dashboards.rules.workload import DayLine, Move, Plan, backlog, moved, rate_of, share_of
from collections_app.people.models import RoleGrant, Team, TeamAssignment
from collections_app.people.rules.roles import AGENT
from collections_app.shared import sql
from collections_app.shared.actor import Actor

DAYS = 14
SATURDAY = 5
Where = tuple[int, int | None]
"""A queue, and the desk a case was given to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A desk with its two weeks. `opening`: cases that wait this morning; `rate`: cases a day for one agent."""

    team: Team
    opening: Decimal
    rate: Decimal
    lines: Sequence[DayLine]

    @property
    def last(self) -> DayLine:
        return self.lines[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """Every desk that has work or people. `rates`: forward rates of last month by bucket; empty before a whole one."""

    days: Sequence[date]
    desks: Sequence[Desk]
    rates: Mapping[int, Decimal]
    month: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Both desks of a move, before and after it."""

    move: Move
    source: Desk
    target: Desk
    source_after: Sequence[DayLine]
    target_after: Sequence[DayLine]

    @property
    def rows(self) -> list[tuple[DayLine, DayLine, DayLine, DayLine]]:
        """Of each day: the source before and after, the target before and after."""
        return list(zip(self.source.lines, self.source_after, self.target.lines, self.target_after, strict=True))

    @property
    def fewest(self) -> int | None:
        """How many agents the source has on its emptiest day of the move, where that is fewer than are to go."""
        days = (line.plan for line in self.source.lines if self.move.first <= line.plan.day <= self.move.last)
        there = min((plan.agents for plan in days), default=self.move.people)
        return there if there < self.move.people else None


def workload(actor: Actor, *, at: datetime) -> Workload:
    """The next two weeks of every desk `actor` may see, today first."""
    today = working_day(at)
    days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    teams = {team.pk: team for team in Team.objects.filter(is_active=True).order_by("pk")}
    queues = queues_now()
    agents = _agents(days)
    waiting = _waiting(actor, at)
    due = _due(actor, days)
    rates, month = forward_rates(today)
    rolling = _rolling(days, rates, _places())
    working = working_days(days)
    seen = actor.teams if actor.agency else teams
    desks = [
        _desk(team, teams, queues, days, working, agents, waiting, due, rolling)
        for team in teams.values()
        if team.pk in seen
    ]
    return Workload(
        days=days,
        desks=[desk for desk in desks if desk.opening or any(line.plan.agents or line.work for line in desk.lines)],
        rates=rates,
        month=month,
    )


def after(found: Workload, move: Move) -> Moved | None:
    """What a move does to both desks; None when one of them has neither work nor people."""
    desks = {desk.team.pk: desk for desk in found.desks}
    if move.source not in desks or move.target not in desks:
        return None
    plans = {pk: [line.plan for line in desks[pk].lines] for pk in (move.source, move.target)}
    changed = moved(plans, move)
    return Moved(
        move=move,
        source=desks[move.source],
        target=desks[move.target],
        source_after=backlog(desks[move.source].opening, changed[move.source]),
        target_after=backlog(desks[move.target].opening, changed[move.target]),
    )


def working_days(days: Sequence[date]) -> set[date]:
    """Those of `days` on which desks work: the plain week, as far as the calendar of holidays says nothing else."""
    listed = dict(Holiday.objects.filter(day__range=(days[0], days[-1])).values_list("day", "is_working"))
    return {day for day in days if listed.get(day, day.weekday() < SATURDAY)}


def forward_rates(today: date) -> tuple[dict[int, Decimal], date | None]:
    """Which part of each bucket's accounts stood in a worse one at the end of last month, and that month's first day.

    Of all products, regions and currencies together: accounts are counted, never money.
    """
    first = today.replace(day=1)
    rows = sql.rows(
        """
        SELECT from_bucket, sum(accounts) FILTER (WHERE to_bucket > from_bucket), sum(accounts)
        FROM accounts_bucketflow WHERE day = %s AND from_bucket >= 0 GROUP BY from_bucket
        """,
        [first],
    )
    rates = {bucket: Decimal(worse or 0) / accounts for bucket, worse, accounts in rows if accounts}
    return rates, (first - timedelta(days=1)).replace(day=1) if rates else None


def _agents(days: Sequence[date]) -> dict[date, dict[int, int]]:
    """Agents of each desk on each day: active, in the team, with the role agent."""
    span = Q(valid_from__lte=days[-1]) & (Q(valid_to__isnull=True) | Q(valid_to__gt=days[0]))
    stays = TeamAssignment.objects.filter(span, user__is_active=True)
    grants = RoleGrant.objects.filter(span, role=AGENT)
    roles: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for user, first, end in grants.values_list("user", "valid_from", "valid_to"):
        roles[user].append((first, end))
    found: dict[date, dict[int, int]] = {day: defaultdict(int) for day in days}
    for user, team, first, end in stays.values_list("user", "team", "valid_from", "valid_to"):
        for day in days:
            if _covers(first, end, day) and any(_covers(*span, day) for span in roles[user]):
                found[day][team] += 1
    return found


def _covers(first: date, end: date | None, day: date) -> bool:
    return first <= day and (end is None or day < end)


def _waiting(actor: Actor, at: datetime) -> dict[Where, int]:
    """Cases that wait for work now, by where they stand."""
    rows = sql.rows(
        f"""
        SELECT c.queue_id, c.team_id, count(*) FROM cases_case c
        WHERE c.closed_on IS NULL AND c.queue_id IS NOT NULL
          AND (c.follow_up_at <= %(at)s OR c.follow_up_at IS NULL AND NOT c.work_stopped) AND {SEEN}
        GROUP BY 1, 2
        """,
        {"at": at, **sight(actor)},
    )
    return {(queue, team): cases for queue, team, cases in rows}


def _places() -> dict[int, dict[Where, int]]:
    """How the open cases of each bucket are spread over queues and desks, whoever asks: new ones will be likewise."""
    rows = sql.rows(
        """
        SELECT bucket, queue_id, team_id, count(*) FROM cases_case
        WHERE closed_on IS NULL AND queue_id IS NOT NULL GROUP BY 1, 2, 3
        """
    )
    found: dict[int, dict[Where, int]] = defaultdict(dict)
    for bucket, queue, team, cases in rows:
        found[bucket][queue, team] = cases
    return found


def _due(actor: Actor, days: Sequence[date]) -> dict[date, dict[Where, int]]:
    """Cases whose follow-up or promise falls due on a day to come, once a day, by where they stand."""
    rows = sql.rows(
        f"""
        SELECT day, queue_id, team_id, count(*)
        FROM (
            SELECT c.id, (c.follow_up_at AT TIME ZONE %(zone)s)::date AS day, c.queue_id, c.team_id
            FROM cases_case c
            WHERE c.closed_on IS NULL AND c.queue_id IS NOT NULL AND {SEEN}
              AND c.follow_up_at >= %(first)s::timestamp AT TIME ZONE %(zone)s
              AND c.follow_up_at < %(end)s::timestamp AT TIME ZONE %(zone)s
            UNION
            SELECT c.id, p.next_due_on, c.queue_id, c.team_id
            FROM arrangements_promisetopay p JOIN cases_case c ON c.id = p.case_id
            WHERE c.closed_on IS NULL AND c.queue_id IS NOT NULL AND {SEEN}
              AND p.status = 'OPEN' AND p.next_due_on >= %(first)s AND p.next_due_on < %(end)s
        ) f
        GROUP BY 1, 2, 3
        """,
        {
            **sight(actor),
            "zone": settings.TIME_ZONE,
            # What is due today waits this morning already.
            "first": days[1],
            "end": days[-1] + timedelta(days=1),
        },
    )
    found: dict[date, dict[Where, int]] = defaultdict(dict)
    for day, queue, team, cases in rows:
        found[day][queue, team] = cases
    return found


def _rolling(
    days: Sequence[date], rates: Mapping[int, Decimal], places: Mapping[int, Mapping[Where, int]]
) -> dict[date, dict[Where, Decimal]]:
    """Cases expected to come from the bucket before on their next statement date, where those of the bucket stand now.

    Accounts of bucket b with that statement date, times last month's forward rate of b, go to where the cases of b + 1
    stand today, in their proportion; nowhere while there are none.
    """
    rows = sql.rows(
        """
        SELECT next_statement_date, bucket, count(*) FROM accounts_position
        WHERE bucket >= 0 AND bucket < 5 AND next_statement_date BETWEEN %s AND %s GROUP BY 1, 2
        """,
        [days[1], days[-1]],
    )
    found: dict[date, dict[Where, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for day, bucket, accounts in rows:
        worse = places.get(bucket + 1, {})
        for where, cases in worse.items():
            found[day][where] += accounts * rates.get(bucket, Decimal(0)) * cases / sum(worse.values())
    return found


def _desk(
    team: Team,
    teams: Mapping[int, Team],
    queues: Sequence[Queue],
    days: Sequence[date],
    working: set[date],
    agents: Mapping[date, Mapping[int, int]],
    waiting: Mapping[Where, int],
    due: Mapping[date, Mapping[Where, int]],
    rolling: Mapping[date, Mapping[Where, Decimal]],
) -> Desk:
    """What falls to one desk of everything; `agents` of the first day split the queues that several share."""
    today = agents[days[0]]
    shares = {
        queue.id: share_of(team.pk, sharers, today)
        for queue in queues
        for sharers in [[pk for pk in teams if not queue.teams or pk in queue.teams]]
        if team.pk in sharers
    }

    def own(cases: Mapping[Where, int] | Mapping[Where, Decimal]) -> dict[int, Decimal]:
        found: dict[int, Decimal] = defaultdict(Decimal)
        for (queue, given), many in cases.items():
            part = Decimal(given == team.pk) if given else shares.get(queue, Decimal(0))
            if part:
                found[queue] += many * part
        return found

    here = own(waiting)
    capacities = {queue.id: queue.capacity for queue in queues if queue.id in shares or queue.id in here}
    rate = rate_of({queue: many for queue, many in here.items() if queue in capacities}, capacities)
    plans = [
        Plan(
            day=day,
            working=day in working,
            agents=agents[day].get(team.pk, 0),
            rate=rate,
            rolled_in=_sum(own(rolling.get(day, {})).values()),
            due=_sum(own(due.get(day, {})).values()),
        )
        for day in days
    ]
    opening = _sum(here.values())
    return Desk(team=team, opening=opening, rate=rate, lines=backlog(opening, plans))


def _sum(parts: Iterable[Decimal]) -> Decimal:
    return sum(parts, Decimal(0))
