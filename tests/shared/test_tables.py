"""Tables as files: CSV and XLSX say the same, and nothing in them runs."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from collections_app.shared import tables
from collections_app.shared.errors import Refused
from collections_app.shared.tables import table_file, table_of

HEAD = ("day", "bucket", "balance", "note")
LINES = [(date(2025, 3, 5), "M1", Decimal("-12.50"), "=HYPERLINK(1)"), (None, "M4+", 3, "-5.00")]


def sheet_of(answer):
    return load_workbook(io.BytesIO(answer.content)).active


def test_csv_begins_with_a_mark_and_disarms_formulas():
    answer = table_file("figures", HEAD, LINES)
    assert answer["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "day,bucket,balance,note",
        "2025-03-05,M1,-12.50,'=HYPERLINK(1)",
        ",M4+,3,-5.00",
    ]
    assert answer.content.startswith(b"\xef\xbb\xbf")


def test_xlsx_keeps_numbers_and_days_and_takes_no_text_for_a_formula():
    sheet = sheet_of(table_file("figures", HEAD, LINES, "xlsx"))
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == list(HEAD)
    assert rows[1][0].value.date() == date(2025, 3, 5)
    assert rows[1][2].value == -12.5
    assert (rows[1][3].value, rows[1][3].data_type) == ("=HYPERLINK(1)", "s")
    assert [cell.value for cell in rows[2]] == [None, "M4+", 3, "-5.00"]
    assert sheet.freeze_panes == "A2"


def test_moments_are_local():
    sheet = sheet_of(table_file("log", ["at"], [(datetime(2025, 3, 5, 2, 0, tzinfo=UTC),)], "xlsx"))
    assert sheet["A2"].value.isoformat() == "2025-03-05T10:00:00"


def test_another_format_is_named():
    with pytest.raises(Refused) as refused:
        table_file("figures", HEAD, LINES, "pdf")
    assert refused.value.field == "format"


def test_columns_are_paths_or_functions_and_end_at_nothing():
    rows = [date(2025, 3, 5), None]
    columns = [("day", "isoformat"), ("year", "year"), ("is_there", lambda row: row is not None)]
    assert table_of(rows, columns) == (["day", "year", "is_there"], [["2025-03-05", 2025, True], [None, None, False]])


def test_a_table_too_long_is_refused_and_never_cut(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    with pytest.raises(Refused) as refused:
        table_file("figures", *table_of([1, 2, 3], [("real", "real")]))
    assert refused.value.code == "too_many_rows"
