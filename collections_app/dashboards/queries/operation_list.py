"""The rows behind a figure of the operation, from the very statement that counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from collections_app.cases.models import Case
from collections_app.cases.queries.queues import Queue
from collections_app.cases.queries.sight import SEEN
from collections_app.people.models import Team, User
from collections_app.people.queries import members_of
from collections_app.shared import sql
from collections_app.shared.actor import Actor

from . import operation_rows as rows

PAGE = 100
Place = tuple[datetime, int]
"""Where a page begins: after the row of this moment and case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which rows: of a queue by its number, of some people by theirs, of the cases a desk may take; None: all."""

    queue_id: int | None = None
    user_ids: Sequence[int] | None = None
    team_id: int | None = None
    open_queues: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: the case, who did it or whose it is, the moment it happened or waits since."""

    case: Case
    user: User | None
    at: datetime


def narrowed_to(
    queue: Queue | None, team: Team | None, user: User | None, *, among: Sequence[Queue], on: date
) -> Narrowed:
    """The rows of a queue, of a person, or of a desk: of who works there on the day, and of the cases `among` the
    queues that it may take."""
    users = [user.pk] if user else None
    if team and not user:
        users = list(members_of(team.pk, on).values_list("pk", flat=True))
    return Narrowed(
        queue_id=queue.id if queue else None,
        user_ids=users,
        team_id=team.pk if team else None,
        open_queues=[one.id for one in among if team and (not one.teams or team.pk in one.teams)],
    )


def cursor_of(place: Place) -> str:
    """A place as an address writes it."""
    return f"{place[0].isoformat()}/{place[1]}"


def place_of(cursor: str) -> Place | None:
    """The place an address names; None where it names none."""
    moment, _slash, case = cursor.partition("/")
    try:
        at = parse_datetime(moment.replace(" ", "+"))
    except ValueError:
        return None
    return (at, int(case)) if at and at.tzinfo and case.isascii() and case.isdecimal() and len(case) < 18 else None


def rows_behind(
    figure: str,
    narrowed: Narrowed,
    *,
    actor: Actor,
    at: datetime,
    day: date | None = None,
    after: Place | None = None,
    most: int = PAGE,
) -> tuple[list[Row], int, Place | None]:
    """The rows of a page, how many there are in all, and where the next page begins (None on the last).

    `day`: a past day, of which there are only figures of what was done; None: how things stand at `at`.
    What was done stands newest first, what waits longest first. Restricted files only for those cleared for them.
    """
    waits = figure in rows.STATES
    if day is None:
        text, asked = _statement(figure, narrowed, rows.DONE, rows.params(actor, at=at))
    else:
        text, asked = _statement(figure, narrowed, rows.DONE_ON, rows.params_on(actor, day=day))
    asked |= {"after_at": after[0] if after else None, "after_case": after[1] if after else None, "most": most + 1}
    way, beyond = ("ASC", ">") if waits else ("DESC", "<")
    found = sql.rows(
        f"""
        WITH every AS MATERIALIZED ({text})
        SELECT f.case_id, f.user_id, f.at, (SELECT count(*) FROM every)
        FROM every f
        WHERE %(after_at)s::timestamptz IS NULL OR (f.at, f.case_id) {beyond} (%(after_at)s, %(after_case)s)
        ORDER BY f.at {way}, f.case_id {way} LIMIT %(most)s
        """,
        asked,
    )
    more, found = len(found) > most, found[:most]
    cases = Case.objects.select_related("cardholder").in_bulk([row[0] for row in found])
    users = User.objects.in_bulk({row[1] for row in found if row[1]})
    page = [Row(case=cases[case], user=users.get(user), at=when) for case, user, when, _all in found]
    return page, found[0][3] if found else 0, (page[-1].at, page[-1].case.pk) if more else None


def _statement(
    figure: str, narrowed: Narrowed, done: Mapping[str, str], params: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    asked = params | {
        "queue": narrowed.queue_id,
        "users": list(narrowed.user_ids) if narrowed.user_ids is not None else None,
        "team": narrowed.team_id,
        "open": list(narrowed.open_queues),
    }
    of_queue = "(%(queue)s::bigint IS NULL OR c.queue_id = %(queue)s)"
    if figure not in rows.STATES:
        return (
            f"""
            SELECT w.case_id, w.user_id, w.at
            FROM ({done[figure]}) w JOIN cases_case c ON c.id = w.case_id
            WHERE (%(users)s::bigint[] IS NULL OR w.user_id = ANY(%(users)s::bigint[])) AND {of_queue} AND {SEEN}
        """,
            asked,
        )
    text = f"""
        SELECT c.id AS case_id, c.agent_id AS user_id, {rows.WAITS_SINCE} AS at
        {rows.OPEN} AND {rows.STATES[figure]} AND {of_queue}
          AND (
              %(team)s::bigint IS NULL OR c.team_id = %(team)s
              OR c.team_id IS NULL AND c.queue_id = ANY(%(open)s::bigint[])
          )
    """
    return text, asked
