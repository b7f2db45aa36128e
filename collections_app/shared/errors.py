"""The one expected exception. The browser door shows it at the form, the REST door as problem JSON."""

from collections.abc import Iterable


class Refused(Exception):
    """An action said no.

    `code` is stable and for machines (`forbidden`, `not_found`, `already_reversed`), `message` is translated and for
    people, `field` names the input that caused it when one did. `also`: what else is wrong with the same input, so that
    all of it is mended at once.

    Example: `raise Refused("already_reversed", _("This payment is already reversed."), field="source_ref")`
    """

    def __init__(self, code: str, message: str, *, field: str | None = None, also: Iterable["Refused"] = ()) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.field = field
        self.also = tuple(also)

    def __str__(self) -> str:
        return str(self.message)
