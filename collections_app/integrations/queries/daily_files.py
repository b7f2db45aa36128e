"""The files of a day as they lie in the outbox: a folder a business date, with a manifest."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from collections_app.people.rules.clearances import RESTRICTIONS
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyFile:
    """One file: `rows` without the head, `sha256` of the compressed bytes. `restricted`: of bank staff and VIPs."""

    name: str
    rows: int
    bytes: int
    sha256: str
    restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The files of one business date."""

    date: date
    written_at: str
    files: tuple[DailyFile, ...]


def outbox() -> Path:
    """Where the folders lie."""
    return Path(settings.STATE_DIR) / "outbox"


def days(*, actor: Actor, limit: int = 60) -> list[Day]:
    """The newest days, newest first, with the files `actor` may take."""
    return [_day(folder, actor) for folder in folders()[:limit]]


def folders() -> list[Path]:
    """The folder of every day that was written, newest day first."""
    return sorted((path.parent for path in outbox().glob(f"????-??-??/{MANIFEST}")), reverse=True)


def written_at(folder: Path) -> datetime:
    """When the files of a day were written, by their manifest."""
    return datetime.fromisoformat(_manifest(folder)["written_at"])


def file_of(on: date, name: str, *, actor: Actor) -> tuple[DailyFile, Path]:
    """One file that a manifest names. Raises Refused: `not_found`, also for a file the actor may not take."""
    folder = outbox() / on.isoformat()
    if (folder / MANIFEST).is_file():
        for file in _day(folder, actor).files:
            if file.name == name:
                return file, folder / file.name
    raise Refused("not_found", _("There is no such file."))


def _manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))


def _day(folder: Path, actor: Actor) -> Day:
    told = _manifest(folder)
    cleared = actor.everything or actor.clearances >= set(RESTRICTIONS)
    files = (DailyFile(**file) for file in told["files"])
    return Day(
        date=date.fromisoformat(told["date"]),
        written_at=told["written_at"],
        files=tuple(file for file in files if cleared or not file.restricted),
    )
