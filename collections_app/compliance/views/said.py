"""What a person said about being contacted, recorded where his letter or message arrives."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collections_app.compliance.actions import WHO_RECORDS
from collections_app.compliance.actions.consents import give_consent, withdraw_consent
from collections_app.compliance.actions.stops import signal_stop
from collections_app.compliance.listing import visible_cardholders
from collections_app.compliance.people import typed_number_hash
from collections_app.compliance.said_forms import ConsentForm, StopForm
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, safe_next, show_refusal


@needs("compliance.edit")
@require_http_methods(["GET", "POST"])
def new_consent(request: ActorRequest) -> HttpResponse:
    """The form; `?cardholder=` names the customer."""
    form = ConsentForm(request.POST or None, initial=_asked(request))
    if request.method == "POST" and _recorded(request, form, give_consent):
        messages.success(request, _("The consent is recorded."))
        return redirect(_list("consents"))
    return _page(request, form, "consent", _("Record a consent"))


@needs("compliance.edit")
@require_http_methods(["GET", "POST"])
def new_signal(request: ActorRequest) -> HttpResponse:
    """The form; `?cardholder=` names the customer. A letter that says stop counts from when it was received."""
    form = StopForm(request.POST or None, initial=_asked(request))
    if request.method == "POST" and _recorded(request, form, signal_stop):
        messages.success(request, _("The stop signal is recorded; it is in force."))
        return redirect(_list("signals"))
    return _page(request, form, "signal", _("Record a stop signal"))


@needs(*WHO_RECORDS)
@require_POST
def withdraw(request: ActorRequest, consent_id: int) -> HttpResponse:
    """The debtor takes a consent back; then to where one came from (`next`)."""
    try:
        withdraw_consent(actor=request.actor, consent_id=consent_id, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The consent is withdrawn."))
    return redirect(safe_next(request, _list("consents")))


def _asked(request: ActorRequest) -> dict[str, str]:
    return {"customer_no": request.GET.get("cardholder", "")[:40].replace("\x00", "")}


def _list(kind: str) -> str:
    return f"{reverse('compliance')}?kind={kind}"


def _recorded(request: ActorRequest, form: Form, action: Callable[..., Any]) -> bool:
    """Whether it is stored; refused, the form says why at the field."""
    if not form.is_valid():
        return False
    given = dict(form.cleaned_data)
    found = visible_cardholders(request.actor).filter(customer_no=given.pop("customer_no")).first()
    if found is None:
        form.add_error("customer_no", _("There is no cardholder with this customer number."))
        return False
    try:
        given["number_hash"] = typed_number_hash(given.pop("number", ""))
        action(actor=request.actor, cardholder_id=found.pk, at=clock.now(), **given)
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


def _page(request: ActorRequest, form: Form, keep: str, title: str) -> HttpResponse:
    context = {"form": form, "keep": keep, "title": title, "list": _list(f"{keep}s")}
    return render(request, "compliance/said.html", context, status=422 if form.errors else 200)
