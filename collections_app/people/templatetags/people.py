"""`{% load people %}`: what a role is called."""

from django import template

from ..labels import ROLE_LABELS

register = template.Library()


@register.filter
def role_label(role: str) -> str:
    """`lead` as "Team lead", in the reader's language."""
    return str(ROLE_LABELS.get(role, role))
