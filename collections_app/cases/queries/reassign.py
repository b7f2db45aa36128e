"""Which cases a reassignment would give away, and how they stand before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from collections_app.cases.models import Case, Reassigned, Reassignment, WorkQueue
from collections_app.cases.rules import conditions as rules
from collections_app.cases.rules.conditions import Conditions
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .conditions import checked_conditions
from .sight import SEEN, sight

SAMPLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which cases: of one queue, under conditions, by number, the first `most` in queue order; each may be left out."""

    conditions: Conditions = ()
    queue: str | None = None
    case_ids: tuple[int, ...] | None = None
    most: int | None = None

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for: without a filter it would be every open case."""
        return bool(self.conditions or self.queue or self.case_ids)

    def as_data(self) -> dict[str, Any]:
        """As the reassignment keeps it."""
        return {
            "conditions": [condition.as_data() for condition in self.conditions],
            "queue": self.queue,
            "case_ids": list(self.case_ids) if self.case_ids is not None else None,
            "most": self.most,
        }


def choice_of(
    *,
    conditions: Sequence[Mapping[str, Any]] = (),
    queue: str | None = None,
    case_ids: Sequence[int] | None = None,
    most: int | None = None,
) -> Choice:
    """A choice as typed or sent.

    Raises Refused: `bad_condition` (field `conditions.<place>.<part>`), `unknown_queue` (field queue).
    """
    if queue and not WorkQueue.objects.filter(code=queue).exists():
        raise Refused("unknown_queue", _("There is no such queue."), field="queue")
    return Choice(
        conditions=checked_conditions(conditions),
        queue=queue or None,
        case_ids=tuple(case_ids) if case_ids else None,
        most=most,
    )


@dataclass(frozen=True, slots=True)
class Target:
    """To whom: a team, an agent, both, or nobody."""

    team_id: int | None = None
    agent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be given away: how many, of which queues, teams and agents, how many are worked now, some of them."""

    count: int
    by_queue: Mapping[str, int]
    by_team: Mapping[str, int]
    by_agent: Mapping[str, int]
    worked_now: int
    sample: list[Case]


def chosen(actor: Actor, choice: Choice, target: Target, *, on: date) -> tuple[str, dict[str, Any]]:
    """FROM and WHERE of the cases of a choice that are not the target's already, and the parameters."""
    conditions, params = rules.as_sql(choice.conditions)
    text = sql.load("collections_app.cases", "chosen").format(conditions=conditions, seen=SEEN)
    return text, {
        **params,
        **sight(actor),
        "on": on,
        "zone": settings.TIME_ZONE,
        "queue": choice.queue,
        "case_ids": list(choice.case_ids) if choice.case_ids is not None else None,
        "most": choice.most,
        "to_team": target.team_id,
        "to_agent": target.agent_id,
    }


def preview(actor: Actor, choice: Choice, target: Target, *, on: date, at: datetime) -> Preview:
    """What a reassignment would do now; changes nothing."""
    text, params = chosen(actor, choice, target, on=on)
    picked = f"""
        SELECT c.id, COALESCE(q.code, '') AS queue, COALESCE(t.code, '') AS team, COALESCE(u.username, '') AS agent
        {text} ORDER BY q.rank, c.sort_key, c.id LIMIT %(most)s
    """
    groups = sql.rows(
        f"""
        WITH picked AS ({picked})
        SELECT queue, team, agent, count(*),
               count(*) FILTER (WHERE EXISTS (
                   SELECT FROM cases_claim k WHERE k.case_id = picked.id AND k.expires_at > %(at)s
               ))
        FROM picked GROUP BY 1, 2, 3
        """,
        {**params, "at": at},
    )
    first = [pk for pk, *_ in sql.rows(f"SELECT * FROM ({picked}) first LIMIT {SAMPLE}", params)]
    cases = Case.objects.select_related("cardholder", "queue", "team", "agent").in_bulk(first)
    return Preview(
        count=sum(row[3] for row in groups),
        by_queue=_by(groups, 0),
        by_team=_by(groups, 1),
        by_agent=_by(groups, 2),
        worked_now=sum(row[4] for row in groups),
        sample=[cases[pk] for pk in first],
    )


def _by(groups: list[tuple], place: int) -> dict[str, int]:
    """Counts by one of the columns, the largest first."""
    found: dict[str, int] = {}
    for row in groups:
        found[row[place]] = found.get(row[place], 0) + row[3]
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def reassignments(actor: Actor) -> QuerySet[Reassignment]:
    """Every reassignment with its team and agent; for an outside agency those within its own desks alone."""
    made = Reassignment.objects.select_related("to_team", "to_agent")
    if not actor.agency:
        return made
    elsewhere = Reassigned.objects.filter(reassignment=OuterRef("pk")).exclude(from_team__in=actor.teams)
    return made.filter(~Exists(elsewhere), to_team__in=actor.teams)
