"""How the tables of the operation link their figures: `{% load operation %}`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from collections_app.dashboards.queries.operation import Operation
from collections_app.shared.templatetags.fairdue import number

register = template.Library()


@register.filter
def at_key(of: Any, code: str) -> Any:
    """The figure `code` of a mapping or of a record."""
    return of[code] if isinstance(of, Mapping) else getattr(of, code)


@register.simple_tag
def narrowed_to(operation: Operation, line: Any) -> str:
    """The end of the address that narrows the rows behind a figure to the day and the line's queue or desk."""
    queue, desk = line.queue and line.queue.code, line.team and line.team.code
    return _query(operation, queue=queue, team=desk)


@register.simple_tag
def figure_cells(operation: Operation, person: Any, figures: Any) -> SafeString:
    """The cells of what somebody did, each leading to its rows. One call a line: there are hundreds of such cells."""
    where = _query(operation, user=person.user.pk)
    counts = ((figure["address"], person.done[figure["code"]]) for figure in figures)
    return format_html_join("", "{}", ((_cell(address + where, count),) for address, count in counts))


def _query(operation: Operation, **narrowed: Any) -> str:
    day = None if operation.live else operation.day.isoformat()
    wanted = {name: value for name, value in {"day": day, **narrowed}.items() if value}
    return f"?{urlencode(wanted)}" if wanted else ""


def _cell(address: str, count: int) -> str:
    if not count:
        return SafeString('<td class="num faint">0</td>')
    return format_html('<td class="num"><a href="{}">{}</a></td>', address, number(count))
