"""Asking that a case rests."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collections_app.cases.actions.holds import place_hold
from collections_app.desk.forms import HoldForm
from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs

from .dialogs import dialog
from .page import open_case


@needs("cases.hold")
@require_POST
def hold(request: ActorRequest, case_id: int) -> HttpResponse:
    """Place a hold; refused, its dialog stays open and says why."""
    case, form = open_case(request, case_id), HoldForm(request.POST, auto_id="hold_%s")

    def place() -> None:
        given = form.cleaned_data
        place_hold(actor=request.actor, case_id=case.pk, at=clock.now(), **given)
        messages.success(request, _("The case is on hold."))

    return dialog(request, case, form, place, name="hold_form") or redirect("case", case.pk)
