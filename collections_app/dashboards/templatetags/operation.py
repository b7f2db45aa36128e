"""How the tables of the operation name and link their figures: `{% load operation %}`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from collections_app.dashboards.figure_labels import DEFINITIONS
from collections_app.shared.templatetags.fairdue import number

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


@register.filter
def figure_cells(person: Any, figures: Any) -> SafeString:
    """The cells of what somebody did, each leading to its rows. One call a line: there are hundreds of such cells."""
    where = f"?user={person.user.pk}"
    counts = ((figure["address"], person.done[figure["code"]]) for figure in figures)
    return format_html_join("", "{}", ((_cell(address + where, count),) for address, count in counts))


def _cell(address: str, count: int) -> str:
    if not count:
        return SafeString('<td class="num faint">0</td>')
    return format_html('<td class="num"><a href="{}">{}</a></td>', address, number(count))
