"""The good rows into the tables of facts and terms, set-wise, inside the transaction of the caller."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.intake.layouts import Layout
from accounts.intake.validate import step
from accounts.waking import wake_cases
from collections_app.shared import crypto, sql


@dataclass(frozen=True, kw_only=True)
class Landed:
    """How many rows were new, changed something, or were stored already just so; and how many did not land."""

    new: int
    changed: int
    same: int
    rejected: int


def merge(layout: Layout, params: dict[str, Any]) -> Landed:
    """Write the rows of `resolved_<layout>`, list the rejects, count."""
    new, changed = _MERGE[layout.name](params)
    step("write_rejects", params)
    good = sql.value(f"SELECT count(*) FROM resolved_{layout.name}")
    rejected = sql.value("SELECT count(DISTINCT line_no) FROM faults")
    return Landed(new=new, changed=changed, same=good - new - changed, rejected=rejected)


def _merge_cardholders(params: dict[str, Any]) -> tuple[int, int]:
    step("cardholders_spread")
    newly_reached = sql.rows(sql.load("accounts.intake", "cardholders_newly_reached"))
    wake_cases(cardholder_ids=[number for (number,) in newly_reached], by=params["at"])
    changed = step("cardholders_note_changes", params)
    new = step("cardholders_insert", params)
    step("cardholders_write_person")
    step("cardholders_write_reach", {"sealed_nothing": crypto.encrypt("")})
    return new, changed


def _merge_accounts(params: dict[str, Any]) -> tuple[int, int]:
    moved = sql.rows("SELECT r.known_id FROM wanted_calendars w JOIN resolved_accounts r ON r.line_no = w.line_no")
    step("accounts_change_calendars", params)
    changed = {row[0] for row in sql.rows(sql.load("accounts.intake", "accounts_update"), params)}
    return step("accounts_insert"), len(changed.union(row[0] for row in moved))


def _merge_statements(params: dict[str, Any]) -> tuple[int, int]:
    return step("statements_insert", params), 0


def _merge_entries(params: dict[str, Any]) -> tuple[int, int]:
    """Two rounds: what is reversed or waived must stand before the entry that names it."""
    insert = sql.load("accounts.intake", "entries_insert")
    new = sum(sql.value(insert, {**params, "second_round": second}) for second in (False, True))
    step("entries_suspect", params)
    return new, 0


_MERGE: dict[str, Callable[[dict[str, Any]], tuple[int, int]]] = {
    "cardholders": _merge_cardholders,
    "accounts": _merge_accounts,
    "statements": _merge_statements,
    "entries": _merge_entries,
}
