"""What the customer said about being contacted, from his case page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import ContactPoint
from collections_app.cases.models import Case
from collections_app.compliance.actions import WHO_RECORDS
from collections_app.compliance.actions.consents import give_consent
from collections_app.compliance.actions.stops import signal_stop
from collections_app.compliance.people import number_hash_of
from collections_app.compliance.said_forms import ConsentForm, StopForm
from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs

from .dialogs import dialog
from .page import open_case


@needs(*WHO_RECORDS)
@require_POST
def consent(request: ActorRequest, case_id: int) -> HttpResponse:
    """Keep what he agreed to; refused, its dialog stays open and says why."""
    case = open_case(request, case_id)
    form = ConsentForm(request.POST, auto_id="consent_%s", numbers=_numbers(case))
    return _kept(request, case, form, give_consent, name="consent_form", done=_("The consent is recorded."))


@needs(*WHO_RECORDS)
@require_POST
def stop(request: ActorRequest, case_id: int) -> HttpResponse:
    """Keep that he, or somebody around him, said stop; refused, its dialog stays open and says why."""
    case = open_case(request, case_id)
    form = StopForm(request.POST, auto_id="stop_%s", numbers=_numbers(case))
    done = _("The stop signal is recorded; it is in force.")
    return _kept(request, case, form, signal_stop, name="stop_form", done=done)


def _numbers(case: Case) -> list[tuple[int, str]]:
    return list(ContactPoint.objects.filter(cardholder=case.cardholder_id).values_list("pk", "masked"))


def _kept(
    request: ActorRequest, case: Case, form: Form, action: Callable[..., Any], *, name: str, done: str
) -> HttpResponse:
    def keep() -> None:
        given = dict(form.cleaned_data)
        number_hash = number_hash_of(case.cardholder_id, given.pop("contact_point"))
        action(actor=request.actor, cardholder_id=case.cardholder_id, number_hash=number_hash, at=clock.now(), **given)
        messages.success(request, done)

    return dialog(request, case, form, keep, name=name) or redirect("case", case.pk)
