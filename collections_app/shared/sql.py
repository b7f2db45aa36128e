"""Everything that speaks psycopg2: plain statements, COPY, statement files, advisory locks."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection

Params = Sequence[Any] | Mapping[str, Any] | None


def run(sql: str, params: Params = None) -> int:
    """Execute one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def rows(sql: str, params: Params = None) -> list[tuple]:
    """Every row of a query, as tuples."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def dicts(sql: str, params: Params = None) -> list[dict[str, Any]]:
    """Every row of a query, as dictionaries by column name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def value(sql: str, params: Params = None) -> Any:
    """The first column of the first row, or None when there is no row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
        return row[0] if row else None


@lru_cache(maxsize=256)
def load(package: str, name: str) -> str:
    """The text of `<package>/sql/<name>.sql`. Example: `load("accounts", "close_statements")`."""
    folder = Path(str(import_module(package).__file__)).parent
    return (folder / "sql" / f"{name}.sql").read_text(encoding="utf-8")


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy_field(item: Any) -> str:
    if item is None:
        return "\\N"
    if item is True or item is False:
        return "t" if item else "f"
    if isinstance(item, bytes):
        return "\\\\x" + item.hex()
    return str(item).translate(_ESCAPES)


class _Lines(io.TextIOBase):
    """A readable text stream over rows, so that COPY never holds more than one chunk in memory."""

    def __init__(self, lines: Iterable[Sequence[Any]]) -> None:
        self._chunks = ("\t".join(map(_copy_field, line)) + "\n" for line in lines)
        self._left = ""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        parts, length = [self._left], len(self._left)
        for chunk in self._chunks:
            parts.append(chunk)
            length += len(chunk)
            if size is not None and 0 <= size <= length:
                break
        text = "".join(parts)
        if size is None or size < 0:
            self._left = ""
            return text
        self._left = text[size:]
        return text[:size]


def copy_in(table: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> int:
    """COPY rows of Python values into `table`, streaming; returns how many landed.

    `table` and `columns` are names from our own code, never input of a user.
    Example: `copy_in("staging", ["no", "amount"], [("A1", Decimal("3.50")), ("A2", None)])` returns 2.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _Lines(lines))
        return cursor.rowcount


def copy_in_csv(table: str, columns: Sequence[str], stream: BinaryIO, *, options: str = "FORMAT csv") -> int:
    """COPY an open UTF-8 CSV stream into `table` without touching its lines in Python; returns how many landed."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN WITH ({options})", stream)
        return cursor.rowcount


def copy_out_csv(query: str, stream: BinaryIO, params: Params = None) -> int:
    """COPY the rows of `query` into `stream` as CSV with a header; returns how many."""
    with connection.cursor() as cursor:
        text = cursor.mogrify(query, params).decode() if params else query
        cursor.copy_expert(f"COPY ({text}) TO STDOUT WITH (FORMAT csv, HEADER true)", stream)
        return cursor.rowcount


def lock_for_transaction(name: str) -> None:
    """Wait for the advisory lock `name` and hold it until the transaction ends."""
    run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def share_lock_for_transaction(name: str) -> None:
    """Hold the advisory lock `name` together with others who share it, until the transaction ends.

    Waits for whoever holds it alone; who wants it alone waits for all who share it.
    """
    run("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [name])


def lock_is_held(name: str) -> bool:
    """Whether anybody holds the advisory lock `name` now; takes nothing."""
    return bool(
        value(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
                WHERE l.locktype = 'advisory' AND l.objsubid = 1
                  AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(%s, 0)
            )
            """,
            [name],
        )
    )


@contextmanager
def session_lock(name: str) -> Iterator[bool]:
    """Hold the advisory lock `name` across transactions; yields False when someone else holds it.

    PostgreSQL gives it back by itself when the process dies, so a killed night leaves no stale lock.
    """
    held = bool(value("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name]))
    try:
        yield held
    finally:
        if held:
            run("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
