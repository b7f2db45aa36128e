"""A note on a case: something to remember of which no contact tells."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.casefile.models import CaseNote
from collections_app.cases.queries import lock_visible
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

LONGEST_NOTE = 4000


@transaction.atomic
def write_note(*, actor: Actor, case_id: int, submission: UUID, text: str, at: datetime) -> CaseNote:
    """Write a note on a case, also on a closed one; nobody is contacted, nothing is counted, no claim is needed.

    The same submission again answers with the first note. Raises Refused: `forbidden`, `not_found`; `taken` (field
    submission: of another case); at text `missing`, `too_long`, `card_number`.
    """
    actor.must("contacts.log")
    case = lock_visible(actor, case_id, closed_too=True)
    sql.lock_for_transaction(f"note submission {submission}")
    stored = CaseNote.objects.filter(submission=submission).first()
    if stored is not None:
        if stored.case_id != case.pk:
            raise Refused("taken", _("This note was sent for another case already."), field="submission")
        return stored
    words = text_of(text, field="text", longest=LONGEST_NOTE)
    note = CaseNote.objects.create(submission=submission, case=case, text=words, at=at, written_by=actor.label)
    data = {"note": note.pk, "case": case.pk}
    events.record("note.written", actor=actor, cardholder_id=case.cardholder_id, data=data, on=working_day(at))
    return note


@transaction.atomic
def erase_notes(*, actor: Actor, cardholder_id: int) -> int:
    """Delete the notes on every case of a cardholder; returns how many. That there was one, and when, stays.

    Called by `accounts.actions.erasure` (`settings.ERASE_ALSO`), which notes the event. Raises Refused("forbidden").
    """
    actor.must("data.erase")
    return CaseNote.objects.filter(case__cardholder=cardholder_id).delete()[0]
