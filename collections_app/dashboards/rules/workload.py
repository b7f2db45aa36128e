"""Is a desk able to do what comes, and what changes when some of its people help another desk for a time?

Everything counts cases. Work that a day leaves is there the next morning; a case that is worked does not come back on
the days looked at unless its follow-up is known. `docs/reference/operation-figures.md` carries the example.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A day of a desk: `rate` cases an agent can work, `rolled_in` and `due` cases that come to it that day."""

    day: date
    working: bool
    agents: int
    rate: Decimal
    rolled_in: Decimal = Decimal(0)
    due: Decimal = Decimal(0)

    @property
    def capacity(self) -> Decimal:
        """How many cases the desk can work that day; none on a day that is no working day."""
        return self.agents * self.rate if self.working else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A day with what was there in the morning (`before`) and what is left in the evening (`left`)."""

    plan: Plan
    before: Decimal
    left: Decimal

    @property
    def work(self) -> Decimal:
        """What there is to do that day: left from the day before, rolled in, due."""
        return self.before + self.plan.rolled_in + self.plan.due

    @property
    def load(self) -> Decimal | None:
        """The work as a share of the capacity, 1 being a day that is exactly full; None where there is no capacity."""
        return self.work / self.plan.capacity if self.plan.capacity else None


def backlog(opening: Decimal, plans: Sequence[Plan]) -> list[DayLine]:
    """What is left of a desk's work evening by evening, beginning with `opening` cases in the morning of the first day.

    Example: 500 cases, 2 agents at 120 a day, 30 come every day: 290, then 80, then 0 (not below).
    """
    lines, before = [], opening
    for plan in plans:
        left = max(Decimal(0), before + plan.rolled_in + plan.due - plan.capacity)
        lines.append(DayLine(plan=plan, before=before, left=left))
        before = left
    return lines


def rate_of(cases: Mapping[int, Decimal], capacities: Mapping[int, int]) -> Decimal:
    """Cases a day one agent of a desk can work whose open cases by queue are `cases`.

    Each case takes its queue's part of a day, 1 / capacity. Example: 300 cases at 150 a day and 100 at 100 take two
    days and one: 400 / 3 = 133.3. Without cases the plain mean of the capacities; 0 for a desk without queues.
    """
    days = sum((many / capacities[queue] for queue, many in cases.items()), Decimal(0))
    if days:
        return sum(cases.values(), Decimal(0)) / days
    return Decimal(sum(capacities.values())) / len(capacities) if capacities else Decimal(0)


def share_of(team: int, teams: Sequence[int], agents: Mapping[int, int]) -> Decimal:
    """Which part of the cases of a queue falls to `team`, one of `teams`: by their agents, alike where nobody works.

    Example: with 3 agents here and 1 there it is 0.75.
    """
    everybody = sum(agents.get(one, 0) for one in teams)
    return Decimal(agents.get(team, 0)) / everybody if everybody else Decimal(1) / len(teams)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """`people` of `source` work in `target` from `first` to `last`, both included."""

    people: int
    source: int
    target: int
    first: date
    last: date


def moved(plans: Mapping[int, Sequence[Plan]], move: Move) -> dict[int, list[Plan]]:
    """The plans of both desks with the move; who is not there cannot go, so that no desk has less than nobody.

    The work stays where it is: queues that both desks share are split as before.
    """
    source = [_with(plan, -min(move.people, plan.agents), move) for plan in plans[move.source]]
    target = [
        _with(plan, min(move.people, there.agents), move)
        for plan, there in zip(plans[move.target], plans[move.source], strict=True)
    ]
    return {move.source: source, move.target: target}


def _with(plan: Plan, more: int, move: Move) -> Plan:
    return replace(plan, agents=plan.agents + more) if move.first <= plan.day <= move.last else plan
