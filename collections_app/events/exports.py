"""Handing a table out: the file, and the event that lets one say later who took what."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

from collections_app.shared import clock
from collections_app.shared.tables import table_file
from collections_app.shared.web import ActorRequest

from .actions import record


def export(
    request: ActorRequest,
    what: str,
    head: Sequence[str],
    lines: Sequence[Sequence[Any]],
    *,
    name: str = "",
    filters: Mapping[str, Any] | None = None,
    on: date | None = None,
) -> HttpResponse:
    """The table `what` as the address asks for it (`format=csv`, the default, or `xlsx`); records `export.made`.

    The view has asked whether its actor may see the rows. `filters` name nobody: what a list was searched for stays
    out of events. `name` is the file's, else table and day. Raises Refused: `unknown_format`, `too_many_rows`.
    Example: `export(request, "trend", HEAD, lines, filters={"currency": "CNY"}, on=day)`
    """
    day = on or clock.local_date()
    file = table_file(name or f"{what}-{day}", head, lines, request.GET.get("format", "csv"))
    data = {"what": what, "rows": len(lines), "filters": dict(filters or {})}
    record("export.made", actor=request.actor, data=data, on=day)
    return file
