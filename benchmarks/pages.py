"""The pages people wait for, asked for by one logged-in user: how long, and with how many SQL queries?"""

import statistics
import time
from datetime import timedelta
from typing import Any

from django.test import Client, override_settings

from benchmarks.portfolio.archetypes import BUILT_THROUGH
from benchmarks.request import PLAIN, once
from benchmarks.sixty_days import AFTERNOON
from collections_app.dashboards.actions import ask_corrected, compute_corrected
from collections_app.dashboards.models import CorrectedDay
from collections_app.people.models import RoleGrant, User
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor

WARM_UP, TIMES = 3, 20
GOAL, SUPERVISORS_GOAL = 100.0, 150.0
"""Milliseconds."""
CORRECTED_AGO = 60
"""So many days lies the day back that is asked for as corrected since."""


class WrongAnswer(Exception):
    """A page did not answer as it should: its time would say nothing."""


def run() -> dict[str, Any]:
    """Measure every page, on the afternoon of the last day; the corrected day is computed first, and timed."""
    clock.now = lambda: AFTERNOON
    computing = _compute_corrected()
    with override_settings(**PLAIN):
        client = Client()
        client.force_login(_reader())
        measured = [
            {**_measure(client, name, path), "goal_ms": goal}
            for goal, paths in ((GOAL, usual()), (SUPERVISORS_GOAL, supervisors()))
            for name, path in paths.items()
        ]
    return {"pages": measured, "times": TIMES, "corrected_seconds": computing}


def usual() -> dict[str, str]:
    """Account and search, each with much to show."""
    worst = _account("ORDER BY p.lifetime_late_fees DESC, p.card_account_id LIMIT 1")
    ordinary = _account("WHERE p.bucket = -1 AND p.balance > 0 ORDER BY md5(a.account_no) LIMIT 1")
    return {
        "account in M4+": f"/accounts/{worst}/",
        "account that pays": f"/accounts/{ordinary}/",
        "search: empty": "/accounts/",
        "search: last four": "/accounts/?q=4242",
        "search: name": "/accounts/?q=王伟",
        "search: bucket M3": "/accounts/?bucket=M3",
        "search: bucket M1, by past due": "/accounts/?bucket=M1&sort=past_due",
        "operations": "/operations/",
    }


def supervisors() -> dict[str, str]:
    """What leads and managers look at: figures of two years, the desk of today, results, lists of what happened."""
    yesterday = BUILT_THROUGH - timedelta(days=1)
    past, year_ago = BUILT_THROUGH - timedelta(days=CORRECTED_AGO), BUILT_THROUGH - timedelta(days=365)
    point = f"cohort={year_ago - timedelta(days=400):%Y-%m}&mob=9&currency=CNY"
    rare = "from=CURRENT&to=M2&currency=CNY"
    behind, month = "from=M1&to=forward&currency=CNY", f"first={BUILT_THROUGH.replace(day=1)}&last={BUILT_THROUGH}"
    rolled = f"first={year_ago}&last={BUILT_THROUGH}&bucket=M1&currency=CNY&outcome=stay"
    return {
        "dashboard": "/dashboard/",
        "dashboard: one region": "/dashboard/?region=广东省",
        "dashboard: a year ago, as known then": f"/dashboard/?day={year_ago}",
        "dashboard: a past day, corrected": f"/dashboard/?day={past}&as=corrected",
        "flows": "/dashboard/flows/",
        "flows: the accounts behind a rate": f"/dashboard/flows/accounts/?{behind}",
        "flow so far: the accounts behind a rate": f"/dashboard/flows/accounts/?span=so-far&{behind}",
        "corrected flow: the accounts behind a rare cell": f"/dashboard/flows/accounts/?day={past}&as=corrected&{rare}",
        "vintage": "/dashboard/vintage/",
        "vintage: a year ago, as known then": f"/dashboard/vintage/?day={year_ago}",
        "vintage: a year ago, corrected": f"/dashboard/vintage/?day={year_ago}&as=corrected",
        "vintage: the accounts behind a point": f"/dashboard/vintage/accounts/?day={year_ago}&{point}",
        "operation": "/dashboard/operation/",
        "operation: today's contacts": "/dashboard/operation/contacts/",
        "operation: callable cases": "/dashboard/operation/callable/",
        "operation: a past day": f"/dashboard/operation/?day={yesterday}",
        "operation: the contacts of a past day": f"/dashboard/operation/contacts/?day={yesterday}",
        "workload": "/dashboard/workload/",
        "alerts": "/dashboard/alerts/",
        "results of the month": "/results/?period=month",
        "results of a year": f"/results/?period=range&first={year_ago}&last={BUILT_THROUGH}",
        "results: the contacts behind a figure": f"/results/behind/rpc/?{month}",
        "results: the accounts behind a rate": f"/results/accounts/?team={_desk()}&{rolled}",
        "promise calendar": "/promises/calendar/",
        "promises": "/promises/",
        "promise results": "/promises/results/",
        "compliance": "/compliance/",
        "queues": "/queues/",
        "cases": "/cases/",
        "differences": "/dashboard/differences/",
        "change feed, REST": "/api/v1/changes",
    }


def _compute_corrected() -> float:
    """Seconds of the work behind the first question for a corrected day; a worker does it, no page waits for it."""
    here, day = Actor.command("benchmarks"), BUILT_THROUGH - timedelta(days=CORRECTED_AGO)
    ask_corrected(actor=here, day=day, at=AFTERNOON)
    started = time.monotonic()
    compute_corrected(actor=here, day=day, at=AFTERNOON)
    found = CorrectedDay.objects.get(pk=day)
    if found.status != CorrectedDay.Status.DONE:
        raise WrongAnswer(f"{day} as corrected since: {found.status} {found.failure}")
    return round(time.monotonic() - started, 3)


def _account(condition: str) -> str:
    joined = "accounts_position p JOIN accounts_cardaccount a ON a.id = p.card_account_id"
    return sql.value(f"SELECT a.account_no FROM {joined} {condition}")


def _desk() -> int:
    return sql.value("SELECT team_id FROM results_assignedaccount GROUP BY team_id ORDER BY count(*) DESC LIMIT 1")


def _reader() -> User:
    user = User.objects.create_user("bench.manager", display_name="Benchmark")
    RoleGrant.objects.create(user=user, role="manager", valid_from="2020-01-01")
    return user


def _measure(client: Client, name: str, path: str) -> dict[str, Any]:
    for _ in range(WARM_UP):
        answer = client.get(path)
        if answer.status_code != 200:
            raise WrongAnswer(f"{path}: {answer.status_code}")
    spent = [once(client, path) for _ in range(TIMES)]
    return {
        "name": name,
        "path": path,
        "median_ms": round(statistics.median(one.ms for one in spent), 1),
        "python_ms": round(statistics.median(one.python_ms for one in spent), 1),
        "worst_ms": round(max(one.ms for one in spent), 1),
        "sql_ms": round(statistics.median(one.sql_ms for one in spent), 1),
        "queries": max(one.queries for one in spent),
        "bytes": len(answer.content),
    }
