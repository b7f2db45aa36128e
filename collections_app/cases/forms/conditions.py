"""Rows of conditions in a form: field, operator, value; the empty ones at the end need no script to add another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from collections_app.cases.labels import OPERATOR_LABELS, Hint, hints
from collections_app.shared.errors import Refused

EMPTY = 3


@dataclass
class Row:
    """One condition as typed; `error` says what is wrong with its `part`."""

    field: str = ""
    operator: str = ""
    value: str = ""
    part: str = ""
    error: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.field and not self.value

    def as_data(self) -> dict[str, Any]:
        return {"field": self.field, "operator": self.operator, "value": self.value}


class ConditionRows:
    """The rows that are filled in, in their order."""

    operators = tuple(OPERATOR_LABELS.items())

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows = [row for row in rows if not row.is_empty]

    @classmethod
    def sent(cls, given: QueryDict) -> "ConditionRows":
        """Of a submitted form."""
        columns = [given.getlist(name) for name in ("field", "operator", "value")]
        return cls(Row(*cells) for cells in zip(*columns, strict=False))

    @classmethod
    def stored(cls, conditions: Iterable[Mapping[str, Any]]) -> "ConditionRows":
        """Of a queue as it is."""
        return cls(Row(c["field"], c["operator"], _typed(c["value"])) for c in conditions)

    def as_data(self) -> list[dict[str, Any]]:
        """What the actions check."""
        return [row.as_data() for row in self._rows]

    def show(self, refused: Refused) -> bool:
        """Put a refusal on its row; False when it is about something else."""
        parts = (refused.field or "").split(".")
        if len(parts) != 3 or parts[0] != "conditions" or int(parts[1]) >= len(self._rows):
            return False
        row = self._rows[int(parts[1])]
        row.part, row.error = parts[2], str(refused.message)
        return True

    @property
    def fields(self) -> list[Hint]:
        """What a row may be about."""
        return hints()

    @property
    def shown(self) -> list[Row]:
        """The rows with some empty ones behind."""
        return [*self._rows, *(Row() for _ in range(EMPTY))]


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
