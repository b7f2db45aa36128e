"""How a webhook is signed, and how a receiver checks it (`docs/how-to/webhooks.md` shows the same function)."""

import hashlib
import hmac
from collections.abc import Iterable

REPLAY_SECONDS = 300
"""How old a signature may be when it arrives; every attempt is signed anew."""


def signature(secrets: Iterable[str], *, at: int, body: bytes) -> str:
    """The header `Fairdue-Signature`. `at` is in seconds since 1970; two secrets give two signatures (rotation).

    Example: `t=1773882764,v1=5f2c…` where v1 is HMAC-SHA256 of `1773882764.` and the body, in hex.
    """
    return ",".join([f"t={at}", *(f"v1={_digest(secret, at, body)}" for secret in secrets)])


def verified(header: str, secret: str, *, body: bytes, now: int, window: int = REPLAY_SECONDS) -> bool:
    """Whether one signature of the header is that of `secret` over this body, and not older than the window."""
    parts = [part.partition("=")[::2] for part in header.split(",")]
    stamps = [value for name, value in parts if name == "t"]
    if len(stamps) != 1 or not stamps[0].isdecimal() or abs(now - int(stamps[0])) > window:
        return False
    expected = _digest(secret, int(stamps[0]), body)
    return any(hmac.compare_digest(expected, value) for name, value in parts if name == "v1")


def _digest(secret: str, at: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
