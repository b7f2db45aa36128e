"""The rows behind a figure of the operation, of now or of a past day."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collections_app.cases.queries.queues import queues_now
from collections_app.dashboards.figure_labels import NOW, STATE_LABELS, THEN
from collections_app.dashboards.operation_days import Days
from collections_app.dashboards.queries import operation_rows as rows
from collections_app.dashboards.queries.operation_list import cursor_of, narrowed_to, place_of, rows_behind
from collections_app.events.exports import export
from collections_app.people.models import Team, User
from collections_app.shared import clock
from collections_app.shared.tables import MOST_ROWS, Column, table_of
from collections_app.shared.web import ActorRequest, needs

from .operation import past_day_of

COLUMNS: list[Column] = [
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
def operation_rows(request: ActorRequest, figure: str) -> HttpResponse:
    """The cases behind a figure; with `format`, all of them as a file."""
    days, past = past_day_of(request)
    words = THEN if past else NOW
    if figure not in (rows.DONE_ON if past else words.labels):
        raise Http404
    chosen = _chosen(request, past)
    if "format" in request.GET:
        return _file(request, figure, chosen, days, past)
    found, count, beyond = rows_behind(
        figure,
        chosen["narrowed"],
        actor=request.actor,
        at=clock.now(),
        day=past,
        after=place_of(request.GET.get("cursor", "")),
    )
    context = {
        **chosen,
        "day": past,
        "figure": figure,
        "label": words.labels[figure],
        "definition": words.definitions[figure],
        "waits": figure in STATE_LABELS,
        "rows": found,
        "count": count,
        "next": cursor_of(beyond) if beyond else "",
    }
    return render(request, "dashboards/operation_rows.html", context)


def _file(request: ActorRequest, figure: str, chosen: dict[str, Any], days: Days, past: date | None) -> HttpResponse:
    found, _count, _more = rows_behind(
        figure, chosen["narrowed"], actor=request.actor, at=clock.now(), day=past, most=MOST_ROWS + 1
    )
    filters = {"figure": figure, **{name: request.GET.get(name, "") for name in ("queue", "team", "user", "day")}}
    name = f"{figure}-{past or days.today}"
    return export(request, "operation-rows", *table_of(found, COLUMNS), name=name, filters=filters, on=days.today)


def _chosen(request: HttpRequest, past: date | None) -> dict[str, Any]:
    """The queue, desk and person of the address; what there is not, or was not kept, is an address of nothing."""
    queue = team = user = None
    queues = [] if past else queues_now()
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
        "narrowed": narrowed_to(queue, team, user, among=queues, on=past or clock.local_date()),
    }
