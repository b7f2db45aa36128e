"""What does the card panel say? One client per row, months oldest first. Columns and codes: `data/README.md`."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PANEL = Path(__file__).resolve().parent.parent.parent / "data" / "uci_credit_card.csv"

SHA256 = "f7b7d22d1f8dd27dadb25d4b78d8a4ae7c441ab6cc12d1ea58c0efc54d4d1788"

# Newest first in the file, and the newest status is called PAY_0, not PAY_1.
_STATUSES = ("PAY_6", "PAY_5", "PAY_4", "PAY_3", "PAY_2", "PAY_0")
_BILLS = ("BILL_AMT6", "BILL_AMT5", "BILL_AMT4", "BILL_AMT3", "BILL_AMT2", "BILL_AMT1")
# PAY_AMT6 pays the bill of March, which the panel does not hold.
_PAYMENTS = ("PAY_AMT5", "PAY_AMT4", "PAY_AMT3", "PAY_AMT2", "PAY_AMT1")


@dataclass(frozen=True, kw_only=True)
class Client:
    """One row of the panel, in whole New Taiwan dollars, April to September 2005.

    `payments[i]` pays `bills[i]`, so there are six bills and five payments. `statuses[i]` is the panel's own code
    of month i: -2 nothing owed or used, -1 paid in full, 0 minimum paid, 1 to 8 months late.
    """

    number: int
    limit: int
    gender: str
    age: int
    bills: tuple[int, ...]
    payments: tuple[int, ...]
    statuses: tuple[int, ...]


def clients(path: Path = PANEL) -> Iterator[Client]:
    """Every client of the panel, in its order, one at a time."""
    with path.open(encoding="ascii", newline="") as stream:
        for row in csv.DictReader(stream):
            yield Client(
                number=int(row["ID"]),
                limit=_whole(row["LIMIT_BAL"]),
                gender={"1": "M", "2": "F"}[row["SEX"]],
                age=int(row["AGE"]),
                bills=tuple(_whole(row[name]) for name in _BILLS),
                payments=tuple(_whole(row[name]) for name in _PAYMENTS),
                statuses=tuple(int(row[name]) for name in _STATUSES),
            )


def _whole(text: str) -> int:
    """Whole dollars; some copies of the panel write 20000.0. Anything else is an error, never rounded."""
    number = float(text)
    if not number.is_integer():
        raise ValueError(f"the panel counts in whole dollars, this is {text!r}")
    return int(number)
