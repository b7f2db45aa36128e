"""Teams, who works in them on a day, and what a group move would do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, QuerySet

from ..models import RoleGrant, Team, TeamAssignment, User
from ..rules.roles import AGENT
from ..rules.stays import Stay, room_for
from .actors import in_force


def team_on(user_id: int, on: date) -> Team | None:
    """The team somebody works in on a day, for figures split by date; None when in none."""
    found = TeamAssignment.objects.filter(in_force(on), user=user_id).select_related("team").first()
    return found.team if found else None


def members_of(team_id: int, on: date) -> QuerySet[User]:
    """Who works in the team on a day, by name; also who is locked by now."""
    there = TeamAssignment.objects.filter(in_force(on), team=team_id).values("user")
    return User.objects.filter(pk__in=there).order_by("display_name", "pk")


def agents_by_team(on: date) -> dict[int, int]:
    """How many people with the role agent work in each team on a day; locked ones and empty teams are left out."""
    agents = RoleGrant.objects.on(on).filter(role=AGENT).values("user")
    stays = TeamAssignment.objects.filter(in_force(on), user__is_active=True, user__in=agents)
    return dict(stays.values_list("team").annotate(Count("user")))


def team_history(user_id: int) -> QuerySet[TeamAssignment]:
    """Every stay of one person, the latest first, those to come included."""
    return (
        TeamAssignment.objects.filter(user=user_id).select_related("team", "assigned_by").order_by("-valid_from", "-id")
    )


def team_table(*, on: date) -> QuerySet[Team]:
    """Every team, open ones first, with `here` (stays in force on the day) and `coming` (stays that begin later)."""
    stays = TeamAssignment.objects.select_related("user", "team")
    here = stays.filter(in_force(on)).order_by("user__display_name", "user")
    coming = stays.filter(valid_from__gt=on).order_by("valid_from", "user__display_name", "user")
    return Team.objects.order_by("-is_active", "pk").prefetch_related(
        Prefetch("assignments", queryset=here, to_attr="here"),
        Prefetch("assignments", queryset=coming, to_attr="coming"),
    )


def stays_of(user_ids: Iterable[int]) -> dict[int, list[Stay]]:
    """The stays of each of `user_ids`, oldest first, as rule values."""
    found: dict[int, list[Stay]] = defaultdict(list)
    for row in TeamAssignment.objects.filter(user__in=list(user_ids)).order_by("valid_from"):
        found[row.user_id].append(Stay(number=row.pk, team=row.team_id, first=row.valid_from, end=row.valid_to))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """What a group move does to one person: from `home` and, on `back_on`, back to it.

    `obstacle` says why it cannot be: `no_team`, `already_there`, `another_change` (on `change_on`); "" when it can.
    """

    user: User
    home: Team | None
    back_on: date
    obstacle: str = ""
    change_on: date | None = None


def plan_of_move(users: Iterable[User], *, team_id: int, first: date, end: date) -> list[MoveLine]:
    """What moving `users` to a team from `first` until the day before `end` would do to each, by name."""
    people = sorted(users, key=lambda user: (user.display_name, user.pk))
    stays = stays_of(user.pk for user in people)
    teams = {team.pk: team for team in Team.objects.all()}
    return [_line(user, stays[user.pk], teams, team_id=team_id, first=first, end=end) for user in people]


def _line(user: User, stays: list[Stay], teams: dict[int, Team], *, team_id: int, first: date, end: date) -> MoveLine:
    room = room_for(stays, first=first, end=end)
    home = teams[room.ends.team] if room.ends else None
    if room.ends is None:
        return MoveLine(user=user, home=None, back_on=end, obstacle="no_team")
    changes = [stay.first for stay in room.inside]
    if room.ends.first == first:
        changes.append(first)
    if room.ends.end is not None and room.ends.end < end:
        changes.append(room.ends.end)
    if changes:
        return MoveLine(user=user, home=home, back_on=end, obstacle="another_change", change_on=min(changes))
    if room.ends.team == team_id:
        return MoveLine(user=user, home=home, back_on=end, obstacle="already_there")
    return MoveLine(user=user, home=home, back_on=end)
