"""Secrets of a private installation: made once, kept beside its data, because data encrypted with them need them."""

import base64
import os
import secrets

from local_stack import paths

_MAKERS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "FIELD_KEY": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "HASH_KEY": lambda: secrets.token_urlsafe(32),
}
FILE_NAME = "keys.env"


def private_keys() -> dict[str, str]:
    """Every secret the settings ask for. What the environment already sets is left alone."""
    path = paths.state_dir() / FILE_NAME
    kept = dict(line.split("=", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    missing = {name: make() for name, make in _MAKERS.items() if name not in kept}
    if missing:
        kept |= missing
        fresh = path.with_name(f"{FILE_NAME}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.writelines(f"{name}={value}\n" for name, value in kept.items())
        fresh.replace(path)
    return {name: value for name, value in kept.items() if name in _MAKERS and not os.environ.get(name)}
