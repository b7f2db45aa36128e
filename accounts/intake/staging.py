"""The rows of a file into temporary tables, a batch at a time; the memory it takes does not grow with the file.

Temporary tables belong to one database session: two files never meet in them, a killed intake leaves nothing behind,
and personal data is gone with the session.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from accounts.intake.faults import masked
from accounts.intake.layouts import Form, Layout
from accounts.intake.personal import Protector, staged_columns
from accounts.intake.reader import Records, Unreadable, choose_layout
from accounts.intake.text import holds_card_number, may_hold_card_number, plain
from accounts.rules.personal_data import is_resident_id, normal_id_number
from collections_app.shared import sql

BATCH_ROWS = 10_000
# Blanks beside a separator; a batch without them and without full-width characters needs no cleaning.
_LOOSE = (", ", " ,", " \n", '" ', ' "', "\t")

Report = Callable[[int, int], None]


@dataclass
class Batch:
    """Rows on their way into staging, with what was wrong with others."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows) + len(self.faults)


class Stager:
    """Takes the rows of one file with one header into `staged_<layout>` and `faults`."""

    def __init__(self, layout: Layout, header: list[str]) -> None:
        self._columns = [layout.column(name) for name in header]
        self._protector = Protector(layout, header) if any(c.protected for c in self._columns) else None
        staged = self._protector.staged if self._protector else header
        self._table, self._staged = f"staged_{layout.name}", ["line_no", *staged]

    def land(self, batch: Batch) -> None:
        """COPY a batch: clean, without card numbers, personal data sealed."""
        text = _as_csv(batch.rows)
        if not text.isascii() or any(mark in text for mark in _LOOSE):
            batch.rows = [(line, self._clean(values)) for line, values in batch.rows]
            text = _as_csv(batch.rows)
        if may_hold_card_number(text):
            batch.rows = [row for row in batch.rows if not self._refused_for_card(row, batch)]
            text = _as_csv(batch.rows)
        if self._protector:
            text = _as_csv([self._sealed(row, batch) for row in batch.rows])
        sql.copy_in_csv(self._table, self._staged, io.BytesIO(text.encode()))
        if batch.faults:
            sql.copy_in("faults", ["line_no", "column_name", "reason", "value"], batch.faults)

    def _clean(self, values: list[str]) -> list[str]:
        return [
            value.strip() if column.free else plain(value) for column, value in zip(self._columns, values, strict=True)
        ]

    def _refused_for_card(self, row: tuple[int, list[str]], batch: Batch) -> bool:
        line_no, values = row
        for column, value in zip(self._columns, values, strict=True):
            if not holds_card_number(value):
                continue
            if column.form is Form.ID_NUMBER and is_resident_id(normal_id_number(value)):
                continue
            batch.faults.append((line_no, column.name, "card_number", masked(value)))
            return True
        return False

    def _sealed(self, row: tuple[int, list[str]], batch: Batch) -> tuple[int, list[str]]:
        line_no, values = row
        staged, faults = self._protector.protect(values)  # type: ignore[union-attr]
        batch.faults.extend((line_no, fault.column, fault.reason, masked("")) for fault in faults)
        return line_no, staged


def _as_csv(rows: list[tuple[int, list[str]]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([line, *values] for line, values in rows)
    return buffer.getvalue()


def stage(*, path: Path, encoding: str, named: str | None, chosen: Callable[[Layout], None], report: Report) -> Layout:
    """Read the file into staging and return its layout.

    `chosen` hears the layout before the first row, `report` after each batch how many bytes and rows were read.
    Raises FileRefused when the header fits no layout or the file was cut off.
    """
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        records = Records(text)
        layout = choose_layout(records.header, named=named)
        chosen(layout)
        create_tables(layout)
        stager, batch, rows = Stager(layout, records.header), Batch(), 0
        for record in records:
            rows += 1
            if isinstance(record, Unreadable):
                batch.faults.append((record.line_no, "", record.reason, record.value))
            else:
                batch.rows.append(record)
            if len(batch) >= BATCH_ROWS:
                stager.land(batch)
                batch = Batch()
                report(raw.tell(), rows)
        stager.land(batch)
        report(raw.tell(), rows)
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
