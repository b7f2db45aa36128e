"""Capacity against expected work for two weeks, and what a move of people would change."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from collections_app.dashboards.queries.workload import Desk, Moved, Workload, after
from collections_app.dashboards.queries.workload import workload as next_two_weeks
from collections_app.dashboards.rules.workload import Move
from collections_app.dashboards.workload_forms import PlanForm
from collections_app.dashboards.workload_tables import HEAD, MOVE_HEAD, move_lines, workload_chart, workload_lines
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs


@needs("operation.view")
@require_GET
def workload(request: ActorRequest) -> HttpResponse:
    """Every desk day by day; with a move in the address, both its desks before and after."""
    found = next_two_weeks(request.actor, at=clock.now())
    form = _form(request, found)
    plan = _moved(form, found)
    context: dict[str, Any] = {
        "workload": found,
        "chart": workload_chart(found),
        "desk": _desk(request, found),
        "form": form,
        "plan": plan,
        "move_address": _move_address(form) if plan and request.actor.may("teams.manage") else "",
    }
    return render(request, "dashboards/workload.html", context, status=422 if form.errors else 200)


@needs("operation.view")
@require_GET
def workload_table(request: ActorRequest, table: str) -> HttpResponse:
    """The two weeks, or the move of the address, as a file."""
    found = next_two_weeks(request.actor, at=clock.now())
    lines, head = workload_lines(found.desks), HEAD
    if table == "desk":
        lines = workload_lines(filter(None, [_desk(request, found)]))
    if table == "move":
        plan = _moved(_form(request, found), found)
        if plan is None:
            raise Http404
        lines, head = move_lines(plan), MOVE_HEAD
    return export(request, f"workload-{table}", head, lines, on=found.days[0])


def _desk(request: ActorRequest, found: Workload) -> Desk | None:
    """The desk of the address, else the first; None where no desk has work or people."""
    chosen = request.GET.get("team", "")
    first = next(iter(found.desks), None)
    return next((desk for desk in found.desks if desk.team.code == chosen), first)


def _form(request: ActorRequest, found: Workload) -> PlanForm:
    days = (found.days[0], found.days[-1])
    asked = request.GET if "people" in request.GET else None
    return PlanForm(asked, days=days, initial={"people": 1, "first": days[0], "last": days[1]})


def _moved(form: PlanForm, found: Workload) -> Moved | None:
    if not form.is_valid():
        return None
    move: Move = form.move
    return after(found, move)


def _move_address(form: PlanForm) -> str:
    """The page that moves people, with the same team and days; who goes is chosen there."""
    given = form.cleaned_data
    asked = {
        "team": given["target"].code,
        "from": given["source"].code,
        "people": given["people"],
        "first_day": given["first"].isoformat(),
        "last_day": given["last"].isoformat(),
    }
    return f"{reverse('move-group')}?{urlencode(asked)}"
