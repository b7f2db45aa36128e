"""`{% load desk %}`: words and moments of the agent's screens."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import ContactPoint, PartyRole
from collections_app.compliance.labels import explain, when
from collections_app.desk import written
from collections_app.shared.templatetags.fairdue import local_date

register = template.Library()
register.simple_tag(written.field, name="written_field")
register.simple_tag(written.visible_fields, name="written_fields")
register.simple_tag(written.hidden_fields, name="hidden_fields")


@register.filter
def clock_time(at: datetime | None) -> str:
    """21:59, in the business's own time zone."""
    return date_format(timezone.localtime(at), "H:i") if at else "–"


@register.filter
def point_kind(code: str) -> str:
    """WORK as "work phone"."""
    return str(dict(ContactPoint.Kind.choices).get(code, code))


@register.filter
def party_role(code: str) -> str:
    """EMERGENCY_CONTACT as "emergency contact"."""
    return str(dict(PartyRole.choices).get(code, code))


@register.filter
def of_case(names: Mapping[int, str], case_id: int) -> str:
    """The name beside the number of a case; "–" where it is not known."""
    return names.get(case_id, "–")


@register.filter
def near_moment(moment: datetime, at: datetime) -> str:
    """14:05 today, "tomorrow 08:00", else with its date."""
    return when(moment, at)


@register.filter
def due_moment(moment: datetime, at: datetime) -> str:
    """As `near_moment`; midnight stands for the whole day: "today"."""
    local, today = timezone.localtime(moment), timezone.localtime(at).date()
    if local.time() != time.min:
        return when(moment, at)
    return _("today") if local.date() == today else local_date(local.date())


@register.filter
def is_late(moment: datetime, at: datetime) -> bool:
    """Whether it should have been done by now; a whole day is late once it is over."""
    local = timezone.localtime(moment)
    return moment < at and (local.time() != time.min or local.date() < timezone.localtime(at).date())


@register.filter
def age_in_days(day: date, today: date) -> int:
    """How many days ago `day` was."""
    return (today - day).days


@register.filter
def explained(answer: Any, at: datetime) -> str:
    """A decision or a refusal in plain words, with its moment."""
    return explain(answer, at=at)


@register.filter
def soon(moment: datetime | None, at: datetime) -> bool:
    """Whether `moment` is less than five minutes away: an end that is worth its time."""
    return moment is not None and moment - at < timedelta(minutes=5)
