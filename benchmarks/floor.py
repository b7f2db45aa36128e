"""The bare SQL floor: the rows that a night wrote, written again by plain INSERT, UPDATE and DELETE.

Results come ready from temporary tables; the same indexes, constraints and triggers work; no logic. No night
that leaves the same rows can be much faster than this.
"""

import time
from pathlib import Path
from typing import Any

from django.db import transaction

from benchmarks.tables import columns_of
from collections_app.shared import sql

WRITTEN = {
    "accounts_ledgerentry": "id",
    "accounts_statement": "id",
    "accounts_slice": "statement_id",
    "accounts_balancepool": "id",
    "accounts_position": "card_account_id",
    "accounts_allocation": "id",
    "accounts_bucketinterval": "id",
    "accounts_portfoliofigure": "id",
    "accounts_bucketflow": "id",
    "cases_case": "id",
    "events_event": "id",
}
"""Tables the night writes, with their keys, in an order that foreign keys allow."""

KEPT = "bench_kept_pool"


def save(folder: str, transaction_before: int) -> dict[str, Any]:
    """Keep what a night wrote, as files: rows of transactions after `transaction_before`, and which pools are left."""
    rows = {}
    for table in WRITTEN:
        with (Path(folder) / f"{table}.csv").open("wb") as stream:
            columns = ", ".join(f'"{name}"' for name in columns_of(table))
            chosen = f"SELECT {columns} FROM {table} WHERE xmin::text::bigint > {transaction_before}"
            rows[table] = sql.copy_out_csv(chosen, stream)
    with (Path(folder) / f"{KEPT}.csv").open("wb") as stream:
        sql.copy_out_csv(
            "SELECT b.id FROM accounts_balancepool b JOIN accounts_position p USING (card_account_id) "
            f"WHERE p.xmin::text::bigint > {transaction_before}",
            stream,
        )
    return {"rows": rows}


def run(folder: str) -> dict[str, Any]:
    """Write the saved rows into this copy of the portfolio; only the plain statements are timed."""
    steps: dict[str, dict[str, float]] = {}
    for table, key in WRITTEN.items():
        _stage(Path(folder), table, key)
    _stage_gone_pools(Path(folder))
    for table, key in WRITTEN.items():
        started = time.monotonic()
        with transaction.atomic():
            written = sum(sql.run(statement) for statement in _statements(table, key))
        steps[table] = {"seconds": round(time.monotonic() - started, 3), "rows": written}
    return {
        "seconds": round(sum(step["seconds"] for step in steps.values()), 3),
        "rows": sum(step["rows"] for step in steps.values()),
        "steps": steps,
        "checksum": str(sql.value("SELECT sum(fingerprint) FROM accounts_position")),
    }


def _stage(folder: Path, table: str, key: str) -> None:
    columns = columns_of(table)
    names = ", ".join(f'"{name}"' for name in columns)
    sql.run(f"CREATE TEMP TABLE written_{table} AS SELECT {names}, true AS known FROM {table} LIMIT 0")
    with (folder / f"{table}.csv").open("rb") as stream:
        sql.copy_in_csv(f"written_{table}", columns, stream, options="FORMAT csv, HEADER true")
    sql.run(f"UPDATE written_{table} w SET known = EXISTS (SELECT FROM {table} t WHERE t.{key} = w.{key})")
    sql.run(f"VACUUM ANALYZE written_{table}")


def _stage_gone_pools(folder: Path) -> None:
    sql.run(f"CREATE TEMP TABLE {KEPT} (id bigint PRIMARY KEY)")
    with (folder / f"{KEPT}.csv").open("rb") as stream:
        sql.copy_in_csv(KEPT, ["id"], stream, options="FORMAT csv, HEADER true")
    sql.run(
        "CREATE TEMP TABLE gone_accounts_balancepool AS SELECT id FROM accounts_balancepool "
        f"JOIN written_accounts_position USING (card_account_id) WHERE id NOT IN (SELECT id FROM {KEPT})"
    )
    sql.run("ANALYZE gone_accounts_balancepool")


def _statements(table: str, key: str) -> list[str]:
    """The plain statements for one table: rows that went, rows that changed, new rows."""
    columns = columns_of(table)
    names = ", ".join(f'"{name}"' for name in columns)
    fixed = {key, "card_account_id", "cardholder_id", "product_id", "policy_version_id", "delivery_id", "statement_id"}
    changes = ", ".join(f'"{name}" = w."{name}"' for name in columns if name not in fixed)
    found = [
        f"UPDATE {table} t SET {changes} FROM written_{table} w WHERE w.known AND t.{key} = w.{key}",
        f"INSERT INTO {table} ({names}) SELECT {names} FROM written_{table} WHERE NOT known",
    ]
    if table == "accounts_balancepool":
        found.insert(0, f"DELETE FROM {table} t USING gone_{table} g WHERE t.id = g.id")
    return found
