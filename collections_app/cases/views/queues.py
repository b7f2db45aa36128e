"""The queues: how they stand, what they are, a change with its live count."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.queries import working_day
from collections_app.cases.actions.queues import change_queue, move_queue, open_queue, set_active
from collections_app.cases.forms.conditions import ConditionRows
from collections_app.cases.forms.queues import QueueForm
from collections_app.cases.models import WorkQueue
from collections_app.cases.queries.conditions import checked_conditions
from collections_app.cases.queries.fitting import fitting
from collections_app.cases.queries.standings import standings
from collections_app.cases.queries.versions import versions_of
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs, show_refusal

COLUMNS: list[Column] = [
    ("queue", "queue.code"),
    ("name", "version.name_en"),
    ("rank", "queue.rank"),
    ("in_use", lambda line: "yes" if line.queue.is_active else "no"),
    ("teams", lambda line: " ".join(team.code for team in line.version.teams.all())),
    *((name, f"figures.{name}") for name in ("cases", "callable", "due", "worked", "held", "asleep")),
    ("oldest_since", "figures.oldest"),
    ("cases_per_agent_and_day", "version.capacity"),
    ("agents_today", "agents"),
    ("over_capacity", "beyond"),
]
VERSION_COLUMNS: list[Column] = [
    ("version", lambda line: line.version.number),
    ("since", lambda line: line.version.recorded_at),
    ("conditions", lambda line: "; ".join(map(str, line.conditions))),
    ("order", "order"),
    ("teams", lambda line: " ".join(map(str, line.teams))),
    ("cases_per_agent_and_day", lambda line: line.version.capacity),
    ("note", lambda line: line.version.note),
    ("by", "by"),
]


@needs("cases.view")
@require_GET
def queues(request: ActorRequest) -> HttpResponse:
    """Every queue by rank with its figures."""
    at = clock.now()
    lines = standings(request.actor, list(WorkQueue.objects.order_by("-is_active", "rank")), at=at)
    if "format" in request.GET:
        return export(request, "queues", *table_of(lines, COLUMNS))
    context = {"lines": lines, "today": working_day(at), "edits": request.actor.may("queues.edit")}
    return render(request, "cases/queues.html", context)


@needs("cases.view")
@require_GET
def queue(request: ActorRequest, code: str) -> HttpResponse:
    """What one queue is, how it stands, and its versions."""
    here = get_object_or_404(WorkQueue, code=code)
    at = clock.now()
    if "format" in request.GET:
        return export(
            request, f"queue-{here.code}", *table_of(versions_of(here, reader=request.actor), VERSION_COLUMNS)
        )
    context = {
        "queue": here,
        "versions": versions_of(here, reader=request.actor),
        "standing": standings(request.actor, [here], at=at)[0],
        "today": working_day(at),
        "edits": request.actor.may("queues.edit"),
    }
    return render(request, "cases/queue.html", context)


@needs("queues.edit")
@require_http_methods(["GET", "POST"])
def new_queue(request: ActorRequest) -> HttpResponse:
    """Open a queue."""
    if request.method == "GET":
        return _form_page(request, None, QueueForm(is_new=True), ConditionRows())
    form, rows = QueueForm(request.POST, is_new=True), ConditionRows.sent(request.POST)
    if form.is_valid():
        try:
            code = form.cleaned_data["code"]
            open_queue(actor=request.actor, code=code, entry=form.entry(rows.as_data()), at=clock.now())
        except Refused as refused:
            _show(form, rows, refused)
        else:
            messages.success(request, _("Queue opened."))
            return redirect("queue", code)
    return _form_page(request, None, form, rows, status=422)


@needs("queues.edit")
@require_http_methods(["GET", "POST"])
def edit_queue(request: ActorRequest, code: str) -> HttpResponse:
    """Write a new version of a queue."""
    here = get_object_or_404(WorkQueue, code=code)
    if request.method == "GET":
        newest = here.versions.order_by("-number")[0]
        rows = ConditionRows.stored(newest.conditions)
        return _form_page(request, here, QueueForm.beginning_with(newest), rows)
    form, rows = QueueForm(request.POST, is_new=False), ConditionRows.sent(request.POST)
    if form.is_valid():
        try:
            change_queue(
                actor=request.actor,
                code=code,
                entry=form.entry(rows.as_data()),
                based_on=form.cleaned_data["based_on"],
                at=clock.now(),
            )
        except Refused as refused:
            _show(form, rows, refused)
        else:
            messages.success(request, _("New version in force; every case has looked for its place anew."))
            return redirect("queue", code)
    return _form_page(request, here, form, rows, status=422)


@needs("queues.edit")
@require_POST
def count(request: ActorRequest) -> HttpResponse:
    """How many cases the conditions in the form choose; a fragment."""
    rows = ConditionRows.sent(request.POST)
    here = WorkQueue.objects.filter(code=request.POST.get("queue_code", ""), is_active=True).first()
    return render(request, "cases/_queue_count.html", _count(request, here, rows))


@needs("queues.edit")
@require_POST
def move(request: ActorRequest, code: str) -> HttpResponse:
    """Before or after its neighbour."""
    try:
        move_queue(actor=request.actor, code=code, up=request.POST.get("to") == "up", at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("queues")


@needs("queues.edit")
@require_POST
def state(request: ActorRequest, code: str) -> HttpResponse:
    """Close, or open again."""
    try:
        set_active(actor=request.actor, code=code, active=request.POST.get("active") == "yes", at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("queue", code)


def _show(form: QueueForm, rows: ConditionRows, refused: Refused) -> None:
    if refused.field == "order":
        form.add_error("order_0", refused.message)
    elif not rows.show(refused):
        show_refusal(form, refused)


def _count(request: ActorRequest, here: WorkQueue | None, rows: ConditionRows) -> dict[str, Any]:
    try:
        conditions = checked_conditions(rows.as_data())
    except Refused as refused:
        return {"refused": refused}
    before = here.rank if here else None
    return {"fits": fitting(request.actor, conditions, before=before, on=working_day(clock.now()))}


def _form_page(
    request: ActorRequest, here: WorkQueue | None, form: QueueForm, rows: ConditionRows, status: int = 200
) -> HttpResponse:
    newest = here.versions.order_by("-number").first() if here else None
    context = {
        "queue": here,
        "newest": newest,
        "form": form,
        "rows": rows,
        "lines": rows.lines(request.actor),
        **_count(request, here, rows),
    }
    return render(request, "cases/queue_form.html", context, status=status)
