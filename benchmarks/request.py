"""One request to a page, and what it cost."""

import time
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.test import Client

PLAIN = {
    "ALLOWED_HOSTS": ["testserver"],
    "STATIC_ROOT": settings.BASE_DIR / "static",
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}
"""As the server runs, without collected static files."""


class Spent(NamedTuple):
    """One request: milliseconds in all, of the processor in this process, waiting for SQL; how many queries."""

    ms: float
    python_ms: float
    sql_ms: float
    queries: int


def once(client: Client, path: str) -> Spent:
    """Ask for one page and look at the clocks."""
    in_sql: list[float] = []

    def watch(execute: Any, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            in_sql.append(time.perf_counter() - began)

    started, processor = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(watch):
        client.get(path)
    return Spent(
        ms=(time.perf_counter() - started) * 1000,
        python_ms=(time.process_time() - processor) * 1000,
        sql_ms=sum(in_sql) * 1000,
        queries=len(in_sql),
    )
