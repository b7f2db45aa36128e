"""Fields of a form written without a template each: what `{% field %}` of `fairdue` shows, at a tenth of its time.

The case page has more than fifty controls; Django renders each of them, and each of its options, from templates. What
a widget shows still comes from the widget itself (`get_context`), so a field looks here as it looks elsewhere; a test
compares the two. A kind of widget unknown here is rendered as Django does.
"""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.widgets import Input, Select, Textarea, Widget
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from collections_app.shared.templatetags.fairdue import control_attributes, icon


def field(bound: BoundField) -> SafeString:
    """Label, input, help and error of one form field."""
    is_check = getattr(bound.field.widget, "input_type", "") == "checkbox"
    own, label = control(bound), _label(bound, is_check=is_check)
    parts = [own, label] if is_check else [label, own]
    css = "field field-check" if is_check else "field"
    return mark_safe(f'<div class="{css}">{"".join(parts)}{_help(bound)}{_error(bound)}</div>')


def control(bound: BoundField) -> SafeString:
    """The field's input alone."""
    return _widget(bound, control_attributes(bound)) or bound.as_widget(attrs=control_attributes(bound))


def hidden_fields(form: BaseForm) -> SafeString:
    """The hidden fields of a form, one after the other."""
    return mark_safe("".join(_widget(bound, {}) or str(bound) for bound in form.hidden_fields()))


def visible_fields(form: BaseForm) -> SafeString:
    """Every visible field of a form, one after the other."""
    return mark_safe("".join(field(bound) for bound in form.visible_fields()))


def _label(bound: BoundField, *, is_check: bool) -> str:
    optional = "" if bound.field.required or is_check else f' <span class="field-optional">{_("optional")}</span>'
    return f'<label for="{bound.id_for_label}">{conditional_escape(bound.label)}{optional}</label>'


def _help(bound: BoundField) -> str:
    text = bound.help_text
    return f'<div class="field-help" id="{bound.id_for_label}-help">{conditional_escape(text)}</div>' if text else ""


def _error(bound: BoundField) -> str:
    if not bound.errors:
        return ""
    said = conditional_escape(" ".join(str(error) for error in bound.errors))
    return f'<div class="field-error" id="{bound.id_for_label}-error">{icon("alert-circle")}<span>{said}</span></div>'


def _widget(bound: BoundField, given: Mapping[str, Any]) -> SafeString | None:
    """The input as HTML; None for a widget of a kind that is not written here."""
    widget = bound.field.widget
    write = _writer(widget)
    if write is None or bound.field.localize:
        return None
    attrs = bound.build_widget_attrs(dict(given), widget)
    if bound.auto_id and "id" not in widget.attrs:
        attrs.setdefault("id", bound.auto_id)
    return mark_safe(write(widget.get_context(bound.html_name, bound.value(), attrs)["widget"]))


def _writer(widget: Widget) -> Any:
    if isinstance(widget, Textarea):
        return _textarea
    if type(widget) is Select:
        return _select
    simple = isinstance(widget, Input) and not hasattr(widget, "option_template_name")
    return _input if simple else None


def _input(shown: Mapping[str, Any]) -> str:
    value = "" if shown["value"] is None else f' value="{conditional_escape(shown["value"])}"'
    return f'<input type="{shown["type"]}" name="{shown["name"]}"{value}{_attributes(shown["attrs"])}>'


def _textarea(shown: Mapping[str, Any]) -> str:
    text = conditional_escape(shown["value"] or "")
    return f'<textarea name="{shown["name"]}"{_attributes(shown["attrs"])}>\n{text}</textarea>'


def _select(shown: Mapping[str, Any]) -> str:
    groups = "".join(_group(name, options) for name, options, _index in shown["optgroups"])
    return f'<select name="{shown["name"]}"{_attributes(shown["attrs"])}>{groups}</select>'


def _group(name: Any, options: list[dict[str, Any]]) -> str:
    written = "".join(
        f'<option value="{conditional_escape(option["value"])}"{_attributes(option["attrs"])}>'
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f'<optgroup label="{conditional_escape(name)}">{written}</optgroup>' if name else written


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )
