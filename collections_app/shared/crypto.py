"""Personal data at rest: encrypted with a rotatable key, findable through a keyed hash."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from .errors import Refused


@lru_cache(maxsize=4)
def _keyring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in keys])


def encrypt(text: str) -> bytes:
    """`text` under the first of settings.FIELD_KEYS; the same text gives different bytes each time."""
    return _keyring(tuple(settings.FIELD_KEYS)).encrypt(text.encode())


def decrypt(data: bytes | memoryview) -> str:
    """The text behind `data`, whichever of the configured keys it was made with.

    Raises Refused("undecryptable") when none fits: the key was lost or the bytes were changed.
    """
    try:
        return _keyring(tuple(settings.FIELD_KEYS)).decrypt(bytes(data)).decode()
    except InvalidToken as error:
        raise Refused("undecryptable", "No configured FIELD_KEY opens this value.") from error


def keyed_hash(text: str) -> str:
    """64 hex digits that are equal for equal `text` and tell nothing without settings.HASH_KEY.

    The caller normalises first (a phone without spaces), because one space changes the hash.
    """
    return hmac.new(settings.HASH_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
