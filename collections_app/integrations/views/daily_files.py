"""The files of each day, to download."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from collections_app.shared.web import ActorRequest, needs

from ..handing_out import attachment
from ..queries.daily_files import days


@needs("data.export")
def daily_files(request: ActorRequest) -> HttpResponse:
    """The newest days with their files."""
    return render(request, "integrations/daily_files.html", {"days": days(actor=request.actor)})


@needs("data.export")  # type: ignore[arg-type]
def daily_file(request: ActorRequest, day: str, name: str) -> FileResponse:
    """One file; the download is an event."""
    return attachment(actor=request.actor, day=day, name=name)
