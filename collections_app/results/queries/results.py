"""Results by team and agent of a period, as far as the asker may see them.

Days no night has kept yet are counted from what happened; money and matured promises are as of the last night.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum

from collections_app.people.models import Team, User
from collections_app.results.models import Opening, ResultDay, ResultMoney, ResultNight
from collections_app.results.rules.measures import NAMES, Amounts, Counts
from collections_app.results.rules.rolls import Rolled
from collections_app.results.rules.scorecard import Score, score
from collections_app.shared.actor import Actor

from .kept import counts_now
from .rolls import flows_by_owner, rolls_of
from .scheme import scheme_of, scheme_on

LIVE_DAYS = 31
"""At most so many days are counted live: where nights have stopped for longer, they must run first."""
Key = tuple[int | None, int | None]
"""Team and agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The figures of one agent in one team, or of a whole team (`user` None, `whole`)."""

    user: User | None
    counts: Counts
    amounts: tuple[Amounts, ...]
    score: Score
    rolls: tuple[Rolled, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLines:
    """A team with its agents; `team` None: who was in none, and what was nobody's."""

    team: Team | None
    total: Line
    lines: tuple[Line, ...]


def visible_results(actor: Actor, user_id: int | None = None) -> Q:
    """Rows of results `actor` may see: all, those of the teams they work in today, or their own.

    `user_id`: whose are asked for. One's own are seen whatever the team was.
    """
    if _asks_for_own(actor, user_id):
        return Q(user=user_id)
    if actor.may("results.all"):
        return Q()
    if actor.may("results.team"):
        return Q(team__in=actor.teams)
    return Q(user=actor.user_id) if actor.may("results.own") and actor.user_id is not None else Q(pk__in=[])


def results_of(
    actor: Actor, *, first: date, last: date, today: date, team_id: int | None = None, user_id: int | None = None
) -> list[TeamLines]:
    """Teams with their agents in the order of their names; only who did or was assigned something.

    `first` and `last` are included. Figures stand with the team of the day: who moved has a line in both.
    """
    asked = Q(**_given(team=team_id, user=user_id))
    seen = visible_results(actor, user_id) & asked
    counts = _counts(seen, actor, first=first, last=last, today=today, team_id=team_id, user_id=user_id)
    money = _money(seen, first=first, last=last)
    by_agent, by_team = _openings(seen, first=first, last=last)
    flows = flows_by_owner(seen, first=first, last=last)
    keys = set(counts) | set(money) | set(by_agent) | set(flows)
    names = _users({user for _team, user in keys})
    teams = {team.pk: team for team in Team.objects.filter(pk__in={team for team, _user in keys if team})}
    scheme = scheme_of(scheme_on(last))

    def line(here: Iterable[Key], opening: dict[str, Decimal], **whose: Any) -> Line:
        own = sum((counts.get(key, Counts()) for key in here), Counts())
        full = _with_opening(_added(money.get(key, {}) for key in here), opening)
        rolls = rolls_of(flows.get(key, {}) for key in here)
        return Line(counts=own, amounts=full, score=score(scheme, own, full), rolls=rolls, **whose)

    found = []
    for team in sorted({team for team, _user in keys}, key=lambda one: (one is None, one or 0)):
        here = [key for key in keys if key[0] == team]
        lines = [line([key], by_agent.get(key, {}), user=names.get(key[1] or 0)) for key in here]
        opening = by_team.get(team, {}) if user_id is None else by_agent.get((team, user_id), {})
        total = line(here, opening, user=None, whole=True)
        ordered = sorted(lines, key=lambda one: (one.user is None, one.user.display_name if one.user else ""))
        found.append(TeamLines(team=teams.get(team or 0), total=total, lines=tuple(ordered)))
    return found


def results_by_day(actor: Actor, *, first: date, last: date, today: date, user_id: int) -> list[tuple[date, Counts]]:
    """The counts of one agent day by day, every day of the period up to today, oldest first."""
    seen = visible_results(actor, user_id) & Q(user=user_id)
    days: dict[date, Counts] = {}
    kept: Iterable[Any] = _kept(ResultDay.objects.filter(seen, day__range=(first, last))).values()
    for row in (*kept, *_live(actor, first=first, last=last, today=today, team_id=None, user_id=user_id)):
        days[row["day"]] = days.get(row["day"], Counts()) + _counts_of(row)
    end = min(last, max(today, first))
    return [
        (day, days.get(day, Counts()))
        for day in (first + timedelta(days=step) for step in range((end - first).days + 1))
    ]


def kept_until() -> date | None:
    """The night that kept results last: days before it are kept, it and later ones are live."""
    return ResultNight.objects.order_by("-day").values_list("day", flat=True).first()


def _counts(
    seen: Q, actor: Actor, *, first: date, last: date, today: date, team_id: int | None, user_id: int | None
) -> dict[Key, Counts]:
    kept = _kept(ResultDay.objects.filter(seen, day__range=(first, last)))
    rows: Iterable[Any] = list(
        kept.values("team_id", "user_id").annotate(**{f"sum_{name}": Sum(name) for name in NAMES}).order_by()
    )
    found: dict[Key, Counts] = defaultdict(Counts)
    for row in rows:
        found[row["team_id"], row["user_id"]] += Counts(**{name: row[f"sum_{name}"] for name in NAMES})
    for row in _live(actor, first=first, last=last, today=today, team_id=team_id, user_id=user_id):
        found[row["team_id"], row["user_id"]] += _counts_of(row)
    return found


def _kept(rows: QuerySet[ResultDay]) -> QuerySet[ResultDay]:
    until = kept_until()
    return rows.filter(day__lt=until) if until else rows.none()


def _live(
    actor: Actor, *, first: date, last: date, today: date, team_id: int | None, user_id: int | None
) -> list[dict[str, Any]]:
    """Rows of the days that no night has kept, as far as the actor may see them."""
    end = min(last, today)
    begin = max(first, kept_until() or first, end - timedelta(days=LIVE_DAYS - 1))
    days = [begin + timedelta(days=step) for step in range((end - begin).days + 1)]
    return [
        row
        for row in counts_now(days)
        if _sees(actor, row, user_id) and team_id in (None, row["team_id"]) and user_id in (None, row["user_id"])
    ]


def _asks_for_own(actor: Actor, user_id: int | None) -> bool:
    return user_id is not None and user_id == actor.user_id and actor.may("results.own")


def _sees(actor: Actor, row: dict[str, Any], user_id: int | None) -> bool:
    """The same as `visible_results`, of a row that is not kept."""
    if _asks_for_own(actor, user_id):
        return row["user_id"] == user_id
    if actor.may("results.all"):
        return True
    if actor.may("results.team"):
        return row["team_id"] in actor.teams
    return actor.may("results.own") and actor.user_id is not None and row["user_id"] == actor.user_id


def _counts_of(row: dict[str, Any]) -> Counts:
    return Counts(**{name: row[name] for name in NAMES})


def _money(seen: Q, *, first: date, last: date) -> dict[Key, dict[str, Amounts]]:
    rows = (
        ResultMoney.objects.filter(seen, day__range=(first, last))
        .values("team_id", "user_id", "currency")
        .annotate(all_promised=Sum("promised"), all_credited=Sum("credited"), all_recovered=Sum("recovered"))
        .order_by()
    )
    found: dict[Key, dict[str, Amounts]] = defaultdict(dict)
    for row in rows:
        found[row["team_id"], row["user_id"]][row["currency"]] = Amounts(
            currency=row["currency"],
            promised=row["all_promised"],
            credited=row["all_credited"],
            recovered=row["all_recovered"],
        )
    return found


def _openings(
    seen: Q, *, first: date, last: date
) -> tuple[dict[Key, dict[str, Decimal]], dict[int | None, dict[str, Decimal]]]:
    """What was past due on assigned cases: of an agent on their first day of the period in the team, of a team on the
    first day of the period that has figures."""
    in_period = Opening.objects.filter(day__range=(first, last))
    by_agent: dict[Key, dict[str, Decimal]] = defaultdict(dict)
    begun = {
        (row["team_id"], row["user_id"]): row["begun"]
        for row in in_period.filter(seen, user__isnull=False).values("team_id", "user_id").annotate(begun=Min("day"))
    }
    # One day for nearly everybody; who came later has another.
    firsts = in_period.filter(seen, user__isnull=False, day__in=set(begun.values()))
    for row in firsts.values("day", "team_id", "user_id", "currency", "past_due"):
        key = row["team_id"], row["user_id"]
        if begun[key] == row["day"]:
            by_agent[key][row["currency"]] = row["past_due"]
    by_team: dict[int | None, dict[str, Decimal]] = defaultdict(dict)
    day = in_period.aggregate(first=Min("day"))["first"]
    sums = Opening.objects.filter(seen, day=day).values_list("team_id", "currency").annotate(Sum("past_due")).order_by()
    for team, currency, past_due in sums:
        by_team[team][currency] = past_due
    return by_agent, by_team


def _with_opening(amounts: dict[str, Amounts], opening: dict[str, Decimal]) -> tuple[Amounts, ...]:
    currencies = sorted(set(amounts) | set(opening))
    full = (
        amounts.get(code, Amounts(currency=code)) + Amounts(currency=code, assigned=opening.get(code))
        for code in currencies
    )
    return tuple(full)


def _added(many: Iterable[dict[str, Amounts]]) -> dict[str, Amounts]:
    found: dict[str, Amounts] = {}
    for amounts in many:
        for code, one in amounts.items():
            found[code] = found[code] + one if code in found else one
    return found


def _users(numbers: set[int | None]) -> dict[int, User]:
    return User.objects.in_bulk([number for number in numbers if number])


def _given(**filters: Any) -> dict[str, Any]:
    return {name: value for name, value in filters.items() if value is not None}
