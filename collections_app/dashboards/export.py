"""The tables of the dashboard to download: plain names and plain figures, one row a bucket."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from accounts.models.derived import DelinquencyBucket

from .queries import BUCKETS, DELINQUENT, Amounts, ByBucket, Moves

Lines = list[Sequence[Any]]

AMOUNTS = ("accounts", "balance", "past_due")
FIGURES_HEAD = ("day", "currency", "bucket", *AMOUNTS)
MOVES_HEAD = ("since", "day", "currency", "from_bucket", "to_bucket", "accounts", "balance_at_start", "share_of_row")


def figure_lines(days: Mapping[date, ByBucket], *, currency: str, buckets: Iterable[int] = BUCKETS) -> Lines:
    """One line a day and bucket; zeros are written, so that every day has the same lines."""
    chosen = list(buckets)
    lines: Lines = []
    for day, found in days.items():
        for bucket in chosen:
            amounts = found.get(bucket, Amounts())
            lines.append(
                (day, currency, DelinquencyBucket(bucket).label, amounts.accounts, amounts.balance, amounts.past_due)
            )
    return lines


def moves_lines(moves: Moves, *, currency: str) -> Lines:
    """One line a pair of buckets that anything moved between."""
    return [
        (
            moves.since,
            moves.day,
            currency,
            DelinquencyBucket(row.from_bucket).label,
            DelinquencyBucket(cell.to_bucket).label,
            cell.accounts,
            cell.balance,
            "" if cell.share is None else cell.share,
        )
        for row in moves.rows
        for cell in row.cells
        if cell.accounts
    ]


CORRECTED_HEAD = (
    "day", "known_on", "currency", "bucket", "accounts", "balance", "accounts_known_then", "balance_known_then",
)  # fmt: skip


def corrected_table(
    day: date, known_on: date | None, rows: Iterable[Mapping[str, Any]], *, currency: str
) -> tuple[tuple[str, ...], Lines]:
    """A past day as corrected with what the night for `known_on` knew, beside what was known then."""
    lines: Lines = [
        (
            day,
            known_on,
            currency,
            DelinquencyBucket[row["code"]].label,
            row["now"].accounts,
            row["now"].balance,
            row["then"].accounts,
            row["then"].balance,
        )
        for row in rows
    ]
    return CORRECTED_HEAD, lines


TREND_CORRECTED_HEAD = ("known_on", "day", "currency", "bucket", "accounts", "balance", "past_due_known_then")


def corrected_trend_table(
    known_on: date, now: Mapping[date, ByBucket], then: Mapping[date, ByBucket], *, currency: str
) -> tuple[tuple[str, ...], Lines]:
    """The trend as corrected with what the night for `known_on` knew; past due as known `then`."""
    days: dict[date, ByBucket] = {
        day: {
            bucket: replace(found.get(bucket, Amounts()), past_due=then[day].get(bucket, Amounts()).past_due)
            for bucket in DELINQUENT
        }
        for day, found in now.items()
    }
    lines = figure_lines(days, currency=currency, buckets=DELINQUENT)
    return TREND_CORRECTED_HEAD, [(known_on, *line) for line in lines]


def corrected_moves_table(known_on: date, moves: Moves, *, currency: str) -> tuple[tuple[str, ...], Lines]:
    """The matrix as corrected with what the night for `known_on` knew."""
    return ("known_on", *MOVES_HEAD), [(known_on, *line) for line in moves_lines(moves, currency=currency)]
