"""Inviting and locking people, their roles, teams, clearances and languages.

Every action: may I, lock, decide, write, note the event.
"""

from .clearances import end_clearance, grant_clearance
from .own import note_log_in, note_password_set, prefer
from .roles import grant_role, revoke_role
from .teams import assign, cancel_assignment, change_team, close_team, move_group, new_team, reopen_team
from .users import invite, lock, renew_link, set_languages, unlock

__all__ = [
    "assign",
    "cancel_assignment",
    "change_team",
    "close_team",
    "end_clearance",
    "grant_clearance",
    "grant_role",
    "invite",
    "lock",
    "move_group",
    "new_team",
    "note_log_in",
    "note_password_set",
    "prefer",
    "renew_link",
    "reopen_team",
    "revoke_role",
    "set_languages",
    "unlock",
]
