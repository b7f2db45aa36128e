"""The browser door of the nights: what ran, what runs, what went wrong, and the buttons of those granted."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.holidays import missing_years
from accounts.queries import installation
from collections_app.events.exports import export
from collections_app.shared import clock, sql
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import MOST_ROWS, table_of
from collections_app.shared.templatetags.fairdue import local_date
from collections_app.shared.web import ActorRequest, needs, show_refusal

from . import actions, queries, queue, tables
from .forms import FirstNightForm, RunForm, WaiveForm
from .models import Night
from .steps import LABELS

NEWEST_NIGHT = ["-date"]
NEWEST_PROBLEM = ["-id"]


@needs("nights.view")
@require_GET
def operations(request: ActorRequest) -> HttpResponse:
    """All nights, newest first; with `format`, one of the page's tables as a file."""
    return _operations_file(request) if "format" in request.GET else _operations_page(request)


def _operations_file(request: ActorRequest) -> HttpResponse:
    table = request.GET.get("table", "")
    if table == "problems":
        found = queries.described(list(queries.problems().order_by(*NEWEST_PROBLEM)[: MOST_ROWS + 1]))
        return export(request, "night-problems", *table_of(found, tables.PROBLEMS))
    if table == "feed":
        return export(request, "payment-feed", *tables.feed_table(queries.feed(installation()).days))
    lines = queries.lines_of(list(queries.nights().order_by(*NEWEST_NIGHT)))
    return export(request, "nights", *tables.nights_table(lines))


def _operations_page(
    request: ActorRequest, *, waive: WaiveForm | None = None, first: FirstNightForm | None = None, status: int = 200
) -> HttpResponse:
    here, today = installation(), clock.local_date()
    page = cursor_page(queries.nights(), order=NEWEST_NIGHT, cursor=request.GET.get("cursor", ""), size=31)
    feed = queries.feed(here)
    latest = cursor_page(queries.problems(), order=NEWEST_PROBLEM, size=20)
    context = {
        **_now(request),
        "page": page,
        "lines": queries.lines_of(page.rows),
        "steps": LABELS.values(),
        "feed": feed,
        "problems": queries.described(latest.rows),
        "missing_years": missing_years(here.business_date if here and here.business_date else today),
        "waive_form": waive or WaiveForm(initial={"day": feed.missing[0] if feed.missing else None}),
        "first_form": first or FirstNightForm(initial={"first": today}),
        "may_waive": request.actor.may("nights.waive_feed"),
    }
    return render(request, "nightly/operations.html", context, status=status)


def _now(request: ActorRequest) -> dict[str, Any]:
    """What runs, and what may be started."""
    running = sql.lock_is_held(actions.LOCK)
    here, today = installation(), clock.local_date()
    return {
        "running": running,
        "progress": queries.unfinished(running=running),
        "coming": queries.coming(here, today=today),
        "today": today,
        "last_done": here.business_date if here else None,
        "may_run": request.actor.may("nights.run"),
    }


@needs("nights.view")
@require_GET
def night_now(request: ActorRequest) -> HttpResponse:
    """The line on top alone; once another night is done the whole page is fetched anew."""
    context = _now(request)
    response = render(request, "nightly/_now.html", context)
    seen = request.GET.get("seen", "")
    if seen != (context["last_done"].isoformat() if context["last_done"] else "") and not context["running"]:
        response["HX-Refresh"] = "true"
    return response


@needs("nights.run")
@require_POST
def run(request: ActorRequest) -> HttpResponse:
    """Queue nights: the next one, an interrupted one, all that are missing, or the very first."""
    if "first" in request.POST:
        first = FirstNightForm(request.POST)
        if not first.is_valid() or not _queued(request, first, first=first.cleaned_data["first"]):
            return _operations_page(request, first=first, status=422)
        return redirect("operations")
    form = RunForm(request.POST)
    if not form.is_valid() or not _queued(request, form, until=form.cleaned_data["until"]):
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("operations")


def _queued(request: ActorRequest, form: Any, **days: date | None) -> bool:
    try:
        until = queue.ask_for_nights(actor=request.actor, **days)
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, _("Queued up to the night for %(day)s.") % {"day": local_date(until)})
    return True


@needs("nights.waive_feed")
@require_POST
def waive_feed(request: ActorRequest) -> HttpResponse:
    """Let the nights go on without a payment feed, with a reason."""
    form = WaiveForm(request.POST)
    if form.is_valid():
        try:
            actions.waive_feed(actor=request.actor, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Noted: the next night goes on without this feed."))
            return redirect("operations")
    return _operations_page(request, waive=form, status=422)


@needs("nights.view")
@require_GET
def night(request: ActorRequest, day: str) -> HttpResponse:
    """One night: its steps shard by shard, its problems, its proof."""
    found = _night(day)
    if "format" in request.GET:
        return _night_file(request, found)
    page = cursor_page(
        queries.problems().filter(night=found), order=NEWEST_PROBLEM, cursor=request.GET.get("cursor", ""), size=50
    )
    context = {
        "night": found,
        "line": queries.lines_of([found])[0],
        "steps": queries.steps_of(found),
        "shards": range(1, found.shards + 1) if found.shards > 1 else (),
        "page": page,
        "problems": queries.described(page.rows),
        "done": found.status == Night.Status.DONE,
    }
    return render(request, "nightly/night.html", context)


def _night_file(request: ActorRequest, found: Night) -> HttpResponse:
    if request.GET.get("table") == "problems":
        rows = queries.problems().filter(night=found).order_by(*NEWEST_PROBLEM)
        table = table_of(queries.described(list(rows[: MOST_ROWS + 1])), tables.PROBLEMS)
        return export(request, "night-problems", *table, name=f"night-problems-{found.date}")
    return export(request, "night-steps", *tables.steps_table(queries.steps_of(found)), name=f"night-{found.date}")


@needs("nights.view")
@require_POST
def verify(request: ActorRequest, day: str) -> HttpResponse:
    """Queue the recomputation of a night, as known then or as corrected since."""
    found = _night(day)
    try:
        queue.ask_to_verify(actor=request.actor, on=found.date, corrected="corrected" in request.POST)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Queued: every account is recomputed from its facts; the result appears here."))
    return redirect("night", found.date.isoformat())


def _night(day: str) -> Night:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Night, pk=on)
