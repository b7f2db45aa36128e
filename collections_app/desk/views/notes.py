"""Writing a note on a case without a contact."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collections_app.casefile.notes import write_note
from collections_app.desk.forms import NoteForm
from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs

from .dialogs import dialog
from .page import open_case


@needs("contacts.log")
@require_POST
def note(request: ActorRequest, case_id: int) -> HttpResponse:
    """Write it; refused, its dialog stays open with what was typed."""
    case, form = open_case(request, case_id), NoteForm(request.POST, auto_id="note_%s")

    def write() -> None:
        write_note(actor=request.actor, case_id=case.pk, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The note is on the timeline."))

    return dialog(request, case, form, write, name="note_form") or redirect("case", case.pk)
