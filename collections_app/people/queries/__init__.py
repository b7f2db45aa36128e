"""Who is there, which roles and teams they hold on a day, and who is behind a request."""

from .actors import (
    actor_for,
    actor_of_user,
    clearances_of,
    grants_on,
    in_force,
    other_administrators,
    roles_of,
    teams_of,
)
from .teams import MoveLine, agents_by_team, members_of, plan_of_move, team_history, team_on, team_table
from .users import events_of_person, in_words, named, people, sign_ins_of

__all__ = [
    "MoveLine",
    "actor_for",
    "actor_of_user",
    "agents_by_team",
    "clearances_of",
    "events_of_person",
    "grants_on",
    "in_force",
    "in_words",
    "members_of",
    "named",
    "other_administrators",
    "people",
    "plan_of_move",
    "roles_of",
    "sign_ins_of",
    "team_history",
    "team_on",
    "team_table",
    "teams_of",
]
