"""What the strip says about nights: failed, overdue, without its payment feed, without a working-day calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.holidays import wanted_years
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.notices import Notice
from collections_app.shared.templatetags.fairdue import local_date

from .actions import LOCK
from .models import Night

LATE_AFTER_HOURS = 2
"""A night that has not ended so long after its hour is overdue."""


def notices(actor: Actor) -> Iterator[Notice]:
    """The warnings of this moment, the worst first; the link only for those who may open the operations page."""
    found = sql.dicts(sql.load("collections_app.nightly", "strip"))
    if not found:
        return
    here = found[0]
    link = {"link": reverse("operations"), "link_text": _("To the nights")} if actor.may("nights.view") else {}
    for level, text in _texts(here):
        yield Notice(level=level, text=text, **link)


def _texts(here: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    if here["status"] == Night.Status.FAILED:
        yield (
            "bad",
            _("The night for %(day)s failed: everything still stands as before it.")
            % {"day": local_date(here["night"])},
        )
    elif _is_overdue(here) and not sql.lock_is_held(LOCK):
        yield (
            "bad",
            _("The night is overdue: everything stands as of %(day)s.") % {"day": local_date(here["business_date"])},
        )
    if here["feed_missing"]:
        yield (
            "warn",
            _("The payment feed of %(day)s is missing: no late fee was charged and no bucket got worse since.")
            % {"day": local_date(here["business_date"] - timedelta(days=1))},
        )
    for year in _missing_years(here):
        yield (
            "warn",
            _("The working-day calendar lacks %(year)s: run manage.py holidays with a newer package.") % {"year": year},
        )


def _is_overdue(here: dict[str, Any]) -> bool:
    """Whether a night that should have ended by now has not; never in a simulated installation."""
    if here["business_date"] is None or here["simulated"]:
        return False
    allowance = timedelta(hours=settings.NIGHT_HOUR + LATE_AFTER_HOURS, minutes=settings.NIGHT_MINUTE)
    return here["business_date"] < clock.local_date(clock.now() - allowance)


def _missing_years(here: dict[str, Any]) -> list[int]:
    on: date = here["business_date"] or clock.local_date()
    return [year for year in wanted_years(on) if year not in here["calendar_years"]]
