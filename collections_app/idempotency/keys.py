"""What a key is, and what it stands for: the format, and the fingerprint of the request that named it."""

import hashlib
import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from collections_app.shared.errors import Refused

HEADER = "Idempotency-Key"
LARGEST_BODY = 1024 * 1024
"""Bytes. A larger body is a bank file, whose rows are known by their references: sent twice it lands once anyway."""

WRONG = ("invalid_idempotency_key", "idempotency_key_with_large_body")
"""What `checked` and `fingerprint` refuse: the request itself is malformed."""

_KEY = re.compile(r"[\x20-\x7e]{1,100}")


def checked(key: str) -> str:
    """`key` itself. Raises Refused("invalid_idempotency_key", field=HEADER)."""
    if not _KEY.fullmatch(key):
        message = _("The header %(header)s takes 1 to 100 printable ASCII characters.") % {"header": HEADER}
        raise Refused("invalid_idempotency_key", message, field=HEADER)
    return key


def fingerprint(request: HttpRequest) -> str:
    """64 hex digits of method, address and body. Of a form with files: of its fields and files, whatever divides them.

    Raises Refused("idempotency_key_with_large_body", field=HEADER) beyond LARGEST_BODY.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        message = _("A body of more than 1 MB takes no %(header)s; leave the header out.") % {"header": HEADER}
        raise Refused("idempotency_key_with_large_body", message, field=HEADER)
    digest = hashlib.sha256()
    _add(digest, request.method or "", request.get_full_path())
    if request.content_type == "multipart/form-data":
        _add_form(digest, request)
    else:
        _add(digest, request.content_type or "", request.body)
    return digest.hexdigest()


def _add_form(digest: Any, request: HttpRequest) -> None:
    """A client draws a new boundary for every try, so the bytes between the fields say nothing."""
    for name, values in sorted(request.POST.lists()):
        _add(digest, name, *values)
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            _add(digest, name, file.name or "", b"".join(file.chunks()))
            file.seek(0)


def _add(digest: Any, *parts: str | bytes) -> None:
    """Each part with its length before it, so that no two lists of parts read alike."""
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
