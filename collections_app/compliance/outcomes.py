"""The names of the outcomes of a contact, which live on the floor above and reach us as codes."""

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.templatetags.accounts import named


def outcome_choices() -> list[tuple[str, str]]:
    """The outcomes in use with their names in the reader's language; whose list it is says `settings.OUTCOME_LIST`."""
    return [(row.code, named(row)) for row in _listed() if row.is_active]


def outcome_names() -> dict[str, str]:
    """The name of every outcome, the retired ones too."""
    return {row.code: named(row) for row in _listed()}


def _listed() -> list:
    return list(import_string(settings.OUTCOME_LIST)())
