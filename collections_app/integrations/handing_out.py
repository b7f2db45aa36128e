"""A daily file as a download, the same through both doors."""

from datetime import date

from django.http import FileResponse
from django.utils.translation import gettext as _

from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .actions.daily_files import take_daily_file


def attachment(*, actor: Actor, day: str, name: str) -> FileResponse:
    """The file, and the event that it was taken. Raises Refused: `forbidden`, `not_found` (also for no date)."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Refused("not_found", _("There is no such file.")) from error
    _file, path = take_daily_file(actor=actor, on=on, name=name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{day}-{name}", content_type="application/gzip")
