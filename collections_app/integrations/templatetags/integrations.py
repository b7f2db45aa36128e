"""What pages of integrations say of a delivery."""

from django import template

from ..labels import error_in_words

register = template.Library()
register.filter("delivery_error", error_in_words)
