"""Records of a CSV file, one after the other, each with the line it starts on.

A row that cannot be read costs only itself: after a stray quote the following lines are read anew.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from accounts.intake.layouts import LAYOUTS, Layout, guess_layout
from accounts.intake.refusals import FileRefused
from accounts.intake.text import plain

VALUE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that is no row: a stray quote, or too few or too many columns."""

    line_no: int
    reason: str
    value: str = ""


class _Lines:
    """Physical lines with their numbers; the lines of the current record can be handed back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self.number = 0
        self.record: list[str] = []
        self.at_end = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
        else:
            try:
                line = next(self._stream)
            except StopIteration:
                self.at_end = True
                raise
        self.number += 1
        self.record.append(line)
        return line

    def read_again_after_first(self) -> None:
        """Hand back every line of the current record but its first."""
        rest = self.record[1:]
        self._again.extendleft(reversed(rest))
        self.number -= len(rest)

    def ends_unfinished(self) -> bool:
        """True when the record just read is the last of the file and has no line break behind it."""
        return bool(self.record) and not self.record[-1].endswith(("\n", "\r")) and not self._again


class Records:
    """The header and then the rows of an open CSV stream (opened with newline="")."""

    def __init__(self, stream: TextIO) -> None:
        self._lines = _Lines(stream)
        self._reader = csv.reader(self._lines, strict=True)
        self.header = self._read_header()

    def _read_header(self) -> list[str]:
        try:
            header = next(self._reader, [])
        except csv.Error:
            raise FileRefused("wrong_separator") from None
        names = [plain(name) for name in header]
        while names and not names[-1]:
            names.pop()
        if not names:
            raise FileRefused("empty")
        if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
            raise FileRefused("wrong_separator")
        return names

    def __iter__(self) -> Iterator[tuple[int, list[str]] | Unreadable]:
        """(line number, values) for each row, `Unreadable` for each that cannot be read; empty lines are passed over.

        Raises FileRefused("truncated") when the file stops inside its last row.
        """
        lines, reader, width = self._lines, self._reader, len(self.header)
        while True:
            lines.record.clear()
            first = lines.number + 1
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield self._broken(first, "stray_quote")
                continue
            if len(values) == width:
                yield first, values
            elif values:
                # Spreadsheets pad rows with empty cells on the right; they say nothing.
                while len(values) > width and not values[-1]:
                    values.pop()
                if len(values) == width:
                    yield first, values
                else:
                    reason = "stray_quote" if len(lines.record) > 1 else "column_count"
                    yield self._broken(first, reason, f"{len(values)} / {width}")

    def _broken(self, line_no: int, reason: str, value: str = "") -> Unreadable:
        lines = self._lines
        if len(lines.record) == 1 and lines.ends_unfinished():
            raise FileRefused("truncated", line=line_no)
        lines.read_again_after_first()
        return Unreadable(line_no, reason, value if reason == "column_count" else "")


def choose_layout(header: list[str], *, named: str | None) -> Layout:
    """The layout of a file: the one named, else the one its header fits.

    Raises FileRefused: `unknown_layout`, `repeated_columns`, `unknown_columns`, `missing_columns`, each naming them.
    """
    if named and named not in LAYOUTS:
        raise FileRefused("unknown_layout", layout=named)
    layout = LAYOUTS[named] if named else guess_layout(header)
    repeated = sorted({name for name in header if header.count(name) > 1})
    for code, names in (
        ("repeated_columns", repeated),
        ("unknown_columns", layout.unknown(header)),
        ("missing_columns", layout.missing(header)),
    ):
        if names:
            shown = ", ".join(name[:VALUE_SHOWN] or "?" for name in names[:10])
            raise FileRefused(code, layout=layout.name, columns=shown)
    return layout
