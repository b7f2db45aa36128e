"""How do demo rows become bank files? One file per layout, written as the rows are made.

The columns are those of `docs/reference/` that the demos fill; the intake door reads the files like any bank's.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    "cardholders": (
        "customer_no", "kind", "name", "id_type", "id_number", "birth_date", "gender", "language",
        "mobile", "home_phone", "work_phone", "email",
        "registered_province", "registered_city", "registered_address",
        "home_province", "home_city", "home_address",
        "employer_province", "employer_city", "employer_address", "recorded_date",
    ),
    "accounts": (
        "account_no", "customer_no", "product", "currency", "opened_on", "statement_day", "due_day", "due_offset_days",
        "credit_limit", "cash_limit", "card_last4", "card_token", "first_statement_date", "statements_by",
        "charges_by", "recorded_date",
    ),
    "statements": (
        "account_no", "statement_date", "due_date", "balance", "minimum_due", "past_due", "interest", "fees",
        "months_past_due", "recorded_date",
    ),
    "entries": (
        "account_no", "source_ref", "kind", "component", "amount", "posting_date", "value_date", "reverses_ref",
        "description", "recorded_date",
    ),
}  # fmt: skip

ORDER = tuple(COLUMNS)
"""Cardholders before their accounts, accounts before what happened on them."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What the bank's files say of one cardholder. Rows are dictionaries by column; a missing column stays empty."""

    cardholders: list[Row] = field(default_factory=list)
    accounts: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)


def path_of(folder: Path, layout: str) -> Path:
    """Where the file of a layout stands: `<folder>/entries.csv`."""
    return folder / f"{layout}.csv"


def write(folder: Path, bundles: Iterable[Bundle]) -> dict[str, int]:
    """Write four CSV files (UTF-8, header row) and return the number of rows in each.

    Streams: one bundle is in memory at a time, whatever the number of cardholders.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts = dict.fromkeys(ORDER, 0)
    with ExitStack() as files:
        writers = {layout: _writer(files, folder, layout) for layout in ORDER}
        for bundle in bundles:
            for layout, writer in writers.items():
                rows = getattr(bundle, layout)
                writer.writerows(rows)
                counts[layout] += len(rows)
    return counts


def counted(bundles: Iterable[Bundle], report: Any) -> Iterator[Bundle]:
    """Pass bundles through and tell `report` how many went by."""
    for number, bundle in enumerate(bundles, start=1):
        yield bundle
        report(number)


def _writer(files: ExitStack, folder: Path, layout: str) -> "csv.DictWriter[str]":
    stream = files.enter_context(path_of(folder, layout).open("w", encoding="utf-8", newline=""))
    writer = csv.DictWriter(stream, COLUMNS[layout], restval="", lineterminator="\n")
    writer.writeheader()
    return writer
