"""A table as a file to download: CSV that spreadsheets read as UTF-8, or XLSX. Nothing in either runs as a formula."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .errors import Refused

BOM = "\ufeff"
# A spreadsheet would run a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMATS = tuple(_CONTENT_TYPES)
COLUMN_WIDTH = 16
MOST_ROWS = 100_000
"""A longer file is refused by name, never cut in silence."""

Column = tuple[str, str | Callable[[Any], Any]]
"""A column's name, and where its cell stands in a row: a path such as `case.team.code`, or a function of the row."""


def table_of(rows: Iterable[Any], columns: Sequence[Column]) -> tuple[list[str], list[list[Any]]]:
    """The head and the lines of a table; a path that ends early at nothing gives an empty cell.

    One row more than a file may hold is read, so that `table_file` can refuse; of a query no more is fetched.
    Example: `table_of(cases, [("case", "pk"), ("team", "team.code")])` is `(["case", "team"], [[7, None]])` for a case
    of no team.
    """
    enough = rows[: MOST_ROWS + 1] if isinstance(rows, QuerySet) else islice(rows, MOST_ROWS + 1)
    lines = [[_cell(row, where) for _name, where in columns] for row in enough]
    return [name for name, _where in columns], lines


def _cell(row: Any, where: str | Callable[[Any], Any]) -> Any:
    if not isinstance(where, str):
        return where(row)
    found = row
    for part in where.split("."):
        if found is None:
            return None
        found = getattr(found, part)
    return found() if callable(found) else found


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The rows as CSV with a byte order mark, one line at a time.

    Example: a cell `=1+1` is written as `'=1+1`, and `-5.00` stays, because it is a number.
    """
    yield BOM
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_harmless(cell) for cell in row])
        yield line.getvalue()


def table_file(name: str, head: Sequence[str], lines: Sequence[Sequence[Any]], kind: str = "csv") -> HttpResponse:
    """A download `<name>.<kind>` of a table under its column names.

    Raises Refused: `unknown_format` (field format), `too_many_rows` (more than `MOST_ROWS`).
    """
    if kind not in _CONTENT_TYPES:
        raise Refused("unknown_format", _("A table can be had as csv or as xlsx."), field="format")
    if len(lines) > MOST_ROWS:
        raise Refused("too_many_rows", _("A file holds 100,000 rows at most. Narrow the list with its filters."))
    content = _xlsx(head, lines) if kind == "xlsx" else "".join(csv_lines([head, *lines]))
    response = HttpResponse(content, content_type=_CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _harmless(cell: Any) -> Any:
    if not isinstance(cell, str) or not cell.startswith(_FORMULA):
        return cell
    is_number = cell[1:].replace(".", "", 1).replace(",", "").isdigit()
    return cell if is_number and cell[0] in "+-" else f"'{cell}"


def _xlsx(head: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for place in range(1, len(head) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = COLUMN_WIDTH
    sheet.append([_bold(sheet, title) for title in head])
    for line in lines:
        sheet.append([_typed(sheet, cell) for cell in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _bold(sheet: Any, title: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font = Font(bold=True)
    return cell


def _typed(sheet: Any, value: Any) -> Any:
    """A cell that is a number, a day, a moment in local time, or plain text whatever it begins with."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    cell = WriteOnlyCell(sheet, value=str(value))
    cell.data_type = "s"
    return cell
