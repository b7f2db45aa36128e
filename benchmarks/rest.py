"""A payment channel that never pauses: bulk payments over real HTTP, into two workers of the real web server."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from knox.models import AuthToken

from accounts.queries import business_date
from collections_app.people.models import RoleGrant, User
from collections_app.shared import sql

WORKERS, CALLERS, ROWS = 2, 2, 1000
WARM_UP = 6
"""Requests before any is counted: each worker loads everything with its first."""
PATIENCE = 60.0
"""Seconds until a server that does not come up counts as broken."""


class WrongAnswer(Exception):
    """A request was refused, or rows of it were: its time would say nothing."""


def run(seconds: float = 20.0) -> dict[str, Any]:
    """Post for that long; rows a second, and how long a request of 1,000 rows took."""
    numbers = [number for (number,) in sql.rows("SELECT account_no FROM accounts_cardaccount ORDER BY md5(account_no)")]
    _instance, token = AuthToken.objects.create(user=_channel())
    day = str(business_date())
    before = sql.value("SELECT count(*) FROM accounts_ledgerentry WHERE source_ref LIKE 'BENCH-%%'")
    with _server() as root:
        with ThreadPoolExecutor(CALLERS) as pool:
            list(pool.map(lambda turn: _post(root, token, _rows(numbers, day, caller=99, turn=turn)), range(WARM_UP)))
        began = time.monotonic()

        def call(caller: int) -> list[float]:
            spent: list[float] = []
            while time.monotonic() - began < seconds:
                spent.append(_post(root, token, _rows(numbers, day, caller=caller, turn=len(spent))))
            return spent

        with ThreadPoolExecutor(CALLERS) as pool:
            spent = [one for each in pool.map(call, range(CALLERS)) for one in each]
        lasted = time.monotonic() - began
    landed = sql.value("SELECT count(*) FROM accounts_ledgerentry WHERE source_ref LIKE 'BENCH-%%'") - before
    if landed != (len(spent) + WARM_UP) * ROWS:
        raise WrongAnswer(f"{landed} rows landed of {(len(spent) + WARM_UP) * ROWS}")
    return {
        "workers": WORKERS,
        "callers": CALLERS,
        "requests": len(spent),
        "rows": len(spent) * ROWS,
        "post_seconds": round(lasted, 3),
        "rows_per_second": round(len(spent) * ROWS / lasted),
        "median_ms": round(statistics.median(spent) * 1000, 1),
        "worst_ms": round(max(spent) * 1000, 1),
    }


def _rows(numbers: list[str], day: str, *, caller: int, turn: int) -> list[dict[str, str]]:
    first = (caller * 7919 + turn * ROWS) % len(numbers)
    return [
        {
            "account_no": numbers[(first + place) % len(numbers)],
            "amount": f"{turn % 900 + 1}.{place % 100:02d}",
            "currency": "CNY",
            "value_date": day,
            "source_ref": f"BENCH-{caller}-{turn}-{place}",
            "description": "transfer",
        }
        for place in range(ROWS)
    ]


def _post(root: str, token: str, rows: list[dict[str, str]]) -> float:
    """Seconds of one request, its body made and its answer read."""
    body = json.dumps({"payments": rows}).encode()
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    began = time.monotonic()
    with urllib.request.urlopen(urllib.request.Request(f"{root}/api/v1/payments/bulk", body, headers)) as answer:
        found = json.loads(answer.read())
    if found["created"] != len(rows):
        raise WrongAnswer(str({name: found[name] for name in ("created", "same", "refused")}))
    return time.monotonic() - began


def _channel() -> User:
    user = User.objects.create_user("bench.channel", display_name="Benchmark")
    RoleGrant.objects.create(user=user, role="integration", valid_from="2020-01-01")
    return user


@contextmanager
def _server() -> Iterator[str]:
    """The address of gunicorn on this database; gone afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "collections_app.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    env = {**os.environ, "API_RATE": "1000000/min", "ALLOWED_HOSTS": "127.0.0.1"}
    command += ["--workers", str(WORKERS), "--log-level", "error"]
    process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)
    try:
        _wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(root: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"{root}/healthz", timeout=5):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
