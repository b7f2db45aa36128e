"""The case page: everything about one case on one screen, and the form that logs a contact."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.db.models import F
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.queries import working_day
from collections_app.arrangements.forms import PromiseForm
from collections_app.casefile import actions as casefile
from collections_app.casefile.actions import Logged
from collections_app.casefile.reading import faults
from collections_app.cases.models import Case
from collections_app.cases.queries import visible_cases
from collections_app.contacts.labels import name_of
from collections_app.desk.forms import LogForm
from collections_app.desk.queries.case_page import case_page
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import money, short_date
from collections_app.shared.web import ActorRequest, needs, show_refusal

from .claims import to_next_case
from .page import accounts_context, base_context, case_context, log_forms, open_case, timeline_context, uuid_of


@needs("cases.view")
@never_cache
@require_http_methods(["GET", "POST"])
def case(request: ActorRequest, case_id: int) -> HttpResponse:
    """One case; POST logs a contact with its promise."""
    at, here = clock.now(), open_case(request, case_id)
    if request.method == "POST":
        return _log(request, here, at=at)
    return render(request, "desk/case.html", case_context(request, here, at=at))


@needs("cases.view")
@require_GET
def timeline(request: ActorRequest, case_id: int) -> HttpResponse:
    """The timeline narrowed, or its next page below the last one."""
    here = open_case(request, case_id)
    context = timeline_context(request, here) | {"here": {"case": here}, "today": working_day(clock.now())}
    return render(request, "casefile/_entries.html" if request.GET.get("cursor") else "desk/_timeline.html", context)


@needs("cases.view")
@require_GET
def accounts(request: ActorRequest, case_id: int) -> HttpResponse:
    """The accounts of the case with another one's calendar."""
    at = clock.now()
    here = case_page(open_case(request, case_id), at=at)
    return render(request, "desk/_accounts.html", base_context(request, here, at=at) | accounts_context(request, here))


@needs("cases.view")
@require_GET
def case_of(request: ActorRequest, cardholder_id: int) -> HttpResponse:
    """The open case of a cardholder, else the newest; where the account page leads."""
    cases = visible_cases(request.actor).filter(cardholder=cardholder_id)
    newest = cases.order_by(F("closed_on").desc(nulls_first=True), "-pk").values_list("pk", flat=True).first()
    if newest is None:
        raise Refused("not_found", _("There was never a case: nothing was past due."))
    return redirect("case", newest)


def _log(request: ActorRequest, here: Case, *, at: datetime) -> HttpResponse:
    request.actor.must("contacts.log")
    page = case_page(here, at=at)
    form, promise = log_forms(page, request.POST)
    can_be_read = [one.is_valid() for one in (form, promise) if one.is_bound]
    if not all(can_be_read):
        _show(form, promise, _faults(here, form, promise, at=at))
    elif logged := _logged(request, here, form, promise, at=at):
        _say(request, logged)
        return to_next_case(request, at=at) if request.POST.get("then") == "next" else redirect("case", here.pk)
    context = case_context(request, here, at=at, here=page, forms=(form, promise))
    return render(request, "desk/case.html", context, status=422)


def _faults(here: Case, form: LogForm, promise: PromiseForm, *, at: datetime) -> list[Refused]:
    """What the action would refuse of what could be read."""
    entry = form.entry()
    promised = promise.entry(entry.submission) if promise.is_bound and promise.rows_were_read else None
    return faults(here, entry, promised, at=at)


def _logged(request: ActorRequest, here: Case, form: LogForm, promise: PromiseForm, *, at: datetime) -> Logged | None:
    """What was stored; None when it was refused, and the forms say why."""
    entry = form.entry()
    done = request.POST.get("then") == "next"
    try:
        return casefile.log(
            actor=request.actor,
            case_id=here.pk,
            entry=entry,
            promise=promise.entry(entry.submission) if promise.is_bound else None,
            claim_token=uuid_of(request.POST.get("claim_token", "")) if done else None,
            at=at,
        )
    except Refused as refused:
        _show(form, promise, refused.each)
        return None


def _show(form: LogForm, promise: PromiseForm, refusals: Iterable[Refused]) -> None:
    """Each refusal at its field; a field whose text could not be read says only that."""
    unread: dict[BaseForm, set[str]] = {one: set(one.errors) for one in (form, promise)}
    for refused in refusals:
        part, _dot, field = (refused.field or "").partition(".")
        at_promise = part == "promise"
        at_fault: BaseForm = promise if at_promise else form
        if field not in unread[at_fault]:
            place = promise.field_of(field) if at_promise else field
            show_refusal(at_fault, Refused(refused.code, refused.message, field=place or None))


def _say(request: ActorRequest, logged: Logged) -> None:
    text = _("Logged: %(outcome)s.") % {"outcome": name_of(logged.contact.outcome)}
    if logged.promise is not None:
        promised = {"amount": money(logged.promise.amount), "day": short_date(logged.promise.last_due_on)}
        text += " " + _("Promised: %(amount)s by %(day)s.") % promised
    messages.success(request, text)
    if logged.claim_lost:
        messages.warning(request, _("You did not have this case any more when you saved; what you wrote is kept."))
    if logged.contact.breach:
        messages.warning(request, _("There was no valid permit for this contact: it is stored as a breach."))
