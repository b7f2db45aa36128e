"""The tables of the nights as files: a line a night, a step, a problem, a day of the payment feed."""

from collections.abc import Sequence
from typing import Any

from collections_app.shared.tables import Column, table_of

from .queries import FeedLine, NightLine, StepLine
from .steps import LABELS

Table = tuple[list[str], list[list[Any]]]
NIGHTS: list[Column] = [
    ("night", "night.date"),
    ("status", "night.status"),
    ("held", lambda line: "yes" if line.night.held else "no"),
    ("started_at", "night.started_at"),
    ("finished_at", "night.finished_at"),
    ("seconds", "seconds"),
    ("problems", "problems"),
    ("checksum", lambda line: "" if line.night.checksum is None else str(line.night.checksum)),
    ("verified", "night.verified"),
    ("corrected", "night.corrected"),
]
PROBLEMS: list[Column] = [
    ("night", "night"),
    ("account_no", "account_no"),
    ("step", lambda problem: str(problem.step)),
    ("reason", "reason"),
    ("detail", "detail"),
]
STEPS: list[Column] = [("step", lambda line: str(line.label)), ("rows", "rows"), ("seconds", "seconds")]
FEED: list[Column] = [
    ("payments_of", "day"),
    ("came_on", "known.recorded_on"),
    ("waived", lambda line: line.known.waived_reason if line.known else ""),
]


def nights_table(lines: Sequence[NightLine]) -> Table:
    """One line a night, the rows of each step at its end."""
    head, cells = table_of(lines, NIGHTS)
    return [*head, *(f"rows_{name}" for name in LABELS)], [
        [*found, *line.rows] for found, line in zip(cells, lines, strict=True)
    ]


def steps_table(lines: Sequence[StepLine]) -> Table:
    """One line a step, all shards together."""
    return table_of(lines, STEPS)


def feed_table(lines: Sequence[FeedLine]) -> Table:
    """One line a day of payments."""
    return table_of(lines, FEED)
