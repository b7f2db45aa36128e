"""Loading millions of rows goes faster without their indexes: taken away before, made again after."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from collections_app.shared import sql


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Drop every index and unique constraint but the primary keys for the body, then make them again."""
    constraints = sql.rows(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = ANY(%s::text[]::regclass[]) AND contype = 'u' "
        "AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = pg_constraint.conindid)",
        [list(tables)],
    )
    for table, name, _ in constraints:
        sql.run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    indexes = sql.rows(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = ANY(%s::text[]::regclass[]) "
        "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [list(tables)],
    )
    for name, _ in indexes:
        sql.run(f"DROP INDEX {name}")
    yield
    for table, name, definition in constraints:
        sql.run(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    for _, definition in indexes:
        sql.run(definition)
