"""From text to values, set-wise: the SQL that reads staged text as dates, amounts and codes, made from the layout.

Every column gives one expression that names what is wrong with a value, or NULL. Rows without a fault become rows of
`typed_<layout>`; for the others each fault is noted.
"""

from accounts.intake.currencies import CURRENCIES
from accounts.intake.layouts import Column, Form, Layout
from accounts.intake.personal import MASK, staged_columns
from collections_app.shared import sql

_AMOUNT = r"^([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})([.][0-9]{1,2})?$"
_SIGNED_AMOUNT = _AMOUNT.replace("^", "^-?", 1)
# Matches a usual amount in a third of the time; up to 12 signs long it is surely a good one.
_USUAL_AMOUNT, _USUAL_LENGTH = r"^[0-9]+([.][0-9][0-9]?)?$", 12


def read_types(layout: Layout) -> None:
    """Fill `typed_<layout>` from `staged_<layout>`; rows that cannot be read go to `faults`."""
    _read_dates(layout)
    table = f"staged_{layout.name}"
    joined = f"{table} s {_date_joins(layout)}"
    faulty = f"COALESCE({', '.join(_fault(column) for column in layout.columns if not column.protected)})"
    dates = "".join(f", {column.name}_.day AS {column.name}_day" for column in layout.of_form(Form.DATE))
    sql.run(
        f"CREATE TEMPORARY TABLE typed_{layout.name} AS "
        f"SELECT line_no, {', '.join(_typed(column) for column in layout.columns)} "
        f"FROM (SELECT s.*{dates}, {faulty} AS fault FROM {joined} OFFSET 0) s WHERE fault IS NULL"
    )
    sql.run(f"ANALYZE typed_{layout.name}")
    if sql.value(f"SELECT (SELECT count(*) FROM {table}) > (SELECT count(*) FROM typed_{layout.name})"):
        _note_faults(layout, joined)


def _read_dates(layout: Layout) -> None:
    """One row per distinct text of any date column, with the day it means."""
    names = [column.name for column in layout.of_form(Form.DATE)]
    union = " UNION ".join(f"SELECT {name} AS raw FROM staged_{layout.name} WHERE {name} IS NOT NULL" for name in names)
    sql.run(f"CREATE TEMPORARY TABLE date_texts AS {union}")
    sql.run(sql.load("accounts.intake", "read_dates"))
    sql.run("ANALYZE read_dates")


def _date_joins(layout: Layout) -> str:
    return " ".join(
        f"LEFT JOIN read_dates {column.name}_ ON {column.name}_.raw = s.{column.name}"
        for column in layout.of_form(Form.DATE)
    )


def _note_faults(layout: Layout, joined: str) -> None:
    shown = {column.name: f"'{MASK}'" if column.masked else f"left(s.{column.name}, 200)" for column in layout.columns}
    found = ", ".join(
        f"('{column.name}', {_fault(column)}, {shown[column.name]})"
        for column in layout.columns
        if not column.protected
    )
    sql.run(
        "INSERT INTO faults (line_no, column_name, reason, value) "
        f"SELECT s.line_no, f.column_name, f.reason, f.value FROM {joined} "
        f"CROSS JOIN LATERAL (VALUES {found}) AS f (column_name, reason, value) "
        f"WHERE f.reason IS NOT NULL AND NOT EXISTS (SELECT 1 FROM typed_{layout.name} t WHERE t.line_no = s.line_no)"
    )


def _fault(column: Column) -> str:
    """SQL that names what is wrong with the text of a column, or is NULL."""
    text = f"s.{column.name}"
    missing = _quoted("missing") if column.required else "NULL"
    cases = "".join(f" WHEN {condition} THEN {reason}" for condition, reason in _wrong(column, text))
    return f"CASE WHEN {text} IS NULL THEN {missing}{cases} END"


def _wrong(column: Column, text: str) -> list[tuple[str, str]]:
    """Conditions under which the text is wrong, each with SQL for the reason."""
    match column.form:
        case Form.KEY | Form.TEXT:
            return [(f"length({text}) > {column.longest}", "'too_long'")]
        case Form.CODE:
            return [(f"{text} NOT IN ({', '.join(map(_quoted, column.codes))})", "'unknown_code'")]
        case Form.CURRENCY:
            return [(f"{text} NOT IN ({', '.join(map(_quoted, sorted(CURRENCIES)))})", "'unknown_currency'")]
        case Form.DIGITS:
            return [(f"{text} !~ '^[0-9]{{{column.longest}}}$'", "'not_digits'")]
        case Form.DATE:
            return [(f"{column.name}_.fault IS NOT NULL", f"{column.name}_.fault")]
        case Form.WHOLE:
            return [
                (f"{text} !~ '^[0-9]{{1,5}}$'", "'not_a_number'"),
                (f"{text}::int NOT BETWEEN {column.low} AND {column.high}", "'out_of_range'"),
            ]
        case Form.AMOUNT:
            good = _SIGNED_AMOUNT if column.negative else _AMOUNT
            usual = f"length({text}) <= {_USUAL_LENGTH} AND {text} ~ '{_USUAL_AMOUNT}'"
            return [(f"NOT ({usual}) AND {text} !~ '{good}'", _why_no_amount(text))]
    raise ValueError(f"{column.name} is sealed before it is staged")


def _why_no_amount(text: str) -> str:
    return (
        f"CASE WHEN {text} ~ '{_SIGNED_AMOUNT}' THEN 'negative' "
        f"WHEN {text} ~ '^-?[0-9,]+[.][0-9]{{3,}}$' THEN 'too_many_decimals' "
        f"WHEN {text} ~ '^-?[0-9]{{13,}}([.]|$)' THEN 'too_large' ELSE 'not_an_amount' END"
    )


def _typed(column: Column) -> str:
    name = column.name
    match column.form:
        case Form.DATE:
            return f"{name}_day AS {name}"
        case Form.AMOUNT:
            return f"replace({name}, ',', '')::numeric(14,2) AS {name}"
        case Form.WHOLE:
            return f"{name}::int AS {name}"
    if column.protected:
        cipher, *rest = staged_columns(column)
        return ", ".join([f"{cipher}::bytea AS {cipher}", *rest])
    return name


def _quoted(text: str) -> str:
    return f"'{text}'"
