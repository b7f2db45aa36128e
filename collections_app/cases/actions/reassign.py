"""Giving many cases to a team or an agent at once, with a preview before and an undo window after."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.cases.models import Reassignment
from collections_app.cases.queries import desk_policy
from collections_app.cases.queries.queues import queues_now
from collections_app.cases.queries.reassign import Choice, Preview, Target, chosen, reassignments
from collections_app.cases.queries.reassign import preview as preview_of
from collections_app.cases.routing import IN_BULK, reroute
from collections_app.cases.rules.conditions import ASSIGNED
from collections_app.events import actions as events
from collections_app.people.models import Team, User
from collections_app.people.queries import roles_of, teams_of
from collections_app.people.rules.roles import permissions_of
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

LONGEST_REASON = 200


def preview(
    *, actor: Actor, choice: Choice, to_team: int | None = None, to_agent: int | None = None, at: datetime
) -> Preview:
    """What `reassign` would do with the same words; changes nothing. Refuses what that would refuse, but no reason."""
    actor.must("cases.assign")
    day = working_day(at)
    return preview_of(actor, _narrow(choice), _target(actor, to_team, to_agent, on=day), on=day, at=at)


@transaction.atomic
def reassign(
    *,
    actor: Actor,
    choice: Choice,
    to_team: int | None = None,
    to_agent: int | None = None,
    reason: str,
    at: datetime,
) -> Reassignment:
    """Give the cases of `choice` to a team or an agent; to neither: back to whoever their queue is open to.

    One statement, however many: it changes the cases, keeps whose they were and notes the reassignment. An agent's
    cases are also his team's. Cases that are the target's already are left out, and so is what the actor may not see;
    who works a case now keeps his claim. May be undone for as long as the policy says.
    Raises Refused: `forbidden`; `too_wide` (no filter at all); `nothing` (no case is chosen); at its field
    `unknown_team`, `unknown_agent`, `cannot_work`, `missing`, `too_long`, `card_number`.
    """
    actor.must("cases.assign")
    reason = text_of(reason, field="reason", longest=LONGEST_REASON)
    day = working_day(at)
    target = _target(actor, to_team, to_agent, on=day)
    sql.lock_for_transaction(IN_BULK)
    text, params = chosen(actor, _narrow(choice), target, on=day)
    given = sql.rows(
        sql.load("collections_app.cases", "reassign").format(chosen=text),
        {
            **params,
            "filters": json.dumps(choice.as_data()),
            "reason": reason,
            "at": at,
            "by": actor.label,
            "undo_until": at + timedelta(minutes=desk_policy(day).undo_minutes),
        },
    )
    if not given:
        raise Refused("nothing", _("No case is chosen that is not there already."))
    made = Reassignment.objects.get(pk=given[0][0])
    _stand_anew(case_id for _id, case_id in given)
    data = {"reassignment": made.pk, "cases": made.cases, "to_team": made.to_team_id, "to_agent": made.to_agent_id}
    events.record("cases.reassigned", actor=actor, data=data, on=day)
    return made


@transaction.atomic
def undo(*, actor: Actor, reassignment_id: int, at: datetime) -> Reassignment:
    """Give the cases of a reassignment back to whose they were; what was closed or given away since stays as it is.

    Raises Refused: `forbidden`, `not_found`; `already_undone`; `too_late` (the undo window is over).
    """
    actor.must("cases.assign")
    sql.lock_for_transaction(IN_BULK)
    if not reassignments(actor).filter(pk=reassignment_id).exists():
        raise Refused("not_found", _("There is no such reassignment."))
    made = Reassignment.objects.get(pk=reassignment_id)
    if made.undone_at is not None:
        raise Refused("already_undone", _("This reassignment is undone already."))
    if at >= made.undo_until:
        raise Refused("too_late", _("The time to undo this is over. Reassign the cases anew instead."))
    restored = sql.rows(sql.load("collections_app.cases", "undo_reassignment"), {"reassignment": made.pk})
    _stand_anew(pk for (pk,) in restored)
    made.undone_at, made.undone_by, made.restored = at, actor.label, len(restored)
    made.save(update_fields=["undone_at", "undone_by", "restored"])
    data = {"reassignment": made.pk, "restored": made.restored}
    events.record("cases.reassignment_undone", actor=actor, data=data, on=working_day(at))
    return made


def _narrow(choice: Choice) -> Choice:
    if not choice.narrow:
        raise Refused("too_wide", _("Say which cases: a queue or at least one condition."), field="queue")
    return choice


def _target(actor: Actor, to_team: int | None, to_agent: int | None, *, on: date) -> Target:
    """To whom; an outside agency gives cases to its own desks and people alone, and to somebody."""
    target = _found(to_team, to_agent, on=on)
    if actor.agency and target.team_id not in actor.teams:
        raise Refused("unknown_team", _("Choose a team or a person of your own agency."), field="to_team")
    return target


def _found(to_team: int | None, to_agent: int | None, *, on: date) -> Target:
    if to_team is not None and not Team.objects.filter(pk=to_team, is_active=True).exists():
        raise Refused("unknown_team", _("There is no such team."), field="to_team")
    if to_agent is None:
        return Target(to_team, None)
    user = User.objects.filter(pk=to_agent, is_active=True).first()
    if user is None:
        raise Refused("unknown_agent", _("There is no such user."), field="to_agent")
    if "cases.work" not in permissions_of(roles_of(user, on=on)):
        raise Refused("cannot_work", _("This user does not work cases."), field="to_agent")
    teams = teams_of(to_agent, on=on)
    if to_team is not None and to_team not in teams:
        raise Refused("cannot_work", _("This user is not in that team today."), field="to_agent")
    return Target(next(iter(teams), None), to_agent)


def _stand_anew(case_ids: Iterable[int]) -> None:
    """Where a queue looks at team or agent, a new owner may mean another queue."""
    if any(condition.field in ASSIGNED for queue in queues_now() for condition in queue.conditions):
        reroute(case_ids)
