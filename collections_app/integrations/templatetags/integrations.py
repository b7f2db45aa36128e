"""What pages of integrations say of a delivery."""

from django import template

from ..labels import ERROR_LABELS

register = template.Library()


@register.filter
def delivery_error(code: str) -> str:
    """The words of an error code. Example: `{{ "timeout"|delivery_error }}`."""
    return str(ERROR_LABELS.get(code, code))
