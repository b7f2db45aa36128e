"""Personal data of a cardholder row: normalised, encrypted and hashed while the file is read.

What leaves this file may be stored: ciphertext, keyed hash, masked text. Nothing here is kept in clear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.intake.layouts import Column, Form, Layout
from accounts.intake.text import plain
from accounts.rules.personal_data import masked_email, masked_number, normal_email, normal_id_number, normal_phone
from collections_app.shared import crypto

_NORMAL: dict[Form, Callable[[str], str | None]] = {
    Form.PHONE: normal_phone,
    Form.EMAIL: normal_email,
    Form.ID_NUMBER: normal_id_number,
    Form.ADDRESS: lambda text: text,
}
_UNREADABLE = {Form.PHONE: "not_a_phone", Form.EMAIL: "not_an_email"}
MASK = "***"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value; the value itself is not kept."""

    column: str
    reason: str


def staged_columns(column: Column) -> tuple[str, ...]:
    """What a protected column becomes in staging: ciphertext, keyed hash, and for contact points the masked text."""
    name = column.name
    if column.form in (Form.PHONE, Form.EMAIL):
        return f"{name}_cipher", f"{name}_hash", f"{name}_masked"
    return f"{name}_cipher", f"{name}_hash"


class Protector:
    """Turns the values of a row into what staging may hold. `header` is the file's order of columns."""

    def __init__(self, layout: Layout, header: Sequence[str]) -> None:
        self._columns = [(place, layout.column(name)) for place, name in enumerate(header)]
        self.staged = [
            staged
            for _, column in self._columns
            for staged in (staged_columns(column) if column.protected else (column.name,))
        ]

    def protect(self, values: list[str]) -> tuple[list[str], list[Fault]]:
        """The staged values of a row, and what is wrong with its protected ones."""
        staged: list[str] = []
        faults: list[Fault] = []
        for place, column in self._columns:
            if column.protected:
                staged.extend(self._sealed(column, values[place], faults))
            else:
                staged.append(values[place])
        return staged, faults

    def _sealed(self, column: Column, text: str, faults: list[Fault]) -> Sequence[str]:
        empty = [""] * len(staged_columns(column))
        text = text.strip() if column.form is Form.ADDRESS else plain(text)
        if not text:
            return empty
        normal = _NORMAL[column.form](text)
        if normal is None:
            faults.append(Fault(column.name, _UNREADABLE[column.form]))
            return empty
        if len(text) > column.longest:
            faults.append(Fault(column.name, "too_long"))
            return empty
        sealed = ["\\x" + crypto.encrypt(normal).hex(), crypto.keyed_hash(normal)]
        if column.form in (Form.PHONE, Form.EMAIL):
            sealed.append((masked_email if column.form is Form.EMAIL else masked_number)(normal)[:60])
        return sealed
