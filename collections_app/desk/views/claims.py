"""Taking a case and letting it go: the next one, this one, skip, give back, take over."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collections_app.cases.actions import claims
from collections_app.cases.queries import live_claim
from collections_app.desk.forms import ReasonForm
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs

from .dialogs import dialog
from .page import open_case


def to_next_case(request: ActorRequest, *, queue: str | None = None, at: datetime) -> HttpResponse:
    """The page of the best callable case, claimed; My day when there is none."""
    claim = claims.next_case(actor=request.actor, queue=queue, at=at)
    if claim is None:
        messages.info(request, _("No case may be called now. Follow-ups and promises of today are below."))
        return redirect("my-day")
    return redirect("case", claim.case_id)


@needs("cases.work")
@require_POST
def next_case(request: ActorRequest) -> HttpResponse:
    """Hand out the next case; whoever still has one is led back to it."""
    at = clock.now()
    return to_next_case(request, queue=request.POST.get("queue") or None, at=at)


@needs("cases.work")
@require_POST
def claim(request: ActorRequest, case_id: int) -> HttpResponse:
    """Work this very case, if nobody does."""
    return _done(request, case_id, lambda: claims.claim(actor=request.actor, case_id=case_id, at=clock.now()))


@needs("cases.take_over")
@require_POST
def take_over(request: ActorRequest, case_id: int) -> HttpResponse:
    """Take the case from whoever works it; their screen says so. Refused, the dialog stays open with the reason."""
    case, form = open_case(request, case_id), ReasonForm(request.POST, auto_id="take_over_%s")

    def take() -> None:
        claims.take_over(actor=request.actor, case_id=case.pk, at=clock.now(), **form.cleaned_data)

    return dialog(request, case, form, take, name="take_over_form") or redirect("case", case.pk)


@needs("cases.work")
@require_POST
def skip(request: ActorRequest, case_id: int) -> HttpResponse:
    """Not now, and why; then the next case."""
    return _let_go(request, case_id, "SKIP")


@needs("cases.work")
@require_POST
def give_back(request: ActorRequest, case_id: int) -> HttpResponse:
    """Back into its queue, and why."""
    return _let_go(request, case_id, "RETURN")


def _let_go(request: ActorRequest, case_id: int, kind: str) -> HttpResponse:
    """Let the case go; refused, its dialog stays open with the reason."""
    case, at = open_case(request, case_id), clock.now()
    held = live_claim(case.pk, at)
    if held is None or held.user_id != request.actor.user_id:
        messages.error(request, _("You do not have this case any more."))
        return redirect("case", case_id)
    name, token = kind.lower(), held.token
    form = ReasonForm(request.POST, auto_id=f"{name}_%s")

    def let_go() -> None:
        claims.release(actor=request.actor, case_id=case.pk, token=token, kind=kind, at=at, **form.cleaned_data)

    if refused := dialog(request, case, form, let_go, name=f"{name}_form"):
        return refused
    return to_next_case(request, at=at) if kind == "SKIP" else redirect("my-day")


def _done(request: ActorRequest, case_id: int, act: Any) -> HttpResponse:
    """Do it and show the case; a refusal is said on its page."""
    case = open_case(request, case_id)
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("case", case.pk)
