"""Promises as a list with the days ahead; one promise with what counts for it; giving one up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import CardAccount
from accounts.queries import business_date, working_day
from collections_app.arrangements import actions
from collections_app.arrangements.forms import CancelForm, FilterForm
from collections_app.arrangements.labels import SHOWN
from collections_app.arrangements.models import PromiseToPay
from collections_app.arrangements.queries import calendar, matching, visible_promises
from collections_app.arrangements.queries.payments import counting_entries
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs, show_refusal

FILTERS = ("status", "agent", "team", "due_from", "due_to")
COLUMNS: list[Column] = [
    ("promise", "pk"),
    ("case", "case_id"),
    ("customer_no", "cardholder.customer_no"),
    ("bucket", "case.get_bucket_display"),
    ("next_due_on", "next_due_on"),
    ("last_due_on", "last_due_on"),
    ("amount", "amount"),
    ("paid_in_time", "credited"),
    ("currency", "currency"),
    ("promised_by", "speaker"),
    ("reason", "reason"),
    ("taken_by", "taken_by"),
    ("made_on", "made_on"),
    ("status", "status"),
]
"""The list as a file, without names; only for who answers for others, because it is the whole list."""


@needs("cases.view")
@require_GET
def promises(request: ActorRequest) -> HttpResponse:
    """What is due and what was missed; the address keeps part and filters."""
    actor, today, night = request.actor, working_day(clock.now()), business_date()
    form = FilterForm(request.GET)
    shown = form.chosen("show", "today")
    found = visible_promises(actor).filter(calendar.part(shown, today=today, night=night))
    found = matching(found.select_related("cardholder__personal_data", "case__team"), **form.filters())
    order = ["-next_due_on", "-id"] if shown == "all" else ["next_due_on", "id"]
    if "format" in request.GET and actor.may("operation.view"):
        filters = {"show": shown, **{name: request.GET.get(name, "")[:40] for name in FILTERS}}
        return export(request, "promises", *table_of(found.order_by(*order), COLUMNS), filters=filters)
    context: dict[str, Any] = {
        "form": form,
        "shown": shown,
        "parts": [
            (code, label, [] if code == "all" else calendar.sums(actor, code, today=today, night=night))
            for code, label in SHOWN.items()
        ],
        "days": calendar.due_days(actor, today=today),
        "today": today,
        "night": night,
        "page": cursor_page(found, order=order, cursor=request.GET.get("cursor", "")),
        "may_export": actor.may("operation.view"),
    }
    return render(request, "arrangements/promises.html", context)


@needs("cases.view")
@require_GET
def promise(request: ActorRequest, promise_id: int) -> HttpResponse:
    """One promise: its instalments, and every payment that counts for it."""
    return render(request, "arrangements/promise.html", _page(request, _promise(request, promise_id), CancelForm()))


@needs("promises.cancel")
@require_POST
def cancel(request: ActorRequest, promise_id: int) -> HttpResponse:
    """Give a promise up."""
    here, form = _promise(request, promise_id), CancelForm(request.POST)
    if form.is_valid():
        try:
            actions.cancel(actor=request.actor, promise_id=here.pk, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The promise is cancelled; the case is worked again."))
            return redirect("promise", here.pk)
    return render(request, "arrangements/promise.html", _page(request, here, form), status=422)


def _promise(request: ActorRequest, promise_id: int) -> PromiseToPay:
    found = visible_promises(request.actor).select_related("cardholder__personal_data", "case__team", "superseded_by")
    here = found.filter(pk=promise_id).first()
    if here is None:
        raise Http404(promise_id)
    return here


def _page(request: ActorRequest, here: PromiseToPay, form: CancelForm) -> dict[str, Any]:
    return {
        "promise": here,
        "accounts": CardAccount.objects.filter(pk__in=here.account_ids).order_by("account_no"),
        "entries": counting_entries(here),
        "night": business_date(),
        "form": form,
        "may_cancel": here.status == "OPEN" and request.actor.may("promises.cancel"),
    }
