"""What a night does for results, once all its shards are done (`collections_app.nightly.steps`)."""

from datetime import date, timedelta
from typing import Any

from collections_app.results.models import ResultDay, ResultMoney, ResultNight
from collections_app.results.queries.kept import COUNT_COLUMNS, MONEY_COLUMNS, parameters
from collections_app.results.shipped_scheme import NUMBERS
from collections_app.results.statements import statement
from collections_app.shared import sql

from .months import keep_month

BEGINNING = date(1970, 1, 1)
MARKS = {
    "contact": "contacts_contact",
    "promise": "arrangements_promisetopay",
    "hold": "cases_casehold",
    "refusal": "compliance_contactrefusal",
    "breach": "compliance_breach",
}


def keep_results(on: date) -> int:
    """Keep the results of the days before `on` of which something new is known; how many rows were written.

    Credits the payments that took effect, makes the figures of the days concerned anew, and writes down what is
    assigned this morning; on the first of a month also what became of the accounts assigned a month ago (`months.py`).
    Done twice, nothing changes. A day of which nothing new is known is not looked at.
    """
    since = _since(on)
    params = parameters(
        on=on,
        within_days=NUMBERS["attribution_days"],
        since=since.day - timedelta(days=1) if since else BEGINNING,
        **{name: getattr(since, name) if since else 0 for name in MARKS},
    )
    marks = {name: sql.value(f"SELECT coalesce(max(id), 0) FROM {table}") for name, table in MARKS.items()}
    days: set[date] = {on - timedelta(days=1), on - timedelta(days=2)}
    for name in ("credit_payments", "credit_reversals", "days_concerned"):
        days |= {day for (day,) in sql.rows(statement(name), params)}
    # What has happened on the day that begins is asked live until its own night has kept it.
    written = _make_again(sorted(day for day in days if day < on), params)
    written += sql.run(statement("one_team") + statement("openings"), params)
    if on.day == 1:
        written += keep_month(on)
    ResultNight.objects.update_or_create(day=on, defaults=marks)
    return written


def _since(on: date) -> ResultNight | None:
    """The night before the last one: what was being written while the last one read is read again."""
    earlier = list(ResultNight.objects.filter(day__lt=on).order_by("-day")[:2])
    return earlier[-1] if earlier else None


def _make_again(days: list[date], params: dict[str, Any]) -> int:
    wanted = {**params, "days": days}
    ResultDay.objects.filter(day__in=days).delete()
    ResultMoney.objects.filter(day__in=days).delete()
    counts = sql.run(f"INSERT INTO results_resultday ({COUNT_COLUMNS}) {statement('counts')}", wanted)
    return counts + sql.run(f"INSERT INTO results_resultmoney ({MONEY_COLUMNS}) {statement('amounts')}", wanted)
