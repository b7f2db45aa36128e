"""`{% load cases %}`: words for the codes of cases."""

from datetime import date

from django import template

from collections_app.cases.models import Case, CaseHold

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
