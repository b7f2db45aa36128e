"""How the tables of the operation name and link their figures: `{% load operation %}`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template

from collections_app.dashboards.figure_labels import DEFINITIONS

register = template.Library()


@register.filter
def at_key(of: Any, code: str) -> Any:
    """The figure `code` of a mapping or of a record."""
    return of[code] if isinstance(of, Mapping) else getattr(of, code)


@register.filter
def figure_definition(code: str) -> Any:
    """What a figure counts, in words."""
    return DEFINITIONS[code]


@register.filter
def narrowed_to(line: Any) -> str:
    """The end of the address that narrows the rows behind a figure to the line's queue or desk."""
    if line.queue:
        return "?" + urlencode({"queue": line.queue.code})
    return "?" + urlencode({"team": line.team.code}) if line.team else ""
