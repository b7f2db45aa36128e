"""`{% load casefile %}`: the lines of the timeline in words."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from collections_app.casefile import words
from collections_app.casefile.queries import Entry
from collections_app.shared.templatetags.fairdue import local_date, short_date

register = template.Library()


@register.filter
def told(entry: Entry) -> str:
    """The line in words."""
    return words.told(entry)


@register.filter
def who(entry: Entry) -> str:
    """Who did it, by name."""
    return words.who_told(entry)


@register.filter
def short_day(day: date, today: date) -> str:
    """25 Feb; with the year when it is another than today's."""
    return short_date(day) if day.year == today.year else local_date(day)


@register.filter
def short_moment(at: datetime, today: date) -> str:
    """10:02 of today; 25 Feb 10:02 of another day."""
    local = timezone.localtime(at)
    time = date_format(local, "H:i")
    return time if local.date() == today else f"{short_day(local.date(), today)} {time}"
