"""How figures of results look: `{% load results %}`."""

from decimal import Decimal

from django import template

from collections_app.results.tables import Cell
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
