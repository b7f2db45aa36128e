"""The statements of this package."""

from collections_app.shared import sql


def statement(name: str) -> str:
    """The statement in `sql/<name>.sql`."""
    return sql.load("collections_app.results", name)
