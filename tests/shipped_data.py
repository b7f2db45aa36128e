"""The rows that migrations ship, kept aside once and put back whenever a test that commits has emptied the tables.

So every test begins alike, in whatever order and in however many processes the run goes.
"""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import post_migrate

ASIDE = "shipped"
OF_DJANGO = {"django_content_type", "auth_permission", "django_migrations"}
"""Emptying a database leaves these alone, or fills them by itself."""


def keep_aside() -> None:
    """Copy every table that has rows into a schema of its own, and have them back after every `flush` from now on."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
        cursor.execute(f"CREATE SCHEMA {ASIDE}")
        for table in sorted(set(connection.introspection.table_names(cursor)) - OF_DJANGO):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {ASIDE}."{table}" AS TABLE "{table}"')
    # What flush sends when all is empty, once for each application: the last one is enough.
    post_migrate.connect(_put_back, sender=list(apps.get_app_configs())[-1])


def _put_back(**signal: Any) -> None:
    """Fill the emptied tables again, row numbers included: their sequences must not have been set back."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns in _kept(cursor):
            cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {ASIDE}."{table}"')


def _kept(cursor: Any) -> list[tuple[str, str]]:
    """Each table and its columns, but for those that PostgreSQL computes."""
    cursor.execute(
        """
        SELECT table_name, string_agg(quote_ident(column_name), ', ')
        FROM information_schema.columns AS whole JOIN pg_tables AS kept ON kept.tablename = whole.table_name
        WHERE whole.table_schema = 'public' AND kept.schemaname = %s AND whole.is_generated = 'NEVER'
        GROUP BY table_name ORDER BY table_name
        """,
        [ASIDE],
    )
    return cursor.fetchall()
