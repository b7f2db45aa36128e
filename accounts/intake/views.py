"""The browser door of bank files: upload, progress, rejects, suspected duplicates."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.intake import queries, tasks
from accounts.intake.actions import decide_duplicate, receive
from accounts.intake.faults import reason_text
from accounts.intake.forms import DecideForm, UploadForm
from accounts.intake.refusals import wording
from accounts.models import Delivery, SuspectedDuplicate
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import csv_lines
from collections_app.shared.web import ActorRequest, needs, show_refusal

NEWEST_FIRST = ["-id"]


@needs("intake.upload")
@require_http_methods(["GET", "POST"])
def intake(request: ActorRequest) -> HttpResponse:
    """Deliveries, newest first, and the form that uploads more."""
    if request.method == "GET":
        return _intake_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid() and _all_received(request.actor, form):
        return redirect("intake")
    return _intake_page(request, form, status=422)


def _all_received(actor: Actor, form: UploadForm) -> bool:
    """Receive each file by itself: one that is refused stands on the form and keeps no other out."""
    given = form.cleaned_data
    for file in given["file"]:
        try:
            delivery = _receive(actor, file, layout=given["layout"], feed_day=given["feed_day"])
        except Refused as refused:
            if refused.field == "file":
                form.add_error("file", f"{file.name}: {refused.message}")
            else:
                show_refusal(form, refused)
        else:
            tasks.start(delivery.pk)
    return not form.errors


def _receive(actor: Actor, file: UploadedFile, *, layout: str, feed_day: date | None) -> Delivery:
    return receive(
        actor=actor,
        name=file.name or "",
        size_bytes=file.size or 0,
        pieces=file.chunks(),
        layout=layout or None,
        feed_day=feed_day,
        at=clock.now(),
    )


def _intake_page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {**_deliveries(request), "form": form}
    return render(request, "accounts/intake.html", context, status=status)


def _deliveries(request: HttpRequest) -> dict[str, Any]:
    page = cursor_page(queries.deliveries(), order=NEWEST_FIRST, cursor=request.GET.get("cursor", ""), size=30)
    return {"page": page, "running": any(delivery.status in queries.RUNNING for delivery in page.rows)}


@needs("intake.upload")
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """The table of deliveries alone; the page asks for it while something runs."""
    return render(request, "accounts/_deliveries.html", _deliveries(request))


@needs("intake.upload")
@require_GET
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One delivery: what was read, what landed, what did not and why."""
    found = get_object_or_404(Delivery, pk=delivery_id)
    reason = request.GET.get("reason", "")
    listed = queries.rejects(found.pk, reason=reason)
    page = cursor_page(listed, order=["line_no", "id"], cursor=request.GET.get("cursor", ""), size=50)
    context = {
        "delivery": found,
        "refusal": wording(found.refusal_code, found.refusal_data),
        "feed_missing": queries.feed_missing(found),
        "running": found.status in queries.RUNNING,
        "same": queries.same_bytes(found),
        "reasons": queries.reject_reasons(found.pk),
        "reason": reason,
        "page": page,
        "rows": [(reject, reason_text(reject.reason)) for reject in page.rows],
    }
    return render(request, "accounts/delivery.html", context)


@needs("intake.upload")
@require_GET
def delivery_progress(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """How far a delivery is; once it is over the whole page is fetched anew."""
    found = get_object_or_404(Delivery, pk=delivery_id)
    running = found.status in queries.RUNNING
    response = render(request, "accounts/_delivery_progress.html", {"delivery": found, "running": running})
    if not running:
        response["HX-Refresh"] = "true"
    return response


@needs("intake.upload")  # type: ignore[arg-type]  # a streamed answer is an answer too
@require_GET
def delivery_rejects(request: HttpRequest, delivery_id: int) -> StreamingHttpResponse:
    """The rejects as CSV; a mark at the start lets Excel read the Chinese in it."""
    found = get_object_or_404(Delivery, pk=delivery_id)
    lines = csv_lines(queries.reject_lines(found))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejects-{found.pk}.csv"'
    return response


@needs("payments.reverse")
@require_GET
def duplicates(request: ActorRequest) -> HttpResponse:
    """Suspected duplicate payments, those to decide first."""
    return _duplicates_page(request)


@needs("payments.reverse")
@require_POST
def decide(request: ActorRequest, suspected_id: int) -> HttpResponse:
    """Two payments, or one too many."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what it is and say why."))
        return redirect("duplicates")
    try:
        decide_duplicate(
            actor=request.actor,
            suspected_id=suspected_id,
            at=clock.now(),
            **form.cleaned_data,
        )
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Decided."))
    return redirect("duplicates")


def _duplicates_page(request: ActorRequest) -> HttpResponse:
    shown = request.GET.get("status", SuspectedDuplicate.Status.OPEN)
    if shown not in SuspectedDuplicate.Status.values:
        shown = SuspectedDuplicate.Status.OPEN
    page = cursor_page(
        queries.suspected_duplicates(actor=request.actor, status=shown),
        order=NEWEST_FIRST,
        cursor=request.GET.get("cursor", ""),
        size=30,
    )
    context = {"page": page, "shown": shown, "statuses": SuspectedDuplicate.Status.choices, "form": DecideForm()}
    return render(request, "accounts/duplicates.html", context)
