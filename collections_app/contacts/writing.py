"""The rows of one contact: the contact itself, its note, the facts it showed and the answers it brought."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.queries import working_day
from collections_app.cases.models import Case
from collections_app.people.queries import team_on
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .models import Contact, ContactNote, DebtorFact, Finding
from .reading import Reading
from .rules.effects import WILLINGNESS, Change
from .rules.entry import ContactEntry


def stored_before(entry: ContactEntry, case: Case) -> Contact | None:
    """The contact this submission stored before; of another case it is a mistake of the sender."""
    sql.lock_for_transaction(f"contact submission {entry.submission}")
    contact = Contact.objects.filter(submission=entry.submission).select_related("outcome").first()
    if contact is not None and contact.case_id != case.pk:
        raise Refused("taken", _("This entry was sent for another case already."), field="submission")
    return contact


def write(
    reading: Reading, case: Case, *, actor: Actor, account_ids: frozenset[int], correction: str = "", **more: Any
) -> Contact:
    """Store the contact with its note and its answers. `more`: the permit, the breach, what it corrects (and why)."""
    contact = Contact.objects.create(
        case=case,
        cardholder_id=case.cardholder_id,
        account_ids=sorted(account_ids),
        logged_by=actor.label,
        user_id=actor.user_id,
        team_id=_team(actor, reading.happened_at),
        bucket=case.bucket,
        **reading.columns(),
        **more,
    )
    entry = reading.entry
    if entry.note.strip() or correction:
        ContactNote.objects.create(contact=contact, text=entry.note.strip(), correction=correction)
    Finding.objects.bulk_create(
        Finding(contact=contact, question=question, answer=answer.strip())
        for question, answer in entry.findings.items()
        if answer.strip()
    )
    return contact


def write_facts(contact: Contact, reading: Reading, changed: tuple[Change, ...], *, at: datetime) -> None:
    """Willingness, ability and conduct as this contact showed them; facts of its day."""
    entry, on = reading.entry, fact_day(reading.happened_at, at)
    willingness = next((change.value for change in changed if change.kind == WILLINGNESS), "")
    shown = {
        DebtorFact.Kind.WILLINGNESS: willingness,
        DebtorFact.Kind.ABILITY: entry.ability,
        DebtorFact.Kind.OBSERVED: entry.observed,
    }
    DebtorFact.objects.bulk_create(
        DebtorFact(cardholder_id=contact.cardholder_id, contact=contact, kind=kind, value=value, on=on)
        for kind, value in shown.items()
        if value
    )


def fact_day(happened_at: datetime, at: datetime) -> date:
    """The desk's day of a contact: today's, as many days back as the contact lies back.

    Example: logged on 2025-03-10 for a call of 03-09: 03-09; in a panel that stands at 2005-10-01: 2005-09-30.
    """
    back: timedelta = clock.local_date(at) - clock.local_date(happened_at)
    return working_day(at) - back


def _team(actor: Actor, happened_at: datetime) -> int | None:
    """The desk the agent worked on that day, so that figures of a group that moves stay where they belong."""
    team = team_on(actor.user_id, clock.local_date(happened_at)) if actor.user_id is not None else None
    return team.pk if team else None
