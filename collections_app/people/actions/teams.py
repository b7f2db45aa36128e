"""Teams, and who works in which from a day to a day: one team on a day, never none in between by accident.

A day given here counts: `first_day` is the first in the new team, `last_day` the last. Nothing is backdated, because
figures of a past day name the team its people were in.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collections_app.events.actions import record
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import listed, local_date

from ..checks import day_after, text_of
from ..locks import locked_user, locked_users, open_team
from ..models import ChangeNote, Team, TeamAssignment, User
from ..queries import MoveLine, plan_of_move
from ..queries.teams import stays_of
from ..rules.stays import Room, room_for

Reason = TeamAssignment.Reason


@transaction.atomic
def new_team(*, actor: Actor, code: str, name_en: str, name_zh: str, tier: str) -> Team:
    """Open a team. Raises Refused: `forbidden`; `invalid`, `taken` (field code); `unknown_tier`; `missing`, …"""
    actor.must("teams.manage")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}", code):
        raise Refused("invalid", _("Use up to 20 letters, digits and hyphens."), field="code")
    if tier not in Team.Tier.values:
        raise Refused("unknown_tier", _("There is no such tier."), field="tier")
    names = _names(name_en, name_zh)
    taken = Team.objects.filter(code__iexact=code).exists()
    team, made = (None, False) if taken else Team.objects.get_or_create(code=code, defaults={**names, "tier": tier})
    if team is None or not made:
        raise Refused("taken", _("There is a team with this code."), field="code")
    record("team.opened", actor=actor, data={"team_id": team.pk, "team": code, "tier": tier, **names})
    return team


@transaction.atomic
def change_team(*, actor: Actor, team_id: int, name_en: str, name_zh: str) -> Team:
    """Rename a team; code and tier stay. Raises Refused: `forbidden`, `not_found`, `missing`, `too_long`, …"""
    actor.must("teams.manage")
    team = _locked_team(team_id)
    team.name_en, team.name_zh = _names(name_en, name_zh).values()
    team.save(update_fields=["name_en", "name_zh"])
    note = {"team_id": team.pk, "team": team.code, "name_en": team.name_en, "name_zh": team.name_zh}
    record("team.renamed", actor=actor, data=note)
    return team


@transaction.atomic
def close_team(*, actor: Actor, team_id: int, on: date) -> None:
    """Nobody can be put into the team any more. Raises Refused: `forbidden`, `not_found`, `in_use` (names who)."""
    actor.must("teams.manage")
    team = _locked_team(team_id)
    there = User.objects.filter(team_assignments__in=_not_over(team, on)).distinct().order_by("display_name")
    if names := [user.display_name for user in there[:10]]:
        message = _("Still or soon in this team: %(names)s. Move them first.") % {"names": listed(names)}
        raise Refused("in_use", message)
    team.is_active = False
    team.save(update_fields=["is_active"])
    record("team.closed", actor=actor, data={"team_id": team.pk, "team": team.code})


@transaction.atomic
def reopen_team(*, actor: Actor, team_id: int) -> None:
    """People can be put into the team again. Raises Refused: `forbidden`, `not_found`."""
    actor.must("teams.manage")
    team = _locked_team(team_id)
    team.is_active = True
    team.save(update_fields=["is_active"])
    record("team.reopened", actor=actor, data={"team_id": team.pk, "team": team.code})


@transaction.atomic
def assign(
    *,
    actor: Actor,
    user_id: int,
    team_id: int,
    first_day: date,
    last_day: date | None = None,
    reason: str,
    note: str = "",
    on: date,
) -> TeamAssignment:
    """Put somebody into a team from `first_day` (today, `on`, or later) to `last_day`, or until further notice.

    Ends the stay they are in; after `last_day` that one goes on (reason RETURN). A stay that begins on `first_day`
    itself is replaced.
    Raises Refused: `forbidden`, `not_found`; at its field `unknown_team`, `closed`, `unknown_reason`, `in_the_past`,
    `ends_before_it_begins`, `missing` (a support transfer without last day), `already_there`, `another_change`
    (one is planned within those days), `too_long`.
    Example: front end since January; assign to mid end from 2026-03-02 to 2026-04-12: front end again on 04-13.
    """
    actor.must("teams.manage")
    if reason not in (Reason.HOME, Reason.TRANSFER, Reason.SUPPORT_TRANSFER):
        raise Refused("unknown_reason", _("There is no such reason."), field="reason")
    _must_be_days(first_day, last_day, on=on, needed=reason == Reason.SUPPORT_TRANSFER)
    note = text_of(note, field="note", longest=200, required=False)
    user, team, end = locked_user(user_id), open_team(team_id), day_after(last_day)
    room = room_for(stays_of([user.pk])[user.pk], first=first_day, end=end)
    if room.inside:
        message = _("Another change is planned on %(day)s.") % {"day": _said(room.inside[0].first)}
        raise Refused("another_change", message, field="first_day")
    if room.ends is not None and room.ends.team == team.pk and not room.resumes and room.ends.end == end:
        raise Refused("already_there", _("They are in this team on those days already."), field="team")
    return _stay(actor, user, team, room, first=first_day, end=end, reason=reason, note=note)


@transaction.atomic
def cancel_assignment(*, actor: Actor, assignment_id: int, on: date) -> None:
    """Drop a stay that has not begun: the one before it goes on, also over a return that only this stay asked for.

    Raises Refused: `forbidden`, `not_found`, `begun`.
    """
    actor.must("teams.manage")
    user_id = TeamAssignment.objects.filter(pk=assignment_id).values_list("user", flat=True).first()
    if user_id is None:
        raise Refused("not_found", _("This change was cancelled already."))
    user = locked_user(user_id)
    dropped = TeamAssignment.objects.filter(pk=assignment_id).select_related("team").first()
    if dropped is None:
        raise Refused("not_found", _("This change was cancelled already."))
    if dropped.valid_from <= on:
        raise Refused("begun", _("This has begun; put them into another team instead."))
    before = TeamAssignment.objects.filter(user=user, valid_to=dropped.valid_from).first()
    after = TeamAssignment.objects.filter(user=user, valid_from=dropped.valid_to).first() if dropped.valid_to else None
    end = dropped.valid_to
    dropped.delete()
    if before is not None:
        if after is not None and after.team_id == before.team_id:
            end = after.valid_to
            after.delete()
        before.valid_to = end
        before.save(update_fields=["valid_to"])
    data = {"user_id": user.pk, "team_id": dropped.team_id, "team": dropped.team.code, "from": dropped.valid_from}
    record("person.assignment_cancelled", actor=actor, data=data)


@transaction.atomic
def move_group(
    *,
    actor: Actor,
    user_ids: Collection[int],
    team_id: int,
    first_day: date,
    last_day: date,
    note: str = "",
    on: date,
) -> list[TeamAssignment]:
    """A support transfer: everyone named works in the team from `first_day` to `last_day`, then where they were.

    All of them or nobody. Raises Refused: `forbidden`, `not_found`; at its field `missing`, `unknown_team`, `closed`,
    `in_the_past`, `ends_before_it_begins`, `too_long`; at users `no_team`, `already_there`, `another_change`, which
    name the people who are in the way.
    Example: twelve from front end to mid end from 2026-03-02 to 2026-04-12, six weeks: front end again on 04-13.
    """
    actor.must("teams.manage")
    if not user_ids:
        raise Refused("missing", _("Choose who moves."), field="users")
    _must_be_days(first_day, last_day, on=on, needed=True)
    note = text_of(note, field="note", longest=200, required=False)
    users, team = locked_users(user_ids), open_team(team_id)
    end = day_after(last_day)
    assert end is not None
    _must_be_free(plan_of_move(users, team_id=team.pk, first=first_day, end=end))
    stays = stays_of(user.pk for user in users)
    moved = [
        _stay(
            actor,
            user,
            team,
            room_for(stays[user.pk], first=first_day, end=end),
            first=first_day,
            end=end,
            reason=Reason.SUPPORT_TRANSFER,
            note=note,
        )
        for user in users
    ]
    data = {"team_id": team.pk, "team": team.code, "users": [user.pk for user in users], "from": first_day}
    record("group.moved", actor=actor, data={**data, "last_day": last_day})
    return moved


def _stay(
    actor: Actor, user: User, team: Team, room: Room, *, first: date, end: date | None, reason: str, note: str
) -> TeamAssignment:
    """Write the stay and what it does to the one it interrupts; the user's row is locked."""
    rows = TeamAssignment.objects.filter(pk=room.ends.number) if room.ends else TeamAssignment.objects.none()
    if room.ends is not None and room.ends.first == first:
        rows.delete()
    else:
        rows.update(valid_to=first)
    stay = TeamAssignment.objects.create(
        user=user, team=team, valid_from=first, valid_to=end, reason=reason, note=note, assigned_by_id=actor.user_id
    )
    if room.resumes and room.ends is not None and end is not None:
        TeamAssignment.objects.create(
            user=user,
            team_id=room.ends.team,
            valid_from=end,
            valid_to=room.ends.end,
            reason=Reason.RETURN,
            assigned_by_id=actor.user_id,
        )
    noted = ChangeNote.objects.create(user=user, text=note).pk if note else None
    data = {"user_id": user.pk, "team_id": team.pk, "team": team.code, "from": first, "until_before": end}
    record("person.assigned", actor=actor, data={**data, "reason": reason, "note": noted})
    return stay


def _must_be_days(first_day: date, last_day: date | None, *, on: date, needed: bool) -> None:
    if first_day < on:
        raise Refused("in_the_past", _("Teams of past days stay as they were."), field="first_day")
    if last_day is None and needed:
        raise Refused("missing", _("A support transfer has a last day."), field="last_day")
    if last_day is not None and last_day < first_day:
        raise Refused("ends_before_it_begins", _("The last day is before the first."), field="last_day")


def _must_be_free(lines: Iterable[MoveLine]) -> None:
    """Refuse with the names of everyone who has the first obstacle met."""
    stopped = [line for line in lines if line.obstacle]
    if not stopped:
        return
    code = stopped[0].obstacle
    names = listed(_named(line) for line in stopped if line.obstacle == code)
    messages = {
        "no_team": _("In no team on the first day, so there is none to return to: %(names)s."),
        "already_there": _("In this team already: %(names)s."),
        "another_change": _("Another change of team falls into these days: %(names)s."),
    }
    raise Refused(code, messages[code] % {"names": names}, field="users")


def _named(line: MoveLine) -> str:
    return f"{line.user.display_name} ({_said(line.change_on)})" if line.change_on else line.user.display_name


def _names(name_en: str, name_zh: str) -> dict[str, str]:
    return {
        "name_en": text_of(name_en, field="name_en", longest=60),
        "name_zh": text_of(name_zh, field="name_zh", longest=60),
    }


def _locked_team(team_id: int) -> Team:
    team = Team.objects.select_for_update(no_key=True).filter(pk=team_id).first()
    if team is None:
        raise Refused("not_found", _("There is no such team."))
    return team


def _not_over(team: Team, on: date) -> QuerySet[TeamAssignment]:
    stays = TeamAssignment.objects.filter(team=team)
    return stays.filter(valid_to__isnull=True) | stays.filter(valid_to__gt=on)


def _said(day: date | None) -> str:
    return local_date(day) if day else ""
