"""`{% load cases %}`: words for the codes of cases."""

from datetime import date, datetime

from django import template

from collections_app.cases.models import Case, CaseHold
from collections_app.shared import clock

register = template.Library()
HOLDS = dict(CaseHold.Kind.choices)


@register.filter
def hold_name(kind: str) -> str:
    """DISPUTE as "dispute", in the reader's language."""
    return str(HOLDS.get(kind, kind))


@register.filter
def days_past_due(case: Case, on: date | None) -> int | None:
    """Days since its oldest missed minimum fell due; None when nothing is past due."""
    return (on - case.past_due_since).days if on and case.past_due_since else None


@register.filter
def days_until(at: datetime | None, today: date) -> int | None:
    """Days from a moment to today; None where there is none."""
    return (today - clock.local_date(at)).days if at else None


@register.filter
def over(cases: int, capacity: int) -> str:
    """How many days of one agent's work these cases are: 250 cases at 120 a day are 2.1."""
    return f"{cases / capacity:,.1f}"
