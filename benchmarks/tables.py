"""What PostgreSQL knows of a table."""

from collections_app.shared import sql


def columns_of(table: str) -> list[str]:
    """The columns that can be written, in order; generated ones write themselves."""
    found = sql.rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return [name for (name,) in found]
