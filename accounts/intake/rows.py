"""Rows that arrive one beside the other instead of in a file: the same road, the same checks, the same delivery."""

import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from accounts.intake.actions import take_in
from accounts.intake.layouts import LAYOUTS
from accounts.intake.queries import rejects
from accounts.intake.refusals import FileRefused
from accounts.models import Delivery, Reject
from collections_app.shared.actor import Actor

FIRST_LINE = 2
"""A file begins with its header: the row at index 0 stands in line 2."""


@dataclass(frozen=True, kw_only=True)
class RowsTaken:
    """The delivery, and the first reject of each row that did not land, by its index from 0."""

    delivery: Delivery
    rejected: dict[int, Reject]


def take_in_rows(*, actor: Actor, layout: str, rows: Sequence[Mapping[str, str]], at: datetime) -> RowsTaken:
    """Take rows of one layout in at once; each is a mapping from column to text, and a column left out is empty.

    The good rows land in one transaction, as those of a file. Raises Refused: `forbidden`; FileRefused as a file with
    these rows would be (`failed`, …), and nothing has landed then.
    Example: `take_in_rows(actor=…, layout="statements", rows=[{"account_no": "A1", "statement_date": "2025-03-05",
    "balance": "10050.00", "minimum_due": "1005.00"}], at=clock.now())`.
    """
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv") as file:
        _write(file, LAYOUTS[layout].names, rows)
        delivery = take_in(actor=actor, path=Path(file.name), name=f"{layout} (REST)", layout=layout, at=at)
    if delivery.status == Delivery.Status.REFUSED:
        raise FileRefused(delivery.refusal_code, **delivery.refusal_data)
    rejected: dict[int, Reject] = {}
    for reject in rejects(delivery.pk):
        rejected.setdefault(reject.line_no - FIRST_LINE, reject)
    return RowsTaken(delivery=delivery, rejected=rejected)


def _write(file: IO[str], names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """One line for each row: a line break inside a value becomes a space, so that lines count rows."""
    lines = csv.DictWriter(file, names, restval="", lineterminator="\n")
    lines.writeheader()
    for row in rows:
        lines.writerow({name: " ".join(value.splitlines()) for name, value in row.items()})
    file.flush()
