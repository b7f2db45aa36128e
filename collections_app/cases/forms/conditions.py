"""Rows of conditions in a form: field, comparison, value; the empty ones at the end need no script to add another."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from collections_app.cases.labels import Hint, hints, typed
from collections_app.cases.queries.choices import Choices
from collections_app.cases.rules.conditions import FIELDS
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import money

from .condition_line import Line
from .condition_row import Row

EMPTY = 3


class ConditionRows:
    """The rows that are filled in, in their order."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows = [row for row in rows if not row.is_empty]

    @classmethod
    def sent(cls, given: QueryDict) -> "ConditionRows":
        """Of a submitted form."""
        return cls(Row.sent(given, column=place, place=place) for place in range(len(given.getlist("field"))))

    @classmethod
    def stored(cls, conditions: Iterable[Mapping[str, Any]]) -> "ConditionRows":
        """Of a queue as it is."""
        return cls(Row(c["field"], c["operator"], _written(c["field"], c["value"])) for c in conditions)

    def as_data(self) -> list[dict[str, Any]]:
        """What the actions check."""
        return [row.as_data() for row in self._rows]

    def show(self, refused: Refused) -> bool:
        """Put a refusal on its row; False when it is about something else."""
        parts = (refused.field or "").split(".")
        if len(parts) != 3 or parts[0] != "conditions" or int(parts[1]) >= len(self._rows):
            return False
        place = int(parts[1])
        self._rows[place] = replace(self._rows[place], part=parts[2], error=str(refused.message))
        return True

    @property
    def fields(self) -> list[Hint]:
        """What a row may be about."""
        return hints()

    def lines(self, actor: Actor) -> list[Line]:
        """The rows as the page draws them for `actor`, with some empty ones behind."""
        choices = Choices(actor)
        return [Line(place, row, choices) for place, row in enumerate([*self._rows, *(Row() for _ in range(EMPTY))])]


def _written(field: str, value: Any) -> str | tuple[str, ...]:
    """A stored value as one would type it, or tick it."""
    if FIELDS[field].kind == "money":
        return money(value)
    return tuple(value) if isinstance(value, list) else typed(value)
