"""The pages people wait for, asked for by one logged-in user: how long, and with how many SQL queries?"""

import statistics
import time
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from collections_app.people.models import RoleGrant, User
from collections_app.shared import sql

WARM_UP, TIMES = 3, 20
PLAIN = {
    "ALLOWED_HOSTS": ["testserver"],
    "STATIC_ROOT": settings.BASE_DIR / "static",
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}
"""As the server runs, without collected static files."""


class WrongAnswer(Exception):
    """A page did not answer as it should: its time would say nothing."""


def run(paths: dict[str, str] | None = None) -> dict[str, Any]:
    """Measure each path of `paths` (name: address), or the usual ones."""
    with override_settings(**PLAIN):
        client = Client()
        client.force_login(_reader())
        measured = [_measure(client, name, path) for name, path in (paths or usual()).items()]
    return {"pages": measured, "times": TIMES}


def usual() -> dict[str, str]:
    """Account, search and dashboard, each with much to show."""
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
        "dashboard": "/dashboard/",
        "operations": "/operations/",
    }


def _account(condition: str) -> str:
    joined = "accounts_position p JOIN accounts_cardaccount a ON a.id = p.card_account_id"
    return sql.value(f"SELECT a.account_no FROM {joined} {condition}")


def _reader() -> User:
    user = User.objects.create_user("bench.manager", display_name="Benchmark")
    RoleGrant.objects.create(user=user, role="manager", valid_from="2020-01-01")
    return user


def _measure(client: Client, name: str, path: str) -> dict[str, Any]:
    for _ in range(WARM_UP):
        answer = client.get(path)
        if answer.status_code != 200:
            raise WrongAnswer(f"{path}: {answer.status_code}")
    spent: list[tuple[float, float, int]] = [once(client, path) for _ in range(TIMES)]
    return {
        "name": name,
        "path": path,
        "median_ms": round(statistics.median(total for total, _, _ in spent), 1),
        "worst_ms": round(max(total for total, _, _ in spent), 1),
        "sql_ms": round(statistics.median(in_sql for _, in_sql, _ in spent), 1),
        "queries": max(queries for _, _, queries in spent),
        "bytes": len(answer.content),
    }


def once(client: Client, path: str) -> tuple[float, float, int]:
    """Milliseconds in all, milliseconds waiting for SQL, queries."""
    in_sql: list[float] = []

    def watch(execute: Any, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            in_sql.append(time.perf_counter() - began)

    started = time.perf_counter()
    with connection.execute_wrapper(watch):
        client.get(path)
    return (time.perf_counter() - started) * 1000, sum(in_sql) * 1000, len(in_sql)
