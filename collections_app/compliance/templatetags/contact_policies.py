"""Words for the pages of contact policies: `{% load contact_policies %}`."""

from typing import Any

from django import template

from collections_app.compliance.policy_labels import PARAMETER_NAMES, parameter_value

register = template.Library()


@register.filter
def contact_parameter(name: str) -> str:
    """What a parameter is called."""
    return str(PARAMETER_NAMES.get(name, name))


@register.simple_tag
def contact_value(name: str, value: Any) -> str:
    """A value as people read it."""
    return parameter_value(name, value)


@register.simple_tag
def contact_value_of(version: Any, name: str) -> str:
    """One value of a version, as people read it; a dash without a version."""
    return "–" if version is None else parameter_value(name, getattr(version, name))
