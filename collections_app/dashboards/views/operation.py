"""Today's operation: queues, desks, people; the rows behind each figure; every table as a file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from collections_app.cases.queries.queues import queues_now
from collections_app.dashboards.figure_labels import DEFINITIONS, DONE_LABELS, LABELS, NAMES, STATE_LABELS
from collections_app.dashboards.operation_chart import desks_chart
from collections_app.dashboards.operation_tables import tables_of
from collections_app.dashboards.queries.operation import operation as operation_now
from collections_app.dashboards.queries.operation_list import Narrowed, cursor_of, narrowed_to, place_of, rows_behind
from collections_app.events.exports import export
from collections_app.people.models import Team, User
from collections_app.shared import clock
from collections_app.shared.tables import MOST_ROWS, Column, table_of
from collections_app.shared.web import ActorRequest, needs

ROW_COLUMNS: list[Column] = [
    ("case", "case.pk"),
    ("customer_no", "case.cardholder.customer_no"),
    ("bucket", "case.get_bucket_display"),
    ("currency", "case.currency"),
    ("past_due", "case.past_due"),
    ("user", lambda row: row.user.username if row.user else ""),
    ("at", "at"),
]


@needs("operation.view")
@require_GET
def operation(request: ActorRequest) -> HttpResponse:
    """How every queue and desk stands at this moment."""
    found = operation_now(request.actor, at=clock.now())
    context = {
        "operation": found,
        "chart": desks_chart(found),
        "states": _columns(STATE_LABELS),
        "done": _columns(DONE_LABELS),
        "definitions": [(NAMES[code], text) for code, text in DEFINITIONS.items()],
    }
    return render(request, "dashboards/operation.html", context)


def _columns(labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each figure with what it counts and the address of its rows; found once, because there is a cell a person."""
    return [
        {
            "code": code,
            "label": label,
            "definition": DEFINITIONS[code],
            "address": reverse("operation-rows", args=[code]),
        }
        for code, label in labels.items()
    ]


@needs("operation.view")
@require_GET
def operation_table(request: ActorRequest, table: str) -> HttpResponse:
    """One of the tables as a file."""
    at = clock.now()
    found = operation_now(request.actor, at=at)
    head, lines = tables_of(found)[table]
    return export(request, f"operation-{table}", head, lines, on=found.today)


@needs("operation.view")
@require_GET
def operation_rows(request: ActorRequest, figure: str) -> HttpResponse:
    """The cases behind a figure; with `format`, all of them as a file."""
    at, chosen = clock.now(), _chosen(request)
    if figure not in LABELS:
        raise Http404
    if "format" in request.GET:
        return _rows_file(request, figure, chosen["narrowed"], at)
    rows, count, beyond = rows_behind(
        figure, chosen["narrowed"], actor=request.actor, at=at, after=place_of(request.GET.get("cursor", ""))
    )
    context = {
        **chosen,
        "figure": figure,
        "label": LABELS[figure],
        "definition": DEFINITIONS[figure],
        "waits": figure in STATE_LABELS,
        "rows": rows,
        "count": count,
        "next": cursor_of(beyond) if beyond else "",
    }
    return render(request, "dashboards/operation_rows.html", context)


def _rows_file(request: ActorRequest, figure: str, narrowed: Narrowed, at: datetime) -> HttpResponse:
    rows, _count, _more = rows_behind(figure, narrowed, actor=request.actor, at=at, most=MOST_ROWS + 1)
    filters = {"figure": figure, **{name: request.GET.get(name, "") for name in ("queue", "team", "user")}}
    name, day = f"{figure}-{clock.local_date(at)}", clock.local_date(at)
    return export(request, "operation-rows", *table_of(rows, ROW_COLUMNS), name=name, filters=filters, on=day)


def _chosen(request: ActorRequest) -> dict[str, Any]:
    """The queue, desk and person of the address; what there is not is an address of nothing."""
    queue = team = user = None
    queues = queues_now()
    if code := request.GET.get("queue"):
        queue = next((one for one in queues if one.code == code), None)
    if code := request.GET.get("team"):
        team = Team.objects.filter(code=code[:20]).first()
    if number := request.GET.get("user"):
        user = User.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
    asked = (("queue", queue), ("team", team), ("user", user))
    if any(request.GET.get(name) and found is None for name, found in asked):
        raise Http404
    return {
        "queue": queue,
        "team": team,
        "user": user,
        "narrowed": narrowed_to(queue, team, user, among=queues, on=clock.local_date()),
    }
