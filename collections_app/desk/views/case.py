"""The case page: everything about one case on one screen, and the form that logs a contact."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.queries import working_day
from collections_app.arrangements.forms import PromiseForm
from collections_app.casefile import actions as casefile
from collections_app.casefile.actions import Logged
from collections_app.cases.actions.claims import heartbeat as keep_claim
from collections_app.cases.models import Case
from collections_app.cases.queries import live_claim, visible_cases
from collections_app.contacts.labels import name_of
from collections_app.contacts.reading import read
from collections_app.desk.forms import LogForm
from collections_app.desk.queries.case_page import case_page
from collections_app.desk.queries.standing import payments_since, standing_of
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import money, short_date
from collections_app.shared.web import ActorRequest, needs, show_refusal

from .claims import to_next_case
from .page import accounts_context, base_context, case_context, log_forms, open_case, timeline_context


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


@needs("cases.work")
@never_cache
@require_POST
def heartbeat(request: ActorRequest, case_id: int) -> HttpResponse:
    """The page is still open: its claim lasts on. Tells what changed meanwhile, whoever has the case now."""
    at, here = clock.now(), open_case(request, case_id)
    token, paid = uuid_of(request.POST.get("token", "")), False
    if token is not None and here.closed_on is None:
        try:
            paid = keep_claim(actor=request.actor, case_id=here.pk, token=token, at=at).news == "paid"
        except Refused as refused:
            if refused.code == "forbidden":
                raise
    seen = request.POST.get("seen", "")
    standing = standing_of(
        here,
        live_claim(here.pk, at),
        request.actor,
        held=True,
        paid=paid,
        payments=payments_since(here.cardholder_id, int(seen) if seen.isdecimal() else 0),
        at=at,
    )
    return render(request, "desk/_banner.html", {"standing": standing, "case_id": here.pk})


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
    if not form.is_valid() or (promise.is_bound and not promise.is_valid()):
        _show_faults(form, here, at=at)
    elif logged := _logged(request, here, form, promise, at=at):
        _say(request, logged)
        return to_next_case(request, at=at) if request.POST.get("then") == "next" else redirect("case", here.pk)
    context = case_context(request, here, at=at, here=page, forms=(form, promise))
    return render(request, "desk/case.html", context, status=422)


def _show_faults(form: LogForm, here: Case, *, at: datetime) -> None:
    """What the action would refuse, said together with what the promise lacks: everything is mended in one go."""
    if not form.is_valid():
        return
    entry = form.entry()
    try:
        read(entry, here, needs_number=entry.permit_token is None, at=at)
    except Refused as refused:
        show_refusal(form, refused)


def _logged(request: ActorRequest, here: Case, form: LogForm, promise: PromiseForm, *, at: datetime) -> Logged | None:
    """What was stored; None when it was refused, and the form says why."""
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
        part, _dot, field = (refused.field or "").partition(".")
        at_promise = part == "promise"
        if at_promise:
            show_refusal(promise, Refused(refused.code, refused.message, field=field))
        else:
            show_refusal(form, refused)
        return None


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


def uuid_of(text: str) -> UUID | None:
    """A token as it came from a page; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
