"""Writing the files of a day, handing one out, and removing those of long ago."""

import gzip
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models.derived import DelinquencyBucket
from accounts.queries import installation
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from ..queries.daily_files import MANIFEST, DailyFile, file_of, folders, outbox, written_at

TABLES = ("positions", "bucket_moves", "payments")
GOING = ".removing-"
"""How the name of a folder begins that is being removed; one that a killed process left goes with the next removal."""


def write_daily_files(*, actor: Actor, at: datetime) -> date:
    """Write what the last night left into the outbox: all files and their manifest, or nothing. Returns the date.

    Past days are not written anew: positions stand where the last night left them.
    Raises Refused: `forbidden`, `no_night`, `night_running` (it began and has not finished), `written`.
    """
    actor.must("data.export")
    outbox().mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".writing-", dir=outbox()))
    try:
        with transaction.atomic():
            sql.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            on = _day_to_write()
            files = [_write(work, table, on, restricted) for table in TABLES for restricted in (False, True)]
            told = {"date": on.isoformat(), "written_at": at.isoformat(), "files": [asdict(file) for file in files]}
            (work / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")
            rows = {file.name: file.rows for file in files}
            events.record("export.made", actor=actor, data={"what": "daily_files", "rows": rows, "filters": {}}, on=on)
        work.chmod(0o755)
        work.rename(outbox() / on.isoformat())
    except OSError as error:
        raise Refused("written", _("The files of this day are written already.")) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return on


@transaction.atomic
def take_daily_file(*, actor: Actor, on: date, name: str) -> tuple[DailyFile, Path]:
    """Hand one file out; that it was taken is an event. Raises Refused: `forbidden`, `not_found`."""
    actor.must("data.export")
    file, path = file_of(on, name, actor=actor)
    filters = {"date": on.isoformat(), "file": name}
    events.record("export.made", actor=actor, data={"what": "daily_file", "rows": file.rows, "filters": filters}, on=on)
    return file, path


def remove_daily_files(*, actor: Actor, before: datetime) -> list[date]:
    """Remove the files of every day that were written before a moment; returns the days, the oldest first.

    The newest day stays however old it is: it says up to where files were written. Raises Refused("forbidden").
    """
    actor.must("data.export")
    old = [folder for folder in folders()[1:] if written_at(folder) < before][::-1]
    removed = [date.fromisoformat(folder.name) for folder in old]
    with transaction.atomic():
        if removed:
            data = {"days": removed, "written_before": before}
            events.record("daily_files.removed", actor=actor, data=data)
        for folder in old:
            folder.rename(outbox() / f"{GOING}{folder.name}")  # a folder is there as a whole or not at all
    for left in outbox().glob(f"{GOING}*"):
        shutil.rmtree(left, ignore_errors=True)
    return removed


def _day_to_write() -> date:
    here = installation()
    if here is None or here.business_date is None:
        raise Refused("no_night", _("No night has run yet."))
    if here.night_begun is not None and here.night_begun > here.business_date:
        raise Refused("night_running", _("A night is under way; the files follow it."))
    if (outbox() / here.business_date.isoformat()).exists():
        raise Refused("written", _("The files of this day are written already."))
    return here.business_date


def _write(folder: Path, table: str, on: date, restricted: bool) -> DailyFile:
    """One table as CSV with a head, compressed; the same rows give the same bytes."""
    name = f"{table}{'-restricted' if restricted else ''}.csv.gz"
    params = {
        "on": on,
        "restricted": restricted,
        "numbers": list(DelinquencyBucket.values),
        "labels": list(DelinquencyBucket.labels),
    }
    query = sql.load("collections_app.integrations", f"daily_{table}")
    path = folder / name
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as stream:
        rows = sql.copy_out_csv(query, stream, params)  # type: ignore[arg-type]
    digest = hashlib.sha256()
    with path.open("rb") as stored:
        while chunk := stored.read(1 << 20):
            digest.update(chunk)
    return DailyFile(name=name, rows=rows, bytes=path.stat().st_size, sha256=digest.hexdigest(), restricted=restricted)
