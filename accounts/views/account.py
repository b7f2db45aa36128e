"""The account page: where it stands, why, what paid what, and what would happen if he paid."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import reveal as unmasking
from accounts.actions.calendars import change_calendar
from accounts.actions.restrictions import restrict
from accounts.explain.reading import Reading, reading_of
from accounts.explain.statements import statement_lines
from accounts.explain.strip import strip_of
from accounts.explain.try_payment import try_payment
from accounts.explain.why import explain
from accounts.forms import CalendarForm, RestrictionForm, WhatIfForm
from accounts.models import CardAccount
from accounts.queries import business_date
from accounts.queries.account import account_by_number, bucket_history, holds_of, ledger_page, reach_of
from accounts.restricted import must_see
from collections_app.events.queries import events_of_account
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.web import ActorRequest, needs, show_refusal

TABS = ("why", "calendar", "statements", "ledger", "history", "holds", "events")


@needs("accounts.view")
@require_GET
def account(request: ActorRequest, account_no: str) -> HttpResponse:
    """The whole page; htmx swaps only the tab."""
    here = _account(request, account_no)
    context = _page(request, here)
    context["what_if"] = WhatIfForm(initial=_usual_payment(context))
    fragment = getattr(request, "htmx", None) and request.GET.get("tab")
    return render(request, "accounts/_tab.html" if fragment else "accounts/account.html", context)


@needs("accounts.view")
@require_GET
def what_if(request: ActorRequest, account_no: str) -> HttpResponse:
    """What if he pays X on day Y: the answer beside the form, at once or as a page of its own."""
    here = _account(request, account_no)
    reading = _reading(here)
    form = WhatIfForm(request.GET)
    tried = None
    if isinstance(reading, Refused):
        raise reading
    if form.is_valid():
        try:
            tried = try_payment(reading, amount=form.cleaned_data["amount"], on=form.cleaned_data["pay_on"])
        except Refused as refused:
            show_refusal(form, refused)
    status = 200 if tried else 422
    if getattr(request, "htmx", None):
        context = {"account": here, "what_if": form, "tried": tried}
        return render(request, "accounts/_what_if.html", context, status=status)
    context = _page(request, here, reading) | {"what_if": form, "tried": tried}
    return render(request, "accounts/account.html", context, status=status)


@needs("accounts.reveal")
@never_cache
@require_POST
def reveal(request: ActorRequest, account_no: str) -> HttpResponse:
    """Unmask name, phones, identity number and addresses for one look, which is recorded."""
    here = _account(request, account_no)
    found = unmasking.reveal(
        actor=request.actor,
        cardholder_id=here.cardholder_id,
        what=(unmasking.NAME, unmasking.ID_NUMBER, unmasking.CONTACT_POINTS, unmasking.ADDRESSES),
        account_id=here.pk,
        at=clock.now(),
    )
    revealed = {
        "name": found["name"] or "",
        "id_number": found["id_number"] or "",
        "contact_points": {point["id"]: point["value"] for point in found["contact_points"]},
        "addresses": {address["id"]: address["line"] for address in found["addresses"]},
    }
    if getattr(request, "htmx", None):
        context = {"account": here, "on": business_date(), "revealed": revealed, **_person(here)}
        return render(request, "accounts/_person.html", context)
    context = _page(request, here) | {"revealed": revealed}
    context["what_if"] = WhatIfForm(initial=_usual_payment(context))
    return render(request, "accounts/account.html", context)


@needs("accounts.change_terms")
@require_POST
def calendar(request: ActorRequest, account_no: str) -> HttpResponse:
    """Another statement day and due rule, from the next cycle on."""
    here = _account(request, account_no)
    form = CalendarForm(request.POST)
    if form.is_valid():
        try:
            change_calendar(actor=request.actor, account_no=account_no, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The next cycle has the new days."))
            return redirect("account", account_no)
    context = _page(request, here) | {"calendar_form": form}
    context["what_if"] = WhatIfForm(initial=_usual_payment(context))
    return render(request, "accounts/account.html", context, status=422)


@needs("teams.manage")
@require_POST
def restriction(request: ActorRequest, account_no: str) -> HttpResponse:
    """Close the file to all but those cleared for it, or open it."""
    here = _account(request, account_no)
    form = RestrictionForm(request.POST, auto_id="restriction-%s")
    if form.is_valid():
        try:
            on = business_date() or clock.local_date()
            closed = restrict(actor=request.actor, cardholder_id=here.cardholder_id, on=on, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Who may open this file is changed."))
            stays = request.actor.cleared_for(closed.restriction)
            return redirect("account", account_no) if stays else redirect("accounts")
    context = _page(request, here) | {"restriction_form": form}
    context["what_if"] = WhatIfForm(initial=_usual_payment(context))
    return render(request, "accounts/account.html", context, status=422)


def _account(request: ActorRequest, account_no: str) -> CardAccount:
    here = account_by_number(account_no) if "\x00" not in account_no else None
    if here is None:
        raise Http404(account_no)
    must_see(request.actor, here.cardholder, account=here)
    return here


def _reading(here: CardAccount) -> Reading | Refused:
    """The account played to the business date, or why it cannot be yet."""
    on = business_date()
    if on is None:
        return _no_night()
    try:
        return reading_of(here.pk, on=on)
    except Refused as refused:
        return refused


def _no_night() -> Refused:
    return Refused("not_yet", _("No night has run yet: the bucket and the balances appear with the first one."))


def _page(request: ActorRequest, here: CardAccount, known: Reading | None = None) -> dict[str, Any]:
    reading = known or _reading(here)
    tab = request.GET.get("tab", "")
    context: dict[str, Any] = {
        "account": here,
        "tabs": TABS,
        "tab": tab if tab in TABS else TABS[0],
        "may_reveal": request.actor.may("accounts.reveal"),
        "may_see_policies": request.actor.may("policies.view"),
        "calendar_changes": here.calendar_changes.order_by("from_seq", "id"),
        "calendar_form": CalendarForm() if request.actor.may("accounts.change_terms") else None,
        **_restriction(request, here),
        **_person(here),
    }
    if isinstance(reading, Refused):
        context |= {"not_explained": reading.message, "on": business_date()}
    else:
        context |= {"why": explain(reading), "strip": strip_of(reading), "on": reading.on}
    return context | _tab(request, here, reading, context["tab"])


def _restriction(request: ActorRequest, here: CardAccount) -> dict[str, Any]:
    """The form, and who changed it when and why, for those who may."""
    if not request.actor.may("teams.manage"):
        return {"restriction_form": None}
    return {
        "restriction_form": RestrictionForm(
            initial={"restriction": here.cardholder.restriction}, auto_id="restriction-%s"
        ),
        "restriction_changes": here.cardholder.restriction_changes.order_by("-id")[:10],
    }


def _person(here: CardAccount) -> dict[str, Any]:
    points, addresses = reach_of(here.cardholder)
    return {"holder": here.cardholder, "points": points, "addresses": addresses}


def _tab(request: ActorRequest, here: CardAccount, reading: Reading | Refused, tab: str) -> dict[str, Any]:
    """What only the open tab shows."""
    cursor = request.GET.get("cursor", "")
    if tab == "ledger":
        on = reading.on if isinstance(reading, Reading) else None
        return {"page": ledger_page(here, on=on, cursor=cursor)}
    if tab == "statements" and isinstance(reading, Reading):
        return {"statements": list(statement_lines(reading))}
    if tab == "history":
        corrected = request.GET.get("as") != "then"
        return {"intervals": list(bucket_history(here, corrected=corrected)[:500]), "corrected": corrected}
    if tab == "holds":
        return {"holds": list(holds_of(here))}
    if tab == "events":
        return {"page": cursor_page(events_of_account(here.pk), order=["-id"], cursor=cursor)}
    return {}


def _usual_payment(context: dict[str, Any]) -> dict[str, Any]:
    """What the form starts with: what is past due or asked, today."""
    why = context.get("why")
    if why is None:
        return {}
    due = why.last_minimum.short if why.last_minimum else None
    return {"amount": (why.cure.amount if why.cure else due) or None, "pay_on": why.on}
