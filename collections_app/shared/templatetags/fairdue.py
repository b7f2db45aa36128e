"""How figures, days, phones and buckets look, the same on every page: `{% load fairdue %}`."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

NOTHING = "–"
MINUS = "−"


_UNITS = [Decimal(1).scaleb(-places) for places in range(9)]


def _grouped(amount: Decimal, places: int) -> str:
    rounded = amount.quantize(_UNITS[places], rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


@register.filter
def money(amount: Any) -> str:
    """`18420.1` as 18,420.10; negative with a true minus sign; None as a dash."""
    return NOTHING if amount is None or amount == "" else _grouped(Decimal(str(amount)), 2)


@register.filter
def number(count: Any) -> str:
    """`1234567` as 1,234,567; None as a dash."""
    if isinstance(count, int) and count >= 0:  # nearly every one of thousands on a page
        return f"{count:,}"
    return NOTHING if count is None or count == "" else _grouped(Decimal(str(count)), 0)


@register.filter
def signed(amount: Any) -> str:
    """A change: `+12`, `−3`, `±0`; whole numbers without decimals, Decimals with two."""
    if amount is None or amount == "":
        return NOTHING
    text = money(amount) if isinstance(amount, Decimal) else number(amount)
    return f"+{text}" if amount > 0 else text if amount < 0 else f"±{text}"


@register.filter
def percentage(share: Any, places: int = 1) -> str:
    """A share of one: `0.1234` as 12.3 %; None as a dash."""
    return NOTHING if share is None or share == "" else _grouped(Decimal(str(share)) * 100, int(places)) + "\u202f%"


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


@register.filter
def local_date(day: date | datetime | None) -> str:
    """25 Feb 2025 in English, 2025-02-25 in Chinese; a moment as the day it falls on here."""
    if not day:
        return NOTHING
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return _date_in(get_language(), day, "Y-m-d" if _is_chinese() else "j M Y")


@register.filter
def short_date(day: date | datetime | None) -> str:
    """25 Feb, or 2月25日: where the year is plain from around it."""
    if not day:
        return NOTHING
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return _date_in(get_language(), day, "n月j日" if _is_chinese() else "j M")


@register.filter
def local_month(day: date) -> str:
    """Feb 2025, or 2025年2月."""
    return _date_in(get_language(), day, "Y年n月" if _is_chinese() else "M Y")


@lru_cache(maxsize=2000)
def _date_in(_language: str | None, day: date, pattern: str) -> str:
    """Written once in each language: a table of ninety days stands beside a chart of the same ninety."""
    return date_format(day, pattern)


@register.filter
def local_moment(at: datetime | None) -> str:
    """25 Feb 2025 14:05, in the business's own time zone."""
    if not at:
        return NOTHING
    return f"{local_date(at)} {date_format(timezone.localtime(at), 'H:i')}"


@register.filter
def days(count: int | None) -> str:
    """38 as "38 days", 1 as "1 day"; None as a dash."""
    if count is None:
        return NOTHING
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}


MARKS = {",": "、", ";": "；", ":": "："}


@register.simple_tag
def mark(sign: str) -> str:
    """What stands between two words or clauses: `;` as "; " in English, as ； in Chinese."""
    return MARKS[sign] if _is_chinese() else f"{sign} "


@register.filter
def listed(names: Iterable[Any]) -> str:
    """Names in a row: `["fraud", "deceased"]` as "fraud, deceased", in Chinese 欺诈、身故; none as nothing."""
    return mark(",").join(str(name) for name in names)


BUCKETS = ("CURRENT", "M0", "M1", "M2", "M3", "M4", "M4P")


@register.filter
def bucket_label(code: str) -> str:
    """How a bucket is written: M4P as M4+, CURRENT as a word."""
    return {"CURRENT": _("Current"), "M4P": "M4+"}.get(code, code)


@register.filter
def bucket(code: str | None) -> str | SafeString:
    """The bucket badge: one colour ramp in the whole product, and always the text in it."""
    if not code:
        return NOTHING
    code = "M4P" if code == "M4+" else str(code)
    css = code.lower() if code in BUCKETS else "unknown"
    return format_html('<span class="bucket bucket-{}">{}</span>', css, bucket_label(code))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of static/vendor/tabler-icons/sprite.svg; decorative unless it gets a label."""
    return _icon(static("vendor/tabler-icons/sprite.svg"), name, label)


@lru_cache(maxsize=500)
def _icon(address: str, name: str, label: str) -> SafeString:
    """Written once: a page shows more than a hundred of them."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, address, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', address, name)


_CHECKS = {"checkbox", "radio"}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's input with the product's look, tied to its error and its help text."""
    return field.as_widget(attrs=control_attributes(field))


def control_attributes(field: BoundField) -> dict[str, Any]:
    """What `control` adds to an input: its class, whether it is wrong, what describes it."""
    kind = getattr(field.field.widget, "input_type", "textarea")
    css = "form-check-input" if kind in _CHECKS else "form-select" if kind == "select" else "form-control"
    attributes: dict[str, Any] = {"class": f"{css} is-invalid" if field.errors else css}
    described = []
    if field.errors:
        attributes["aria-invalid"] = "true"
        described.append(f"{field.id_for_label}-error")
    if field.help_text:
        described.append(f"{field.id_for_label}-help")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return attributes


@register.inclusion_tag("shared/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Label, input, help and error of one form field: `{% field form.username %}`."""
    return {"field": bound, "is_check": getattr(bound.field.widget, "input_type", "") == "checkbox"}
