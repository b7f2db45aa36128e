"""Keeping an answer, and finding it again. Bodies may hold personal data, so they are encrypted like it."""

import base64

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from collections_app.shared import crypto, sql

from .models import KeptAnswer

REPLAYED = "Idempotency-Replayed"


def claim(*, caller: str, key: str, fingerprint: str) -> int | None:
    """The number of a fresh row for `key`, or None when somebody has asked with it before.

    While another transaction holds the same key this waits for its end: the unique index sees to it.
    """
    return sql.value(
        """
        INSERT INTO idempotency_keptanswer (caller, key, fingerprint, content_type) VALUES (%s, %s, %s, '')
        ON CONFLICT (caller, key) DO NOTHING RETURNING id
        """,
        [caller, key, fingerprint],
    )


def kept(*, caller: str, key: str) -> KeptAnswer | None:
    """What was answered to the first request with `key`; None when it has been forgotten meanwhile."""
    return KeptAnswer.objects.filter(caller=caller, key=key).first()


def keep(claimed: int, response: HttpResponseBase) -> None:
    """Store the answer of a request that succeeded."""
    text = base64.b64encode(getattr(response, "content", b"")).decode()
    KeptAnswer.objects.filter(pk=claimed).update(
        status=response.status_code,
        body=crypto.encrypt(text),
        content_type=response.headers.get("Content-Type", "")[:60],
    )


def forget(claimed: int) -> None:
    """The request was refused: the key is free again, for the caller to mend the request and ask anew."""
    KeptAnswer.objects.filter(pk=claimed).delete()


def replay(answer: KeptAnswer) -> HttpResponse:
    """The kept answer once more, marked as such."""
    response = HttpResponse(
        base64.b64decode(crypto.decrypt(answer.body or b"")),
        status=answer.status,
        content_type=answer.content_type or None,
    )
    if not answer.content_type:
        del response.headers["Content-Type"]
    response.headers[REPLAYED] = "true"
    return response
