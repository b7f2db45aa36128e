"""Having a past day computed as corrected since: asked for once however many ask, computed by a worker."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import CorrectedFigure, CorrectedFlow, CorrectedTrend
from accounts.queries import installation
from collections_app.dashboards.models import CorrectedDay
from collections_app.dashboards.queries import days_with_figures, trend_days
from collections_app.dashboards.queries.flows import month_before
from collections_app.events import actions as events
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

log = logging.getLogger(__name__)
Status = CorrectedDay.Status


class NightCameBetween(Exception):
    """A night began while a day was computed: its buckets may be those of two nights."""


def ask_corrected(*, actor: Actor, day: date, again: bool = False, at: datetime) -> tuple[CorrectedDay, bool]:
    """Have `day` computed, unless that is done since the last night or under way; with whether a worker is needed now.

    A computation that failed is repeated only when asked `again`, or after another night: else every look at the page
    would repeat it. Raises Refused: `forbidden`, `not_found` (field day).
    """
    actor.must("portfolio.view")
    here, span = installation(), days_with_figures()
    if here is None or here.business_date is None or span is None or not span[0] <= day <= span[1]:
        raise Refused("not_found", _("There are no figures of this day."), field="day")
    found = CorrectedDay.objects.filter(pk=day).first()
    if found and not found.needs_asking(known_on=here.business_date, again=again):
        return found, False
    with transaction.atomic():
        sql.lock_for_transaction(f"fairdue corrected day asked {day}")
        found = CorrectedDay.objects.filter(pk=day).first()
        if found and not found.needs_asking(known_on=here.business_date, again=again):
            return found, False
        found = CorrectedDay(day=day, known_on=here.business_date, asked_at=at, asked_by=actor.label)
        found.save()
        events.record("corrected_day.asked", actor=actor, data={"day": day}, on=here.business_date)
    return found, True


def compute_corrected(*, actor: Actor, day: date, at: datetime) -> None:
    """Compute a day that was asked for and say how it went; nothing where it is done or another worker does it.

    While a night is unfinished the day stays asked for: its figures would be those of no night.
    """
    actor.must("portfolio.view")
    with sql.session_lock(f"fairdue corrected day {day}") as mine:
        waiting = CorrectedDay.objects.filter(pk=day, status__in=CorrectedDay.UNDER_WAY)
        if not mine or not waiting.exists() or _night_between() is None:
            return
        waiting.update(status=Status.RUNNING, began_at=at)
        try:
            _compute(actor, day, at)
        except NightCameBetween:
            waiting.update(status=Status.ASKED, began_at=None)
        except Exception as failure:
            log.exception("the figures of %s as corrected since could not be computed", day)
            said = f"{type(failure).__name__}: {failure}"[:2000]
            with transaction.atomic():
                waiting.update(status=Status.FAILED, failure=said, finished_at=max(at, clock.now()))
                events.record("corrected_day.failed", actor=actor, data={"day": day})


def _night_between() -> date | None:
    """The night whose work stands now; None while one has begun that is not finished."""
    here = installation()
    if here is None or (here.night_begun or here.business_date) != here.business_date:
        return None
    return here.business_date


@transaction.atomic
def _compute(actor: Actor, day: date, at: datetime) -> None:
    known_on = _night_between()
    if known_on is None:
        raise NightCameBetween
    rows = _write(day, known_on, at)
    if _night_between() != known_on:
        raise NightCameBetween
    CorrectedDay.objects.filter(pk=day).update(
        status=Status.DONE, known_on=known_on, finished_at=max(at, clock.now()), failure=""
    )
    events.record("corrected_day.computed", actor=actor, data={"day": day, "rows": rows}, on=known_on)


def _write(day: date, known_on: date, at: datetime) -> int:
    """Figures, flows and trend of `day` instead of those kept so far; how many rows."""
    span = days_with_figures()
    first_night = span[0] if span else day
    params = {
        "day": day,
        "month": day.replace(day=1),
        "month_before": month_before(day),
        "first_day": trend_days(first_night, day)[0],
        "first_night": first_night,
        "known_on": known_on,
        "at": at,
    }
    for kept in (CorrectedFigure, CorrectedFlow, CorrectedTrend):
        kept.objects.filter(day=day).delete()
    sql.run(_statement("corrected"), params)
    rows = sum(sql.run(_statement(f"corrected_{part}"), params) for part in ("figures", "flows", "trend"))
    sql.run("DROP TABLE counted, stood")
    return rows


def _statement(name: str) -> str:
    return sql.load("collections_app.dashboards", name)
