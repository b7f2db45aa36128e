"""The statements of this package."""

from collections_app.contacts.queries.whose import whose
from collections_app.shared import sql


def statement(name: str) -> str:
    """The statement in `sql/<name>.sql`; `{whose}` in it is the user whose contact `c` is."""
    return sql.load("collections_app.results", name).replace("{whose}", whose("c"))
