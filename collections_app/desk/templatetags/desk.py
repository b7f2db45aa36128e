"""`{% load desk %}`: words and moments of the agent's screens."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import ContactPoint, PartyRole
from collections_app.cases.models import Case
from collections_app.compliance.labels import explain, when
from collections_app.desk import written
from collections_app.desk.queries.names import name_of

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
def holder_name(case: Case) -> str:
    """A case by its cardholder's masked name, else the customer number."""
    return name_of(case)


@register.filter
def near_moment(moment: datetime, at: datetime) -> str:
    """14:05 today, "tomorrow 08:00", else with its date."""
    return when(moment, at)


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
