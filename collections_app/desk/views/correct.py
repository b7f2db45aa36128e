"""Saying what was wrong with a contact: the log form once more, as it was filled in then."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collections_app.cases.models import Case
from collections_app.contacts.actions import correct_contact
from collections_app.contacts.labels import name_of
from collections_app.contacts.models import Contact
from collections_app.desk.forms import CorrectionForm
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, show_refusal

from .page import open_case

AS_IT_IS = ("role", "verified_by", "follow_up_at", "call_id", "recording", "related_party_id")
YES_NO: dict[bool | None, str] = {True: "yes", False: "no"}


@needs("contacts.log")
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, case_id: int, contact_id: int) -> HttpResponse:
    """The wrong entry stays as it was written; the new one points back to it."""
    case = open_case(request, case_id)
    wrong = Contact.objects.filter(pk=contact_id, case=case).select_related("note", "outcome").first()
    if wrong is None:
        raise Http404(contact_id)
    form = CorrectionForm(request.POST or None, company=case.kind == Case.Kind.COMPANY, initial=_written(wrong))
    if form.is_valid() and _corrected(request, form, wrong):
        return redirect("case", case.pk)
    context = {"form": form, "case": case, "wrong": wrong, "wrong_outcome": name_of(wrong.outcome)}
    return render(request, "desk/correct.html", context, status=422 if form.is_bound else 200)


def _corrected(request: ActorRequest, form: CorrectionForm, wrong: Contact) -> bool:
    """Whether it is stored; refused, the form says why."""
    why, entry = form.cleaned_data.pop("why"), form.entry()
    try:
        done = correct_contact(actor=request.actor, contact_id=wrong.pk, entry=entry, reason=why, at=clock.now())
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, _("Corrected. The wrong entry stays on the timeline, struck through."))
    if done.to_undo:
        messages.warning(request, _("What the wrong entry had changed is not undone by itself; look at it now."))
    return True


def _written(wrong: Contact) -> dict[str, Any]:
    """The form as the wrong entry filled it in."""
    note = getattr(wrong, "note", None)
    return {
        **{name: getattr(wrong, name) for name in AS_IT_IS},
        **{fact.kind.lower(): fact.value for fact in wrong.facts.all()},
        **{f"finding_{finding.question}": finding.answer for finding in wrong.findings.all()},
        "outcome": wrong.outcome_id,
        "reason": wrong.reason_id,
        "message_left": YES_NO.get(wrong.message_left, ""),
        "objects": wrong.objects_to_contact,
        "note": note.text if note else "",
    }
