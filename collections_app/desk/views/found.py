"""Numbers, people and addresses that somebody found."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collections_app.cases.models import Case
from collections_app.contacts.actions import add_address, add_number, add_person, mark_number, mark_person
from collections_app.desk.forms import AddressForm, NumberForm, PersonForm
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs

from .dialogs import dialog
from .page import open_case


@needs("contacts.log")
@require_POST
def number(request: ActorRequest, case_id: int) -> HttpResponse:
    """Keep a number."""
    case = open_case(request, case_id)
    parties = list(case.cardholder.related_parties.order_by("role", "id"))
    form = NumberForm(request.POST, auto_id="number_%s", parties=parties)

    def add(**given: Any) -> None:
        try:
            add_number(**given)
        except Refused as refused:
            if refused.code == "retired":
                form.offer_to_restore()
            raise

    return _kept(request, case, form, add, name="number_form")


@needs("contacts.log")
@require_POST
def number_status(request: ActorRequest, case_id: int, point_id: int) -> HttpResponse:
    """Verify a number, retire it or let it count again; then back to where it stands on the page."""
    case = open_case(request, case_id)
    try:
        point = mark_number(
            actor=request.actor,
            case_id=case.pk,
            contact_point_id=point_id,
            status=request.POST.get("status", ""),
            at=clock.now(),
        )
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{point.masked}: {point.get_status_display()}")
    return redirect(f"{reverse('case', args=[case.pk])}#number-{point_id}")


@needs("contacts.log")
@require_POST
def person(request: ActorRequest, case_id: int) -> HttpResponse:
    """Keep somebody around the debtor."""
    form = PersonForm(request.POST, auto_id="person_%s")
    return _kept(request, open_case(request, case_id), form, add_person, name="person_form")


@needs("contacts.log")
@require_POST
def person_status(request: ActorRequest, case_id: int, party_id: int) -> HttpResponse:
    """Say that somebody does not know the debtor, or take it back; then back to where the person stands."""
    case, status = open_case(request, case_id), request.POST.get("status", "")
    try:
        party = mark_person(
            actor=request.actor, case_id=case.pk, related_party_id=party_id, status=status, at=clock.now()
        )
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{party.name_masked}: {party.get_status_display()}")
    return redirect(f"{reverse('case', args=[case.pk])}#person-{party_id}")


@needs("contacts.log")
@require_POST
def address(request: ActorRequest, case_id: int) -> HttpResponse:
    """Keep an address."""
    form = AddressForm(request.POST, auto_id="address_%s")
    return _kept(request, open_case(request, case_id), form, add_address, name="address_form")


def _kept(request: ActorRequest, case: Case, form: BaseForm, action: Any, *, name: str) -> HttpResponse:
    def keep() -> None:
        action(actor=request.actor, case_id=case.pk, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Added."))

    return dialog(request, case, form, keep, name=name) or redirect("case", case.pk)
