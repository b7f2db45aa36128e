"""`manage.py check` and every start: are the keys of the personal data usable?"""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error


def field_keys_are_fernet_keys(**_kwargs: Any) -> list[CheckMessage]:
    """A key that cannot encrypt is told at the start, not at the first cardholder."""
    problems: list[CheckMessage] = []
    for place, key in enumerate(settings.FIELD_KEYS, start=1):
        try:
            Fernet(key.strip())
        except ValueError:
            problems.append(
                Error(
                    f"Key {place} in FIELD_KEY is not a Fernet key.",
                    hint='python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"',
                    id="shared.E001",
                )
            )
    return problems
