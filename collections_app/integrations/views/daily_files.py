"""The files of each day, to download."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from collections_app.events.exports import export
from collections_app.shared.tables import table_of
from collections_app.shared.web import ActorRequest, needs

from ..handing_out import attachment
from ..queries.daily_files import days
from ..tables import DAILY_FILES


@needs("data.export")
def daily_files(request: ActorRequest) -> HttpResponse:
    """The newest days with their files."""
    shown = days(actor=request.actor)
    if "format" in request.GET:
        lines = [(day, file) for day in shown for file in day.files]
        return export(request, "daily-files", *table_of(lines, DAILY_FILES))
    return render(request, "integrations/daily_files.html", {"days": shown})


@needs("data.export")  # type: ignore[arg-type]
def daily_file(request: ActorRequest, day: str, name: str) -> FileResponse:
    """One file; the download is an event."""
    return attachment(actor=request.actor, day=day, name=name)
