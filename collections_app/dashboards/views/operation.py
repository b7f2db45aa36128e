"""The operation of now or of a past day: queues, desks, people; every table as a file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from collections_app.dashboards.figure_labels import NOW, THEN, Wording
from collections_app.dashboards.operation_chart import desks_chart
from collections_app.dashboards.operation_days import Days, operation_days
from collections_app.dashboards.operation_tables import tables_of
from collections_app.dashboards.queries import operation_rows as rows
from collections_app.dashboards.queries.operation import Operation
from collections_app.dashboards.queries.operation import operation as operation_now
from collections_app.dashboards.queries.operation_past import operation_on
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.web import ActorRequest, needs

NOW_AT_A_GLANCE = ("contacts", "right_party", "promises_made", "refusals", "breaches")
THEN_AT_A_GLANCE = [figure for figure in rows.DONE if figure != "unreported"]


@needs("operation.view")
@require_GET
def operation(request: ActorRequest) -> HttpResponse:
    """How every queue and desk stands at this moment, or how they stood and what they did on a past day."""
    days = operation_days(clock.now())
    asked = request.GET.get("day", "")
    day = _day(asked)
    picked: dict[str, Any] = {"days": days, "no_such_day": bool(asked) and (day is None or day > days.today)}
    if day is not None and days.is_before(day):
        return render(request, "dashboards/operation.html", {**picked, "day": day, **days.beside(day)})
    found = _found(request.actor, days, day)
    words = NOW if found.live else THEN
    context = {
        **picked,
        **days.beside(found.day),
        "day": found.day,
        "operation": found,
        "chart": desks_chart(found),
        "states": _columns(found.states, words, leads=found.live),
        "done": _columns(rows.DONE, words),
        "at_a_glance": _columns(NOW_AT_A_GLANCE if found.live else THEN_AT_A_GLANCE, words),
        "words": words.definitions,
        "definitions": [(words.names[code], text) for code, text in words.definitions.items()],
    }
    return render(request, "dashboards/operation.html", context)


@needs("operation.view")
@require_GET
def operation_table(request: ActorRequest, table: str) -> HttpResponse:
    """One of the tables as a file."""
    days, past = past_day_of(request)
    found = _found(request.actor, days, past)
    head, lines = tables_of(found)[table]
    filters = {"day": past} if past else None
    return export(
        request,
        f"operation-{table}",
        head,
        lines,
        name=f"operation-{table}-{found.day}",
        filters=filters,
        on=days.today,
    )


def past_day_of(request: HttpRequest) -> tuple[Days, date | None]:
    """The days there are, and the past day of the address, None for now; a day there is not has no address."""
    days = operation_days(clock.now())
    asked = request.GET.get("day", "")
    day = _day(asked)
    if not asked or day == days.today:
        return days, None
    if day is None or not days.is_past(day):
        raise Http404
    return days, day


def _found(actor: Actor, days: Days, day: date | None) -> Operation:
    if day is not None and days.is_past(day):
        return operation_on(actor, day=day)
    return operation_now(actor, at=clock.now())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _columns(codes: Iterable[str], words: Wording, *, leads: bool = True) -> list[dict[str, Any]]:
    """Each figure with what it counts and the address of its rows, "" where none are kept; found once, because there
    is a cell a person."""
    return [
        {
            "code": code,
            "label": words.labels[code],
            "definition": words.definitions[code],
            "address": reverse("operation-rows", args=[code]) if leads else "",
        }
        for code in codes
    ]
