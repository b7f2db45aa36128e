"""A row of conditions as the page draws it: every part in the control that fits its field."""

from dataclasses import dataclass, replace

from collections_app.cases.labels import FIELD_LABELS, OPERATOR_LABELS, UNIT_LABELS, operator_label
from collections_app.cases.queries.choices import Choices
from collections_app.cases.rules.conditions import FIELDS, LISTING, OPERATORS_OF, Field

from .condition_row import Row


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """The row at `place` (from 0). Without a field it takes any comparison and any text."""

    place: int
    row: Row
    choices: Choices

    @property
    def number(self) -> int:
        """As people count it."""
        return self.place + 1

    @property
    def fields(self) -> list[Option]:
        """What it may be about."""
        return [Option(code, str(name), code == self.row.field) for code, name in FIELD_LABELS.items()]

    @property
    def operators(self) -> list[Option]:
        """The comparisons its field knows, by their names there; and the one that was sent, whatever it is."""
        chosen = self.row.operator
        if self._field is None:
            return [Option(code, str(name), code == chosen) for code, name in OPERATOR_LABELS.items()]
        known = OPERATORS_OF[self._field.kind]
        others = (chosen,) if chosen in OPERATOR_LABELS and chosen not in known else ()
        return [Option(code, operator_label(self.row.field, code), code == chosen) for code in (*known, *others)]

    @property
    def follows(self) -> bool:
        """Whether the control of the value is another for another comparison."""
        return self.control in ("one", "many") and bool({*LISTING} & {option.value for option in self.operators})

    @property
    def control(self) -> str:
        """How the value is given: `one` or `many` of what is offered, an `amount`, a `number`, else `text`."""
        if self._field is None:
            return "text"
        if self.choices.of(self.row.field):
            return "many" if self.row.operator in LISTING else "one"
        return {"money": "amount", "number": "number"}.get(self._field.kind, "text")

    @property
    def options(self) -> list[Option]:
        """What can be chosen; a value that was sent and is none of it stands behind, so that it is not lost."""
        chosen = self._chosen
        offered = dict(self.choices.of(self.row.field))
        offered |= {value: value for value in chosen if value and value not in offered}
        return [Option(value, name, value in chosen) for value, name in offered.items()]

    @property
    def asks(self) -> bool:
        """Whether nothing is chosen before somebody chooses: where "" is a value, it is one of the options."""
        return replace(self.row, value="").values() is None

    @property
    def text(self) -> str:
        """The value as typed."""
        return self.row.value if isinstance(self.row.value, str) else ", ".join(self.row.value)

    @property
    def unit(self) -> str:
        """What a number counts."""
        return str(UNIT_LABELS.get(self.row.field, ""))

    @property
    def _field(self) -> Field | None:
        return FIELDS.get(self.row.field)

    @property
    def _chosen(self) -> list[str]:
        """The values as the rules write them; what they refuse, as it was sent."""
        values = self.row.values()
        if values is not None:
            return values
        if isinstance(self.row.value, tuple):
            return list(self.row.value)
        if self.row.operator in LISTING:
            return [part.strip() for part in self.row.value.split(",") if part.strip()]
        return [self.row.value.strip()]
