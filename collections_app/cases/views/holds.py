"""Holds of a case: the list with its forms; placing and releasing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collections_app.cases.actions.holds import place_hold, release_hold
from collections_app.cases.forms.holds import HoldForm, ReleaseForm
from collections_app.cases.models import Case
from collections_app.cases.queries import visible_cases
from collections_app.cases.queries.detail import holds_of
from collections_app.cases.rules.holds import HOLD_RULES
from collections_app.people.queries import named
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, safe_next, show_refusal


@needs("cases.view")
@require_http_methods(["GET", "POST"])
def holds(request: ActorRequest, case_id: int) -> HttpResponse:
    """The holds of a case; POST places one and leads back to where its form stood."""
    case = _case(request.actor, case_id)
    if request.method == "GET":
        return _page(request, case, HoldForm())
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            hold = place_hold(actor=request.actor, case_id=case.pk, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Hold placed: %(kind)s.") % {"kind": hold.get_kind_display()})
            return _back(request, case)
    return _page(request, case, form)


@needs("cases.view")
@require_POST
def release(request: ActorRequest, case_id: int, hold_id: int) -> HttpResponse:
    """End a hold and lead back to where its form stood."""
    case = _case(request.actor, case_id)
    if not case.holds.filter(pk=hold_id).exists():
        raise Http404
    form = ReleaseForm(request.POST)
    if form.is_valid():
        try:
            hold = release_hold(actor=request.actor, hold_id=hold_id, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Hold released: %(kind)s.") % {"kind": hold.get_kind_display()})
            return _back(request, case)
    return _page(request, case, HoldForm(), release_form=form, releasing=hold_id)


def _case(actor: Actor, case_id: int) -> Case:
    case = visible_cases(actor).select_related("cardholder__personal_data").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def _back(request: ActorRequest, case: Case) -> HttpResponse:
    return redirect(safe_next(request, reverse("case-holds", args=[case.pk])))


def _page(
    request: ActorRequest,
    case: Case,
    form: HoldForm,
    *,
    release_form: ReleaseForm | None = None,
    releasing: int | None = None,
) -> HttpResponse:
    found = holds_of(case)
    names = named(label for hold in found for label in (hold.placed_by, hold.released_by))
    rows = [
        {
            "hold": hold,
            "placed_by": names[hold.placed_by],
            "released_by": names[hold.released_by],
            "may_release": hold.released_at is None and request.actor.may(HOLD_RULES[hold.kind].to_release),
            "form": release_form if hold.pk == releasing and release_form else ReleaseForm(auto_id=f"id_{hold.pk}_%s"),
        }
        for hold in found
    ]
    context = {"case": case, "rows": rows, "form": form, "may_place": _may_place(request.actor, case)}
    wrong = form.errors or (release_form and release_form.errors)
    return render(request, "cases/holds.html", context, status=422 if wrong else 200)


def _may_place(actor: Actor, case: Case) -> bool:
    return case.closed_on is None and actor.may("cases.hold")
