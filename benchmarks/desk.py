"""The desk at work: fifty agents ask for their next case at once, leads give thousands away, case pages open."""

import json
import os
import random
import statistics
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from django.test import Client, override_settings

from benchmarks.portfolio.archetypes import BUILT_THROUGH
from benchmarks.request import PLAIN, once
from collections_app.cases.actions.claims import must_hold, release
from collections_app.cases.actions.marks import note_contact
from collections_app.cases.actions.reassign import reassign, undo
from collections_app.cases.queries import lock_visible
from collections_app.cases.queries.claims import newest_claim_of
from collections_app.cases.queries.reassign import Choice
from collections_app.cases.routing import route_all
from collections_app.people.models import RoleGrant, Team, TeamAssignment, User
from collections_app.people.queries import actor_of_user
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor

MORNING = datetime.combine(BUILT_THROUGH, datetime.min.time(), tzinfo=UTC) + timedelta(hours=2)
"""10:00 in Shanghai: everybody may be called."""
DESKS = {"FRONT": 20, "MID": 12, "SENIOR": 10, "BACK": 8}
"""How fifty agents are spread."""
GIVEN_AWAY = 10_000
CASE_PAGES = 100


class AgentFailed(Exception):
    """An agent's process ended with an error; what it said stands above in the terminal."""


def populate() -> dict[str, Any]:
    """Two numbers for every debtor, and a desk in the middle of its work: dates agreed, calls made, cases asleep.

    One number in a hundred is shared. Of the cases, 3 % are due for a follow-up and 5 % later, a third was called in
    the last days, 5 % sleep until tomorrow.
    """
    params = {"at": MORNING, "day": BUILT_THROUGH}
    for statement in _HISTORY:
        sql.run(statement, params)
    connection.commit()
    sql.run("VACUUM ANALYZE cases_case, accounts_contactpoint, compliance_touch")
    started = time.monotonic()
    moved = route_all()
    return {
        "cases": sql.value("SELECT count(*) FROM cases_case WHERE closed_on IS NULL"),
        "in_queues": dict(
            sql.rows("SELECT q.code, count(*) FROM cases_case c JOIN cases_workqueue q ON q.id = c.queue_id GROUP BY 1")
        ),
        "route": {"seconds": round(time.monotonic() - started, 3), "moved": moved},
    }


_HISTORY = (
    """
    INSERT INTO accounts_contactpoint (cardholder_id, kind, value, value_hash, masked, source, status)
    SELECT c.cardholder_id, k.kind, '-', md5(k.kind || CASE WHEN c.id %% 100 = 1 THEN c.id - 1 ELSE c.id END),
           '138****' || lpad((c.id %% 10000)::text, 4, '0'), 'APPLICATION', 'UNVERIFIED'
    FROM cases_case c CROSS JOIN (VALUES ('MOBILE'), ('HOME')) k (kind)
    WHERE c.closed_on IS NULL
    """,
    """
    UPDATE cases_case
    SET follow_up_at = %(at)s::timestamptz + (id %% 97 - 60) * INTERVAL '1 hour',
        appointment_at = %(at)s::timestamptz + (id %% 97 - 60) * INTERVAL '1 hour'
    WHERE closed_on IS NULL AND id %% 100 < 8
    """,
    """
    UPDATE cases_case SET sleeps_until = %(at)s::timestamptz + INTERVAL '22 hours'
    WHERE closed_on IS NULL AND id %% 20 = 19
    """,
    """
    INSERT INTO compliance_touch (
        cardholder_id, number_hash, channel, inbound, third_party, account_ids, at, day, made, by_consent,
        rang, connected, conversation
    )
    SELECT c.cardholder_id, p.value_hash, 'PHONE', false, false, ARRAY[c.account_id],
           %(at)s::timestamptz - (c.id %% 5) * INTERVAL '1 day', %(day)s::date - (c.id %% 5)::int,
           true, false, true, false, false
    FROM cases_case c JOIN accounts_contactpoint p ON p.cardholder_id = c.cardholder_id
    WHERE c.closed_on IS NULL AND c.id %% 3 = 0
    """,
    """
    UPDATE cases_case SET last_contact_at = %(at)s::timestamptz - (id %% 5) * INTERVAL '1 day'
    WHERE closed_on IS NULL AND id %% 3 = 0
    """,
)


def run(agents: int, seconds: float, think: float) -> dict[str, Any]:
    """All that is measured at the desk. `think`: seconds an agent spends on a case, on average."""
    return {
        "agents": agents,
        "work_seconds": seconds,
        "think_seconds": think,
        "reassign": _reassigned(),
        "case_page": _case_pages(),
        "next_case": _worked(agents, seconds, think),
    }


def _person(name: str, role: str, team: str) -> Actor:
    user = User.objects.create_user(name, display_name=name)
    RoleGrant.objects.create(user=user, role=role, valid_from="2020-01-01")
    TeamAssignment.objects.create(user=user, team=Team.objects.get(code=team), valid_from="2020-01-01", reason="HOME")
    return actor_of_user(user, channel="browser")


def _reassigned() -> dict[str, Any]:
    lead, mid = _person("bench.lead", "lead", "FRONT"), Team.objects.get(code="MID").pk
    started = time.monotonic()
    choice = Choice(queue="m1", most=GIVEN_AWAY)
    made = reassign(actor=lead, choice=choice, to_team=mid, reason="support", at=MORNING)
    given = time.monotonic()
    undone = undo(actor=lead, reassignment_id=made.pk, at=MORNING)
    return {
        "cases": made.cases,
        "seconds": round(given - started, 3),
        "undo_seconds": round(time.monotonic() - given, 3),
        "restored": undone.restored,
    }


def _case_pages() -> dict[str, Any]:
    """The case page, of a different case each time."""
    reader = _person("bench.reader", "manager", "FRONT")
    rows = sql.rows("SELECT id FROM cases_case WHERE closed_on IS NULL ORDER BY md5(id::text) LIMIT %s", [CASE_PAGES])
    with override_settings(**PLAIN):
        client = Client()
        client.force_login(User.objects.get(username=reader.name))
        client.get(f"/cases/{rows[0][0]}/")
        spent = [once(client, f"/cases/{pk}/") for (pk,) in rows]
    return {
        **_percentiles([one.ms for one in spent]),
        "pages": len(spent),
        "queries": [min(one.queries for one in spent), max(one.queries for one in spent)],
    }


def _worked(agents: int, seconds: float, think: float) -> dict[str, Any]:
    teams = [team for team, share in DESKS.items() for _ in range(share)]
    actors = [_person(f"bench.agent.{n}", "agent", teams[n * len(teams) // agents]) for n in range(agents)]
    sql.run("ANALYZE people_user")
    due_before = _due_follow_ups()
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="fairdue-bench-") as folder:
        paths = [Path(folder) / f"{place}.json" for place in range(agents)]
        children = [_agent(actor, path, seconds, think) for actor, path in zip(actors, paths, strict=True)]
        if any(os.waitpid(child, 0)[1] for child in children):
            raise AgentFailed
        answers = [answer for path in paths for answer in json.loads(path.read_text())]
    taken = [answer for answer in answers if answer["case"] is not None]
    return {
        # The first request of a process makes its connection and teaches it the tables; a server's are long warm.
        **_percentiles([answer["ms"] for answer in answers if not answer["cold"]]),
        "asked": len(answers),
        "handed_out": len(taken),
        "none": len(answers) - len(taken),
        "double_claims": _double_claims(),
        "overtaken": _overtaken(due_before, {answer["case"] for answer in taken}),
    }


def _agent(actor: Actor, path: Path, seconds: float, think: float) -> int:
    """An agent in a process of his own; his answers go to `path`."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        path.write_text(json.dumps(_day(actor, seconds, think)))
        code = 0
    except Exception:  # noqa: BLE001 - the process says what went wrong and ends with its code
        traceback.print_exc()
    finally:
        os._exit(code)


def _day(actor: Actor, seconds: float, think: float) -> list[dict[str, Any]]:
    """Press "next case", work, press again, for so many seconds; each answer with the milliseconds of its request."""
    chance, began = random.Random(actor.user_id), time.monotonic()
    answers: list[dict[str, Any]] = []
    clock.now = lambda: MORNING + timedelta(seconds=time.monotonic() - began)  # the desk stands still at ten
    with override_settings(**PLAIN):
        client = Client()
        client.force_login(User.objects.get(username=actor.name))
        client.get("/healthz")
        time.sleep(chance.uniform(0, think))
        while time.monotonic() - began < seconds:
            started = time.perf_counter()
            client.post("/desk/next/")
            milliseconds = (time.perf_counter() - started) * 1000
            claim = newest_claim_of(actor.user_id or 0, clock.now())
            answers.append({"case": claim.case_id if claim else None, "ms": milliseconds, "cold": not answers})
            time.sleep(chance.expovariate(1 / think))
            if claim:
                _log(actor, claim, clock.now())
    return answers


@transaction.atomic
def _log(actor: Actor, claim: Any, at: datetime) -> None:
    """A call nobody took, and when to try again."""
    lock_visible(actor, claim.case_id)
    must_hold(actor=actor, case_id=claim.case_id, token=claim.token, at=at)
    note_contact(
        actor=actor,
        case_id=claim.case_id,
        at=at,
        right_party=False,
        failed=True,
        follow_up_at=at + timedelta(days=1),
    )
    release(actor=actor, case_id=claim.case_id, token=claim.token, kind="DONE", at=at)


def _double_claims() -> int:
    """How often a case was claimed again before it was given back; no lease runs out here."""
    lines: dict[int, list[str]] = {}
    for case_id, kind in sql.rows(
        "SELECT (data ->> 'case')::bigint, kind FROM events_event "
        "WHERE kind IN ('case.claimed', 'case.released') ORDER BY id"
    ):
        lines.setdefault(case_id, []).append(kind)
    return sum(a == b == "case.claimed" for line in lines.values() for a, b in pairwise(line))


def _due_follow_ups() -> list[tuple[int, int]]:
    """Case and queue of every follow-up that is due and could be handed out, the oldest first."""
    return sql.rows(
        """
        SELECT id, queue_id FROM cases_case
        WHERE closed_on IS NULL AND NOT work_stopped AND follow_up_at <= %s AND queue_id IS NOT NULL
          AND (sleeps_until IS NULL OR sleeps_until <= %s) AND agent_id IS NULL AND team_id IS NULL
        ORDER BY follow_up_at, id
        """,
        [MORNING, MORNING],
    )


def _overtaken(due: Sequence[tuple[int, int]], taken: set[int]) -> int:
    """By how many younger ones of its queue the unluckiest due follow-up was overtaken that is still waiting.

    A few: whoever looks steps over the candidates that somebody else just judges. Many would be starvation. Whoever
    sleeps by now may not be called and was passed over rightly.
    """
    asleep = {pk for (pk,) in sql.rows("SELECT id FROM cases_case WHERE sleeps_until > %s", [MORNING])}
    worst, younger = 0, Counter[int]()
    for case_id, queue in reversed(due):
        if case_id in taken:
            younger[queue] += 1
        elif case_id not in asleep:
            worst = max(worst, younger[queue])
    return worst


def _percentiles(spent: list[float]) -> dict[str, float]:
    if len(spent) < 2:
        return {"p50_ms": 0.0, "p95_ms": 0.0, "worst_ms": 0.0}
    cuts = statistics.quantiles(spent, n=100)
    return {"p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1), "worst_ms": round(max(spent), 1)}
