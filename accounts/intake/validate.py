"""Is every row right, alone and beside what is stored? Set-wise; what is wrong goes to `faults`."""

from collections.abc import Callable, Sequence
from typing import Any

from accounts.intake import row_rules
from accounts.intake.answers import answer_first_statements, answer_policies, answer_statement_dates
from accounts.intake.calendars import want_calendars
from accounts.intake.layouts import Layout
from accounts.intake.row_rules import Rule
from accounts.intake.typed import read_types
from collections_app.shared import sql


def check(layout: Layout, params: dict[str, Any]) -> None:
    """Read the staged rows, resolve what they name, note every fault; `resolved_<layout>` then holds the good rows."""
    read_types(layout)
    _find_repeats(layout)
    _RESOLVE[layout.name](params)
    sql.run(f"DELETE FROM resolved_{layout.name} r USING faults WHERE faults.line_no = r.line_no")
    sql.run(f"ANALYZE resolved_{layout.name}")


def step(name: str, params: dict[str, Any] | None = None) -> int:
    """Run one statement file of this package and return how many rows it touched."""
    return sql.run(sql.load("accounts.intake", name), params)


def _find_repeats(layout: Layout) -> None:
    """Rows whose key an earlier row of the file has; the first counts, the others name its line."""
    key = ", ".join(layout.key)
    typed = f"typed_{layout.name}"
    sql.run(
        f"CREATE TEMPORARY TABLE repeated_lines AS SELECT t.line_no, f.first_line FROM {typed} t "
        f"JOIN (SELECT {key}, min(line_no) AS first_line FROM {typed} GROUP BY {key} HAVING count(*) > 1) f "
        f"USING ({key}) WHERE t.line_no > f.first_line"
    )


def _apply(rules: Sequence[Rule], source: str, params: dict[str, Any]) -> None:
    """Note every rule that a row of `source` breaks; the usual row breaks none and is passed over quickly."""
    values = ", ".join(f"('{rule.column}', '{rule.reason}', {rule.shows}, {rule.broken})" for rule in rules)
    any_broken = " OR ".join(f"({rule.broken})" for rule in rules)
    sql.run(
        "INSERT INTO faults (line_no, column_name, reason, value) "
        f"SELECT r.line_no, rule.column_name, rule.reason, COALESCE(rule.value, '') FROM {source} "
        f"CROSS JOIN LATERAL (VALUES {values}) AS rule (column_name, reason, value, broken) "
        f"WHERE rule.broken AND ({any_broken})",
        params,
    )


def _resolve_cardholders(params: dict[str, Any]) -> None:
    step("cardholders_resolve", params)
    _apply(row_rules.CARDHOLDERS, "resolved_cardholders r", params)


def _resolve_accounts(params: dict[str, Any]) -> None:
    answer_first_statements()
    step("accounts_resolve", params)
    want_calendars()
    known = "LEFT JOIN accounts_cardaccount known ON known.id = r.known_id"
    _apply(row_rules.ACCOUNTS, f"resolved_accounts r {known}", params)


def _resolve_statements(params: dict[str, Any]) -> None:
    step("statements_match")
    answer_statement_dates()
    answer_policies()
    step("statements_resolve", params)
    _apply(row_rules.STATEMENTS, "resolved_statements r", params)


def _resolve_entries(params: dict[str, Any]) -> None:
    step("entries_resolve", params)
    _apply(row_rules.ENTRIES, "resolved_entries r", params)
    step("entries_targets")
    _apply(row_rules.TARGETS, "targeted_entries r", params)
    step("entries_take_targets")


_RESOLVE: dict[str, Callable[[dict[str, Any]], None]] = {
    "cardholders": _resolve_cardholders,
    "accounts": _resolve_accounts,
    "statements": _resolve_statements,
    "entries": _resolve_entries,
}
