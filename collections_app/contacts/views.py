"""The browser door of contacts: who is calling, and the lists of outcomes and reasons. The log form is the desk's."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import ContactPoint
from accounts.queries.visible import visible_to
from collections_app.cases.actions.filing import case_to_log_on
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, show_refusal

from .actions.lists import add_outcome, add_reason, rename, set_in_use
from .forms import InboundForm, NamesForm, OutcomeForm, ReasonForm
from .labels import EFFECT_LABELS, name_of
from .models import Outcome, Reason
from .queries import Match, find_by_number, outcome_list, reason_list

KINDS: dict[str, type[Outcome] | type[Reason]] = {"outcomes": Outcome, "reasons": Reason}


@needs("contacts.log")
@never_cache
@require_http_methods(["GET", "POST"])
def inbound(request: ActorRequest) -> HttpResponse:
    """Who is calling? The number is sent, never put into an address, which logs and histories keep."""
    form = InboundForm(request.POST if request.method == "POST" else None)
    matches: list[Match] | None = None
    if form.is_bound and form.is_valid():
        try:
            matches = find_by_number(request.actor, form.cleaned_data["number"])
        except Refused as refused:
            show_refusal(form, refused)
    context = {"form": form, "matches": matches}
    return render(request, "contacts/inbound.html", context, status=422 if form.errors else 200)


@needs("contacts.log")
@require_POST
def log_inbound(request: ActorRequest, point_id: int) -> HttpResponse:
    """The log form for whoever calls from this number and never had a case."""
    point = ContactPoint.objects.filter(visible_to(request.actor, prefix="cardholder__"), pk=point_id).first()
    if point is None:
        raise Http404(point_id)
    case = case_to_log_on(actor=request.actor, cardholder_id=point.cardholder_id, at=clock.now())
    return redirect(f"{reverse('case', args=[case.pk])}?inbound=1&point={point.pk}")


@needs("contacts.lists")
@require_GET
def contact_lists(request: ActorRequest) -> HttpResponse:
    """Every outcome and every reason, the retired ones too."""
    outcomes = [(row, EFFECT_LABELS.get(row.effect, row.effect)) for row in outcome_list()]
    return render(request, "contacts/lists.html", {"outcomes": outcomes, "reasons": reason_list()})


@needs("contacts.lists")
@require_http_methods(["GET", "POST"])
def new_outcome(request: ActorRequest) -> HttpResponse:
    """Add an outcome."""
    return _new(request, OutcomeForm, add_outcome, _("New outcome"))


@needs("contacts.lists")
@require_http_methods(["GET", "POST"])
def new_reason(request: ActorRequest) -> HttpResponse:
    """Add a reason."""
    return _new(request, ReasonForm, add_reason, _("New reason"))


@needs("contacts.lists")
@require_http_methods(["GET", "POST"])
def list_entry(request: ActorRequest, kind: str, code: str) -> HttpResponse:
    """Rename an outcome or a reason; retire it or take it back."""
    row = _row(kind, code)
    form = NamesForm(request.POST or None, initial={"name_en": row.name_en, "name_zh": row.name_zh})
    if form.is_bound and form.is_valid():
        try:
            rename(actor=request.actor, row=row, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Renamed: %(name)s.") % {"name": name_of(row)})
            return redirect("contact-lists")
    effect = EFFECT_LABELS.get(row.effect) if isinstance(row, Outcome) else None
    context = {"row": row, "kind": kind, "form": form, "name": name_of(row), "effect": effect}
    return render(request, "contacts/list_entry.html", context, status=422 if form.errors else 200)


@needs("contacts.lists")
@require_POST
def list_entry_use(request: ActorRequest, kind: str, code: str) -> HttpResponse:
    """Retire, or take back into use."""
    row = _row(kind, code)
    try:
        set_in_use(actor=request.actor, row=row, in_use=request.POST.get("in_use") == "yes")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("contact-lists")


def _new(request: ActorRequest, kind: type[forms.Form], add: Callable[..., Any], title: str) -> HttpResponse:
    form = kind(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            row = add(actor=request.actor, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": name_of(row)})
            return redirect("contact-lists")
    context = {"form": form, "title": title}
    return render(request, "contacts/new_list_entry.html", context, status=422 if form.errors else 200)


def _row(kind: str, code: str) -> Outcome | Reason:
    model = KINDS.get(kind)
    row = model.objects.filter(pk=code.replace("\x00", "")).first() if model else None
    if row is None:
        raise Http404(code)
    return row
