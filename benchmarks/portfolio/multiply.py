"""Copies the archetypes to any number of accounts, set-wise, facts and derived rows alike.

Accounts of all statement days and habits lie mixed, as they opened; entries and statements lie by date, as they came.
"""

from typing import Any

from django.db import transaction

from accounts.nightly.shard import Shard
from benchmarks.portfolio.archetypes import BUILT_THROUGH, REGIONS
from benchmarks.portfolio.copied import TABLES, Copied
from benchmarks.portfolio.indexes import without_indexes
from benchmarks.tables import columns_of
from collections_app.shared import sql

FIRST_ID = 100_001
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英文华建国志红玉兰海燕"


def multiply(accounts: int) -> dict[str, Any]:
    """Copy until there are `accounts` accounts, archetypes included; returns rows by table.

    Foreign keys and append-only triggers sleep meanwhile: the copies are right by construction, and proved after.
    """
    for setting in ("session_replication_role = replica", "work_mem = '256MB'", "maintenance_work_mem = '512MB'"):
        sql.run(f"SET {setting}")
    sql.run("SET synchronous_commit = off")
    params = {"spread": 8 * (accounts + FIRST_ID), "regions": REGIONS, "built": BUILT_THROUGH}
    _draw_copies(accounts)
    with transaction.atomic(), without_indexes([copied.table for copied in TABLES]):
        rows = {copied.table: sql.run(_insert(copied), params) for copied in TABLES}
        _name_people()
        _set_sequences()
    sql.run("ANALYZE")
    _fingerprint()
    for table in ("bench_slot", "bench_copy", "bench_entry_key"):
        sql.run(f"DROP TABLE {table}")
    sql.run("VACUUM ANALYZE")
    size = sql.value("SELECT pg_database_size(current_database())")
    return {"rows": rows, "gigabytes": round(size / 1024**3, 2)}


def _draw_copies(accounts: int) -> None:
    """Which account is a copy of which archetype. Every tenth cardholder has two accounts."""
    sql.run(
        """
        CREATE TABLE bench_copy AS
        SELECT %(first)s + n AS account_id, %(first)s + n - (n %% 10 = 1)::int AS cardholder_id, s.archetype_id
        FROM generate_series(0, %(accounts)s - 1 - (SELECT count(*) FROM accounts_cardaccount)) n
        JOIN bench_slot s ON s.day = n %% 30 + 1 AND s.slot = (n / 30 * 389 + n %% 30 * 33) %% 1000
        """,
        {"first": FIRST_ID, "accounts": accounts},
    )
    sql.run(
        """
        CREATE TABLE bench_entry_key AS
        SELECT id AS entry_id, posting_date AS day,
               row_number() OVER (PARTITION BY card_account_id, posting_date ORDER BY id) - 1 AS place
        FROM accounts_ledgerentry
        """
    )
    sql.run("ANALYZE bench_copy")


def _insert(copied: Copied) -> str:
    columns = [name for name in columns_of(copied.table) if name not in copied.left_out]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(copied.replaced.get(name, f't."{name}"') for name in columns)
    return (
        f"INSERT INTO {copied.table} ({names}) SELECT {values} "
        f"FROM bench_copy c JOIN {copied.source} t ON t.{copied.archetype} = c.archetype_id "
        f"WHERE {copied.where} ORDER BY {copied.by}"
    )


def _name_people() -> None:
    """Names to search for; nothing else personal."""
    sql.run(
        """
        INSERT INTO accounts_personaldata (cardholder_id, name, id_type, id_number_hash, gender)
        SELECT id, substr(%(surnames)s, 1 + (id %% 32)::int, 1) || substr(%(given)s, 1 + (id / 32 %% 32)::int, 1)
                   || substr(%(given)s, 1 + (id / 1024 %% 32)::int, 1), '', '', ''
        FROM accounts_cardholder
        """,
        {"surnames": SURNAMES, "given": GIVEN},
    )


def _set_sequences() -> None:
    for copied in TABLES:
        if "id" in columns_of(copied.table):
            sql.value(f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {copied.table}", [copied.table])


def _fingerprint() -> None:
    """The night's own statement, as if it had touched every account; then each is left as its archetype was."""
    with transaction.atomic():
        for name in ("touched", "fingerprint"):
            sql.run(sql.load("accounts", name), Shard(on=BUILT_THROUGH).params())
    sql.run(
        """
        UPDATE accounts_position p SET changed_on = a.changed_on
        FROM bench_copy c JOIN accounts_position a ON a.card_account_id = c.archetype_id
        WHERE p.card_account_id = c.account_id AND a.changed_on <> p.changed_on
        """
    )
    sql.run("VACUUM FULL accounts_position")
