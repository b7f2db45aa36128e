"""One condition as a form sends it."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from collections_app.cases.labels import typed
from collections_app.cases.queries.choices import Choices
from collections_app.cases.rules import conditions as rules
from collections_app.cases.rules.conditions import FIELDS, LISTING, OPERATORS_OF

WRITTEN = ("number", "money")
"""Kinds of fields whose values are written; those of the others are chosen."""


@dataclass(frozen=True, slots=True)
class Row:
    """Field, comparison and value as typed, or the values as ticked; `error` says what is wrong with its `part`."""

    field: str = ""
    operator: str = ""
    value: str | tuple[str, ...] = ""
    part: str = ""
    error: str = ""

    @classmethod
    def sent(cls, given: QueryDict, *, column: int = 0, place: int = 0) -> "Row":
        """What stands in a column of a submitted form; ticked values are named after the row's `place`."""
        columns = [given.getlist(name)[column:] for name in ("field", "operator", "value")]
        field, operator, value = (cells[0] if cells else "" for cells in columns)
        return cls(field, operator, tuple(given.getlist(f"value_{place}")) or value)

    @property
    def is_empty(self) -> bool:
        return not self.field and not self.value

    def as_data(self) -> dict[str, Any]:
        """What the rules check: several values only where the comparison takes several."""
        alone = isinstance(self.value, tuple) and self.operator not in LISTING
        return {
            "field": self.field,
            "operator": self.operator,
            "value": ", ".join(self.value) if alone else self.value,
        }

    def values(self) -> list[str] | None:
        """What it compares with, as the rules read it; None when that is none of the values its field takes."""
        try:
            value = rules.check([self.as_data()])[0].value
        except rules.BadCondition:
            return None
        return value if isinstance(value, list) else [typed(value)]

    def begun(self, choices: Choices) -> "Row":
        """The row after its field or comparison was chosen: what fits the choice stays, the rest begins anew."""
        if self.field not in FIELDS:
            return Row()
        kind = FIELDS[self.field].kind
        known = OPERATORS_OF[kind]
        row = replace(self, operator=self.operator if self.operator in known else known[0])
        values = row.values()
        offered = kind in WRITTEN or {code for code, _name in choices.of(self.field)}.issuperset(values or ())
        return row if values is not None and offered else replace(row, value="")
