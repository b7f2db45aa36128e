"""The one expected exception. The browser door shows it at the form, the REST door as problem JSON."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager


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

    @property
    def each(self) -> tuple["Refused", ...]:
        """This refusal, and those that come with it."""
        return self, *self.also


class Refusals:
    """What is wrong with the parts of one input, gathered so that all of it is said at once.

    Example: under `with refusals.of("promise"):` a refusal at `amount` is kept as one at `promise.amount`, and the next
    part has its turn; `speak()` after the last one raises what was kept, as one refusal.
    """

    def __init__(self) -> None:
        self.found: list[Refused] = []

    @contextmanager
    def of(self, part: str = "") -> Iterator[None]:
        """Keep what is refused inside; its field gets the name of the part before its own."""
        try:
            yield
        except Refused as refused:
            self.add(*refused.each, part=part)

    def add(self, *refusals: Refused, part: str = "") -> None:
        """Keep refusals; what is said of a field already is not said twice."""
        for one in refusals:
            field = ".".join(name for name in (part, one.field) if name) or None
            if (one.code, field) not in [(known.code, known.field) for known in self.found]:
                self.found.append(Refused(one.code, one.message, field=field))

    def speak(self) -> None:
        """Raise everything that was kept, the first of it first; do nothing when there is nothing."""
        if self.found:
            first, *others = self.found
            raise Refused(first.code, first.message, field=first.field, also=others)
