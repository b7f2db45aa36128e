"""Databases of a benchmark run: made, copied whole, dropped; and each task in a fresh process on one of them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from collections_app.shared import sql

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "fairdue_bench_"


class TaskFailed(Exception):
    """A task ended with an error; what it said stands above in the terminal."""


def create(name: str, *, copy_of: str | None = None) -> None:
    """Make a database anew, empty or as a copy of another, file by file."""
    drop(name)
    how = f"TEMPLATE {PREFIX}{copy_of} STRATEGY file_copy" if copy_of else "TEMPLATE template0"
    sql.run(f"CREATE DATABASE {PREFIX}{name} {how}")


def drop(name: str) -> None:
    """Drop a database if it is there."""
    sql.run(f"DROP DATABASE IF EXISTS {PREFIX}{name} WITH (FORCE)")


def drop_all() -> None:
    """Drop every database of this or an earlier run."""
    for (name,) in sql.rows("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]):
        drop(name.removeprefix(PREFIX))


def checkpoint() -> None:
    """Write out what earlier work left to write, so that it is not counted as the next one's."""
    sql.run("CHECKPOINT")


def run_task(task: str, database: str, **options: Any) -> dict[str, Any]:
    """Run `benchmarks.tasks.TASKS[task]` in a process of its own; gives what it found."""
    command = [sys.executable, "-m", "benchmarks.tasks", task, json.dumps(options)]
    env = {**os.environ, "DATABASE_URL": _url(PREFIX + database)}
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise TaskFailed(task)
    return json.loads(done.stdout.splitlines()[-1])


def _url(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
