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
BLOCK_CHARACTERS = 1 << 18


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that is no row: a stray quote, or too few or too many columns."""

    line_no: int
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """Many lines in a row that need no CSV reader: no quotation mark in them, each with the right number of columns."""

    first_line: int
    lines: list[str]

    def rows(self) -> list[tuple[int, list[str]]]:
        """(line number, values) of each line."""
        return [(number, line[:-1].split(",")) for number, line in enumerate(self.lines, self.first_line)]


Row = tuple[int, list[str]]


class _Lines:
    """Physical lines with their numbers; the lines of the current record can be handed back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self.number = 0
        self.record: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._stream)
        self.number += 1
        self.record.append(line)
        return line

    def peek_block(self) -> list[str]:
        """The next lines, about a quarter of a megabyte; they are still to be read."""
        if not self._again:
            self._again.extend(self._stream.readlines(BLOCK_CHARACTERS))
        return list(self._again)

    def pass_over_block(self) -> None:
        """Count the lines that were peeked at as read."""
        self.number += len(self._again)
        self._again.clear()

    def any_handed_back(self) -> bool:
        """True while lines that were peeked at or handed back are still to be read."""
        return bool(self._again)

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

    def __iter__(self) -> Iterator[Plain | Row | Unreadable]:
        """Rows with their line numbers, regular ones by the block; `Unreadable` for each that cannot be read.

        Empty lines are passed over. Raises FileRefused("truncated") when the file stops inside its last row.
        """
        lines = self._lines
        while block := lines.peek_block():
            regular = self._regular(block)
            if regular:
                first = lines.number + 1
                lines.pass_over_block()
                yield Plain(first, regular)
            else:
                while lines.any_handed_back():
                    yield from self._one_record()

    def _regular(self, block: list[str]) -> list[str] | None:
        """The lines of a block, each ending in a line feed, when none of them needs the CSV reader."""
        text, commas = "".join(block), len(self.header) - 1
        if commas == 0 or '"' in text or any(line.count(",") != commas for line in block):
            return None
        if "\r" in text or not text.endswith("\n"):
            return [line.rstrip("\r\n") + "\n" for line in block]
        return block

    def _one_record(self) -> Iterator[Row | Unreadable]:
        lines, width = self._lines, len(self.header)
        lines.record.clear()
        first = lines.number + 1
        try:
            values = next(self._reader)
        except StopIteration:
            return
        except csv.Error:
            yield self._broken(first, "stray_quote")
            return
        # Spreadsheets pad rows with empty cells on the right; they say nothing.
        while len(values) > width and not values[-1]:
            values.pop()
        if len(values) == width:
            yield first, values
        elif values:
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

    Raises FileRefused: `unknown_layout`, `no_header` (a first row that names no column is a row of data, and is not
    repeated: it may hold a person); `repeated_columns`, `unknown_columns`, `missing_columns`, each naming them.
    """
    if named and named not in LAYOUTS:
        raise FileRefused("unknown_layout", layout=named)
    layout = LAYOUTS[named] if named else guess_layout(header)
    if len(layout.unknown(header)) == len(header):
        raise FileRefused("no_header", layout=layout.name)
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
