"""Where uploaded files wait until they are taken in; they hold personal data and go as soon as they have landed."""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def spooled(delivery_id: int) -> Path:
    """The file of an uploaded delivery."""
    return Path(settings.MEDIA_ROOT) / "intake" / f"delivery-{delivery_id}.csv"


def keep(delivery_id: int, pieces: Iterable[bytes]) -> Path:
    """Write an upload to the spool, readable by this system only; it appears whole or not at all."""
    path = spooled(delivery_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    return path


def forget(delivery_id: int) -> None:
    """Remove a delivery's file; nothing happens when it has none."""
    spooled(delivery_id).unlink(missing_ok=True)
    spooled(delivery_id).with_suffix(".part").unlink(missing_ok=True)
