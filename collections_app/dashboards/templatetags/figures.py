"""How rows of figures look: `{% load figures %}`."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from collections_app.shared.templatetags.fairdue import money, number

register = template.Library()


@register.filter
def figure_cells(figures: Iterable[Decimal | int], measure: str) -> SafeString:
    """The cells of a row, grouped as counts or as money. One call a row: ninety days have hundreds of cells."""
    write = number if measure == "accounts" else money
    return SafeString("".join(f'<td class="num">{write(figure)}</td>' for figure in figures))
