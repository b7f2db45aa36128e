"""What became of assigned accounts as a table: for the page with its links, for a file with both ways to count."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.derived import DelinquencyBucket
from accounts.rules.roll import OUTCOMES

from .labels import ROLLS
from .queries import Line, TeamLines
from .rules.rolls import Rolled
from .tables import Cell, Head, Row, asked_of, owners

PLACES = 8
FILE_HEAD = (
    *("team", "agent", "currency", "bucket", "accounts", "balance_at_start"),
    *(f"{word}_by_balance" for word in OUTCOMES),
    *(f"{word}_by_accounts" for word in OUTCOMES),
    *("flow_through", "reaches"),
)


def roll_head() -> list[Head]:
    """The columns, with what they mean."""
    return list(ROLLS.values())


def roll_rows(teams: Sequence[TeamLines], first: date, last: date, *, own: bool = False) -> list[Row]:
    """Each team, then its agents, a row for each currency and bucket; `own`: one agent, a line for each team."""
    return [
        Row(
            name=name,
            team=team,
            whole=line.whole,
            currency=one.currency,
            bucket=one.cohort.bucket,
            cells=_cells(one, _asked(group, line, first, last)),
        )
        for group, line, name, team in owners(teams, own=own)
        for one in line.rolls
    ]


def roll_lines(teams: Sequence[TeamLines], *, own: bool = False) -> Iterator[list[Any]]:
    """The rows for a file, as `FILE_HEAD` names their columns."""
    for _group, line, name, team in owners(teams, own=own):
        for one in line.rolls:
            cohort = one.cohort
            by_balance, by_accounts = cohort.shown(by_balance=True), cohort.shown(by_balance=False)
            yield [
                *(team, "" if line.whole or own else name, one.currency, _label(cohort.bucket)),
                *(cohort.whole.accounts, cohort.whole.balance),
                *(by_balance[word] for word in OUTCOMES),
                *(by_accounts[word] for word in OUTCOMES),
                *(as_share(one.through), "" if one.reaches is None else _label(one.reaches)),
            ]


def _asked(group: TeamLines, line: Line, first: date, last: date) -> str:
    """The query of the accounts behind a line: of a team all, or those that were nobody's by name, or an agent's."""
    asked = asked_of(group, line, first, last)
    return f"{asked}&unassigned=1" if asked and line.user is None and not line.whole else asked


def as_share(share: Fraction | None) -> float | None:
    """An exact share as a page and a file show it."""
    return None if share is None else round(float(share), PLACES)


def _label(bucket: int) -> str:
    return DelinquencyBucket(bucket).label


def _cells(one: Rolled, asked: str) -> list[Cell]:
    cohort, whole = one.cohort, one.cohort.whole
    shares = cohort.shown(by_balance=True)
    reached = "" if one.reaches is None else f"→ {_label(one.reaches)}"
    return [
        Cell(kind="count", value=whole.accounts, link=_behind(one, "", asked)),
        Cell(kind="money", value=whole.balance),
        *(
            Cell(
                kind="share",
                value=shares[word],
                title=_("%(part)s of %(whole)s accounts")
                % {"part": cohort.parts[word].accounts, "whole": whole.accounts},
                link=_behind(one, word, asked) if cohort.parts[word].accounts else "",
            )
            for word in OUTCOMES
        ),
        Cell(kind="share", value=as_share(one.through), note=reached),
    ]


def _behind(one: Rolled, word: str, asked: str) -> str:
    """The accounts behind a figure; "" where no single team or agent names them."""
    if not asked:
        return ""
    bucket = DelinquencyBucket(one.cohort.bucket).name
    which = {"currency": one.currency, "bucket": bucket, **({"outcome": word} if word else {})}
    return f"{reverse('results-accounts')}?{asked}&{urlencode(which)}"
