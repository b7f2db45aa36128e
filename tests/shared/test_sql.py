"""COPY carries every kind of value unharmed; advisory locks exclude one another."""

import io
from datetime import date
from decimal import Decimal

import pytest

from collections_app.shared import sql

pytestmark = pytest.mark.django_db

ROWS = [
    (1, "plain", Decimal("1.50"), date(2024, 2, 29), True, None),
    (2, "tab\tnew\nline\\back\rreturn", Decimal("-0.01"), None, False, b"\x00\xff"),
    (3, "张三 \\N \\.", None, None, None, b""),
    (4, "", Decimal("12345678901.23"), date(1999, 12, 31), True, None),
]


@pytest.fixture
def table():
    sql.run("CREATE TEMP TABLE goods (no int, word text, amount numeric, day date, yes bool, raw bytea) ON COMMIT DROP")
    return "goods"


def test_copy_in_keeps_every_value(table):
    assert sql.copy_in(table, ["no", "word", "amount", "day", "yes", "raw"], iter(ROWS)) == 4
    back = [
        (*row[:5], None if row[5] is None else bytes(row[5])) for row in sql.rows("SELECT * FROM goods ORDER BY no")
    ]
    assert back == ROWS


def test_copy_in_streams_more_rows_than_one_chunk_holds(table):
    assert sql.copy_in(table, ["no", "word"], ((n, "x" * 50) for n in range(5000))) == 5000
    assert sql.value("SELECT sum(no) FROM goods") == sum(range(5000))


def test_csv_goes_in_and_out(table):
    assert sql.copy_in_csv(table, ["no", "word"], io.BytesIO('1,"a,b"\n2,李四\n'.encode())) == 2
    out = io.BytesIO()
    assert sql.copy_out_csv("SELECT no, word FROM goods WHERE no >= %s ORDER BY no", out, [1]) == 2
    assert out.getvalue().decode() == 'no,word\n1,"a,b"\n2,李四\n'


def test_run_counts_and_dicts_name(table):
    sql.copy_in(table, ["no"], [(1,), (2,)])
    assert sql.run("UPDATE goods SET word = %(word)s WHERE no = 2", {"word": "x"}) == 1
    assert sql.dicts("SELECT no, word FROM goods WHERE no = 2") == [{"no": 2, "word": "x"}]
    assert sql.value("SELECT no FROM goods WHERE false") is None


def advisory_locks():
    """Those of this database: beside it other processes test in theirs."""
    here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    return sql.value(f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = {here}")


def test_a_session_lock_is_held_once_and_given_back():
    with sql.session_lock("a test") as held:
        assert held
        assert advisory_locks() == 1
    assert advisory_locks() == 0


def test_chinese_names_can_be_searched_by_likeness():
    """A cluster of the wrong locale makes no trigrams of Chinese, and a search by name finds nothing."""
    if not sql.value("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"):
        sql.run("CREATE EXTENSION pg_trgm")
    assert sql.value("SELECT similarity('张三', '张三丰')") > 0.3
