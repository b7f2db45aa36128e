"""How figures of results look: `{% load results %}`."""

from decimal import Decimal

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from collections_app.results.tables import Cell, Row
from collections_app.shared.templatetags.fairdue import NOTHING, money, number, percentage

register = template.Library()


@register.filter
def figure(cell: Cell) -> str:
    """A cell as text: 1,234, 60.0 %, 4.5, 40,000.00; a dash where there is none."""
    if cell.value is None:
        return NOTHING
    if cell.kind == "points":
        return f"{Decimal(cell.value):,.1f}"
    if cell.kind == "share":
        return percentage(cell.value)
    return money(cell.value) if cell.kind == "money" else number(cell.value)


@register.filter
def result_cells(row: Row) -> SafeString:
    """The cells of a line, each figure with what it is made of and the way to its rows. One call a line: two hundred
    agents have four thousand cells."""
    return SafeString("".join(map(_cell, row.cells)))


def _cell(cell: Cell) -> str:
    title = f' title="{escape(cell.title)}"' if cell.title else ""
    text = escape(figure(cell))
    shown = f'<a href="{escape(cell.link)}">{text}</a>' if cell.link else text
    note = f' <span class="soft">{escape(cell.note)}</span>' if cell.note else ""
    return f'<td class="num"{title}>{shown}{note}</td>'
