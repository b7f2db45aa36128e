"""Results as tables: what stands in each cell, what it is made of, where its rows are; for pages and files alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from collections_app.people.labels import team_name

from .labels import AMOUNTS, BEHIND, COUNTS, PARTS, PER_THOUSAND, RATES, SCORE, Words
from .queries import Line, TeamLines
from .queries.behind import NO_TEAM
from .rules.measures import Amounts

ON_RECORD = {"breaches": "breaches", "blocks": "refusals"}
"""Counts whose rows compliance lists, by the name of its list."""
Head = tuple[Words, Words]
"""A column: its name, and what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure. `kind`: count, share, points, money. `title` says what it is made of, `link` leads to its rows.

    `note` stands behind it.
    """

    kind: str
    value: Any
    title: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table. `whole`: of a team."""

    name: str
    team: str
    whole: bool
    cells: list[Cell]
    currency: str = ""
    bucket: int | None = None


def conduct_head() -> list[Head]:
    """The columns of what was done and how."""
    described = (*COUNTS.values(), *RATES.values(), *PER_THOUSAND.values(), SCORE)
    return [(entry[0], entry[1]) for entry in described]


def conduct_groups() -> list[tuple[Words, int]]:
    """What stands above the columns, over how many of them."""
    return [(_("counted"), len(COUNTS)), (_("rates"), len(RATES) + len(PER_THOUSAND)), ("", 1)]


def money_head() -> list[Head]:
    """The columns of money, of one currency each."""
    return [
        (_("Promised"), _("of matured promises")),
        (_("Paid in time"), _("of matured promises, nothing above a promise")),
        AMOUNTS["kept_amount_rate"],
        AMOUNTS["recovered"],
        (_("Assigned at the opening"), _("past due on the assigned cases when the period opened")),
        AMOUNTS["recovery_rate"],
    ]


def definitions() -> list[Head]:
    """Every measure with its definition, in the order of the columns."""
    return [*conduct_head(), *money_head()]


def conduct_rows(
    teams: Sequence[TeamLines], first: date, last: date, *, own: bool = False, record: bool = False
) -> list[Row]:
    """Each team, then its agents; `own`: one agent, a line for each team.

    `record`: breaches and blocks of an agent lead to the record of compliance.
    """
    days = {"since": first.isoformat(), "until": last.isoformat()} if record else {}
    return [
        Row(name=name, team=team, whole=line.whole, cells=_conduct(line, asked_of(group, line, first, last), days))
        for group, line, name, team in owners(teams, own=own)
    ]


def money_rows(teams: Sequence[TeamLines], first: date, last: date, *, own: bool = False) -> list[Row]:
    """The same of money, one row a currency."""
    return [
        Row(
            name=name,
            team=team,
            whole=line.whole,
            currency=amounts.currency,
            cells=_money(amounts, asked_of(group, line, first, last)),
        )
        for group, line, name, team in owners(teams, own=own)
        for amounts in line.amounts
    ]


def file_lines(rows: Sequence[Row], *, currency: bool) -> Iterator[list[Any]]:
    """The rows for a file: team, agent, figures as numbers."""
    for row in rows:
        begin = [row.team, "" if row.whole or row.name == row.team else row.name, *([row.currency] if currency else [])]
        yield [*begin, *(cell.value for cell in row.cells)]


def owners(teams: Sequence[TeamLines], *, own: bool) -> Iterator[tuple[TeamLines, Line, str, str]]:
    """Each team, then its agents, with their names and that of the team; `own`: one agent, a line for each team.

    Where nothing of a team was any agent's, its own line says it all.
    """
    for group in teams:
        team = team_name(group.team) if group.team else _("No team")
        agents = group.lines if any(line.user for line in group.lines) else ()
        for line in agents if own else (group.total, *agents):
            nobody = _("Not assigned to an agent") if group.team else _("Nobody")
            yield group, line, team if line.whole or own else line.user.display_name if line.user else nobody, team


def asked_of(group: TeamLines, line: Line, first: date, last: date) -> str:
    """The query of the rows behind a line; "" where no single team or agent names them."""
    if group.team is None and line.user is None:
        return ""
    of = {"agent": line.user.pk} if line.user else {}
    where = {"team": group.team.pk if group.team else NO_TEAM}
    return urlencode({**of, **where, "first": first.isoformat(), "last": last.isoformat()})


def _behind(measure: str, asked: str, value: Any) -> str:
    return f"{_address(measure)}?{asked}" if value and asked and measure in BEHIND else ""


@cache
def _address(measure: str) -> str:
    """Looked up once: a page of two hundred agents has thousands of these."""
    return reverse("results-behind", args=[measure])


def _on_record(line: Line, measure: str, days: dict[str, str]) -> str:
    """The agent's breaches and refusals of these days, where compliance keeps them."""
    if not days or not line.user or not getattr(line.counts, measure):
        return ""
    return f"{reverse('compliance')}?{urlencode({'kind': ON_RECORD[measure], 'person': line.user.pk, **days})}"


def _conduct(line: Line, asked: str, days: dict[str, str]) -> list[Cell]:
    counts = line.counts
    cells = []
    for name in COUNTS:
        value = getattr(counts, name)
        link = _on_record(line, name, days) if name in ON_RECORD else _behind(name, asked, value)
        cells.append(Cell(kind="count", value=value, link=link))
    for name, (_label, _meaning, above, below) in RATES.items():
        made_of = f"{getattr(counts, above)} / {getattr(counts, below)}"
        cells.append(Cell(kind="share", value=getattr(counts, name), title=made_of))
    for name, (_label, _meaning, above) in PER_THOUSAND.items():
        made_of = f"{getattr(counts, above)} × 1000 / {counts.contacts}"
        cells.append(Cell(kind="points", value=getattr(counts, name), title=made_of))
    parts = ", ".join(
        f"{PARTS[part.name]} {'–' if part.points is None else format(part.points, '.1f')} × {part.weight} %"
        for part in line.score.parts
    )
    return [*cells, Cell(kind="points", value=line.score.total, title=parts)]


def _money(amounts: Amounts, asked: str) -> list[Cell]:
    return [
        Cell(kind="money", value=amounts.promised),
        Cell(kind="money", value=amounts.credited),
        Cell(
            kind="share",
            value=amounts.kept_amount_rate,
            title=f"{amounts.credited:,.2f} / {amounts.promised:,.2f}",
        ),
        Cell(kind="money", value=amounts.recovered, link=_behind("recovered", asked, amounts.recovered)),
        Cell(kind="money", value=amounts.assigned),
        Cell(
            kind="share",
            value=amounts.recovery_rate,
            title="" if amounts.assigned is None else f"{amounts.recovered:,.2f} / {amounts.assigned:,.2f}",
        ),
    ]
