"""Rows as CSV text, one line at a time, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"
# A spreadsheet would run a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows as CSV with a byte order mark, so that Excel takes it for UTF-8.

    Example: a cell `=1+1` is written as `'=1+1`, and `-5.00` stays, because it is a number.
    """
    yield BOM
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_harmless(cell) for cell in row])
        yield line.getvalue()


def _harmless(cell: str) -> str:
    is_number = cell[1:].replace(".", "", 1).replace(",", "").isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not (is_number and cell[0] in "+-") else cell
