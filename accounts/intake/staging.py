"""The rows of a file into temporary tables, a batch at a time; the memory it takes does not grow with the file.

Temporary tables belong to one database session: two files never meet in them, a killed intake leaves nothing behind,
and personal data is gone with the session.
"""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from accounts.intake.byte_stream import ByteStream
from accounts.intake.faults import masked
from accounts.intake.layouts import Layout
from accounts.intake.personal import Protector, staged_columns
from accounts.intake.reader import Plain, Records, Row, Unreadable, choose_layout
from accounts.intake.refusals import FileRefused
from accounts.intake.text import holds_card_number, may_hold_card_number, plain
from collections_app.shared import sql

# Rows between two reports of progress; one COPY takes them in while the next ones are read.
ROWS_AT_ONCE = 100_000
SINGLE_ROWS_AT_ONCE = 5_000
# Blanks beside a separator; lines without them and without full-width characters need no cleaning.
_LOOSE = (", ", " ,", " \n", '" ', ' "', "\t")

Report = Callable[[int, int], None]
Fault = tuple[int, str, str, str]


class Stager:
    """Takes the rows of one file with one header into `staged_<layout>` and `faults`."""

    def __init__(self, layout: Layout, records: Records) -> None:
        self._columns = [layout.column(name) for name in records.header]
        self._protector = Protector(layout, records.header) if any(c.protected for c in self._columns) else None
        self._table = f"staged_{layout.name}"
        self._staged = ["line_no", *(self._protector.staged if self._protector else records.header)]
        self._records = iter(records)
        self._refused: FileRefused | None = None
        self._faults: list[Fault] = []
        self.rows_read = 0
        self.at_end = False

    def land(self) -> None:
        """COPY the next rows: clean, without card numbers, personal data sealed.

        Raises FileRefused when the file turns out to be cut off.
        """
        sql.copy_in_csv(self._table, self._staged, io.BufferedReader(ByteStream(self._next_rows())))
        if self._refused:
            raise self._refused
        if self._faults:
            sql.copy_in("faults", ["line_no", "column_name", "reason", "value"], self._faults)
            self._faults.clear()

    def _next_rows(self) -> Iterator[bytes]:
        """CSV text of the next rows. COPY would hide a refusal in an error of its own, so it waits until then."""
        enough = self.rows_read + ROWS_AT_ONCE
        try:
            while self.rows_read < enough and not self.at_end:
                if some := list(self._some_records()):
                    yield self._as_text(some).encode()
        except FileRefused as refused:
            self._refused, self.at_end = refused, True

    def _some_records(self) -> Iterator[Plain | Row]:
        """A block of plain lines, or up to some thousand single rows."""
        for number, record in enumerate(self._records, start=1):
            if isinstance(record, Plain):
                self.rows_read += len(record.lines)
                yield record
                return
            self.rows_read += 1
            if isinstance(record, Unreadable):
                self._faults.append((record.line_no, "", record.reason, record.value))
            else:
                yield record
            if number >= SINGLE_ROWS_AT_ONCE:
                return
        self.at_end = True

    def _as_text(self, some: list[Plain | Row]) -> str:
        text = "".join(_numbered(record) if isinstance(record, Plain) else _as_csv([record]) for record in some)
        dirty = not text.isascii() or any(mark in text for mark in _LOOSE)
        if not (dirty or self._protector or may_hold_card_number(text)):
            return text
        rows = [row for record in some for row in (record.rows() if isinstance(record, Plain) else [record])]
        if dirty:
            rows = [(line, self._clean(values)) for line, values in rows]
            text = _as_csv(rows)
        if may_hold_card_number(text):
            rows = [row for row in rows if not self._refused_for_card(row)]
        return _as_csv([self._sealed(row) for row in rows] if self._protector else rows)

    def _clean(self, values: list[str]) -> list[str]:
        return [
            value.strip() if column.free else plain(value) for column, value in zip(self._columns, values, strict=True)
        ]

    def _refused_for_card(self, row: Row) -> bool:
        line_no, values = row
        for column, value in zip(self._columns, values, strict=True):
            if holds_card_number(value):
                self._faults.append((line_no, column.name, "card_number", masked(value)))
                return True
        return False

    def _sealed(self, row: Row) -> Row:
        line_no, values = row
        staged, faults = self._protector.protect(values)  # type: ignore[union-attr]
        self._faults.extend((line_no, fault.column, fault.reason, masked("")) for fault in faults)
        return line_no, staged


def _numbered(block: Plain) -> str:
    return "".join([f"{number},{line}" for number, line in enumerate(block.lines, block.first_line)])


def _as_csv(rows: list[Row]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([line, *values] for line, values in rows)
    return buffer.getvalue()


def stage(*, path: Path, encoding: str, named: str | None, chosen: Callable[[Layout], None], report: Report) -> Layout:
    """Read the file into staging and return its layout.

    `chosen` hears the layout before the first row, `report` now and then how many bytes and rows were read.
    Raises FileRefused when the header fits no layout or the file was cut off.
    """
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        records = Records(text)
        layout = choose_layout(records.header, named=named)
        chosen(layout)
        create_tables(layout)
        stager = Stager(layout, records)
        while not stager.at_end:
            stager.land()
            report(raw.tell(), stager.rows_read)
    sql.run(f"ANALYZE staged_{layout.name}")
    return layout


def create_tables(layout: Layout) -> None:
    """Empty staging tables of a layout, in this session; those of an earlier file go."""
    drop_tables()
    names = ["line_no bigint"]
    for column in layout.columns:
        names += [f"{name} text" for name in (staged_columns(column) if column.protected else [column.name])]
    sql.run(f"CREATE TEMPORARY TABLE staged_{layout.name} ({', '.join(names)})")
    sql.run("CREATE TEMPORARY TABLE faults (line_no bigint, column_name text, reason text, value text)")


def drop_tables() -> None:
    """Drop every temporary table of this session."""
    names = sql.rows(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = pg_my_temp_schema() AND c.relkind = 'r' ORDER BY 1"
    )
    for (name,) in names:
        sql.run(f'DROP TABLE pg_temp."{name}"')
