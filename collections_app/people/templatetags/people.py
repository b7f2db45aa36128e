"""`{% load people %}`: what roles, teams, languages, restrictions and doors are called."""

from typing import cast

from django import template

from collections_app.shared.templatetags.fairdue import listed

from ..labels import DOOR_LABELS, LANGUAGE_LABELS, RESTRICTION_LABELS, ROLE_LABELS
from ..labels import team_name as _team_name
from ..models import Team
from ..queries import named

register = template.Library()


@register.filter
def role_label(role: str) -> str:
    """`lead` as "Team lead", in the reader's language."""
    return str(ROLE_LABELS.get(role, role))


@register.filter
def team_name(team: Team) -> str:
    """The team's name in the reader's language."""
    return _team_name(team)


@register.filter
def languages(codes: list[str]) -> str:
    """`["zh", "yue"]` as "Mandarin, Cantonese"; none as a dash."""
    return listed(language(code) for code in codes) or "–"


@register.filter
def language(code: str) -> str:
    """`zh` as "Mandarin"."""
    return str(LANGUAGE_LABELS.get(code, code))


@register.filter
def restriction_label(restriction: str) -> str:
    """`STAFF` as "staff of the bank"."""
    return str(RESTRICTION_LABELS.get(restriction, restriction))


@register.filter
def door_label(door: str) -> str:
    """`api` as "REST"."""
    return str(DOOR_LABELS.get(door, door))


@register.simple_tag(takes_context=True)
def by_name(context: template.Context, label: str) -> str:
    """Who stands behind the label of an actor: `user:12` by name; a query for each person a page names."""
    kept = cast(dict[str, dict[str, str]], context.render_context)
    known = kept.setdefault("actors by name", {})
    if label not in known:
        known[label] = named([label])[label]
    return known[label]
