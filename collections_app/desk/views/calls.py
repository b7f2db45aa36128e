"""Asking for a permit to call, and handing it back: the answer stands beside the numbers at once."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from collections_app.cases.models import Case
from collections_app.cases.queries import live_claim
from collections_app.compliance.actions.permits import hand_back_permit
from collections_app.compliance.models import ContactRefusal
from collections_app.compliance.queries import explain
from collections_app.contacts.actions import start_contact
from collections_app.contacts.actions.calls import request_call
from collections_app.desk.queries.case_page import case_page
from collections_app.desk.queries.permits import open_permits
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, safe_next

from .page import base_context, open_case
from .permits import permit_context


@needs("cases.work")
@never_cache
@require_POST
def call(request: ActorRequest, case_id: int, point_id: int) -> HttpResponse:
    """May this number be called, or written to, now? It in clear, or which rule says no and until when."""
    case, at = open_case(request, case_id), clock.now()
    held = live_claim(case.pk, at)
    try:
        answer = start_contact(
            actor=request.actor,
            case_id=case.pk,
            contact_point_id=point_id,
            channel=request.POST.get("channel") or "PHONE",
            purpose=request.POST.get("purpose") or "COLLECT",
            claim_token=held.token if held is not None and held.user_id == request.actor.user_id else None,
            at=at,
        )
    except Refused as refused:
        return _answer(request, case, {"call_refused": refused.message}, said=str(refused.message), at=at)
    if isinstance(answer, ContactRefusal):
        return _answer(request, case, {"refusal": answer}, said=explain(answer, at=at), at=at)
    return _answer(request, case, {}, said="", at=at)


@needs("cases.work")
@require_POST
def dial(request: ActorRequest, case_id: int, permit_id: int) -> HttpResponse:
    """*Dial* was pressed: a phone system that listens places the call; the link itself dials where none does."""
    open_case(request, case_id)
    request_call(actor=request.actor, permit_id=permit_id, at=clock.now())
    return HttpResponse(status=204)


@needs("cases.work")
@require_POST
def hand_back(request: ActorRequest, case_id: int, permit_id: int) -> HttpResponse:
    """The number was not dialled: the try does not count. Leads back to where it was pressed (`next`)."""
    case, at = open_case(request, case_id), clock.now()
    try:
        permit = hand_back_permit(actor=request.actor, permit_id=permit_id, at=at)
    except Refused as refused:
        return _answer(request, case, {"call_refused": refused.message}, said=str(refused.message), at=at)
    return _answer(request, case, {"handed_back": permit}, said=_("Handed back: this try does not count."), at=at)


def _answer(request: ActorRequest, case: Case, answer: dict[str, Any], *, said: str, at: datetime) -> HttpResponse:
    """The fragment for htmx, and the numbers as they stand now; else the page, which shows permits by itself, with what
    is said as a message."""
    if getattr(request, "htmx", None):
        here, permits = case_page(case, at=at), open_permits(case, request.actor, at=at)
        context = base_context(request, here, at=at) | permit_context(request, permits, here.numbers, at=at)
        return render(request, "desk/_permit.html", context | answer | {"swapped": True})
    if said:
        messages.warning(request, said)
    return redirect(safe_next(request, default=reverse("case", args=[case.pk])))
