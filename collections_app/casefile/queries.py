"""The timeline of a case: its contacts and everything that happened to the cardholder, in one list, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import CardAccount
from collections_app.casefile.models import CaseNote
from collections_app.cases.models import Case, Passed
from collections_app.contacts.models import Contact
from collections_app.events.models import Event
from collections_app.people.models import User
from collections_app.shared import clock
from collections_app.shared.paging import CursorPage, cursor_page

PAGE = 30
KINDS = ("all", "contacts", "notes", "money", "promises", "case")
"""What the timeline can be narrowed to. `case` is what is none of the others, and alone shows who had it open when."""

_THINGS = {
    "contacts": ("contact", "contact_point", "related_party", "address", "signal", "consent", "override"),
    "notes": ("note",),
    "money": ("bucket", "late_fee", "payment", "charge", "statement", "account"),
    "promises": ("promise",),
}
# Noted elsewhere, or on the way to something that is shown: the contact tells of its permit.
_NEVER = Q(kind__regex=r"^(permit|personal_data|breach|touch|call)\.")
# Who had the case open, its bucket beside that of its account, the rest a promise brings: only where one looks for it.
_ASIDE = (
    Q(kind__in=["case.claimed", "case.moved"])
    | Q(kind="case.released", data__kind="DONE")
    | Q(kind__startswith="hold.", data__kind="PROMISE")
)
_GIVEN_UP = ("case.skipped", "case.released", "case.taken_over")
"""Kinds of which somebody had to say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: `kind` is the event's, `day` the business date or, of what a file brought, the value date, `at` the
    moment unless the night or a file wrote it.

    `who` is a name (`user_id` says whose), "night" for the night, or the door of a command; `api_key` begins the key a
    machine came with. `contact` is the contact the event tells about, with outcome, reason, note and corrections.
    `words`: a note, or why somebody passed the case on.
    """

    id: int
    kind: str
    group: str
    day: date
    at: datetime | None
    who: str
    user_id: int | None
    api_key: str
    account_no: str
    data: dict[str, Any]
    contact: Contact | None
    words: str = ""

    @property
    def corrected(self) -> bool:
        """Whether a later entry says what was wrong with this contact."""
        return self.contact is not None and self.contact.is_corrected  # type: ignore[attr-defined]

    @property
    def contact_id(self) -> int | None:
        return self.contact.pk if self.contact is not None else None

    @property
    def breach(self) -> bool:
        """Whether the contact was made without a valid permit."""
        return self.contact is not None and self.contact.breach

    @property
    def note(self) -> str:
        """What somebody wrote; of a contact after why it corrects another one; "" also once it was erased."""
        note = getattr(self.contact, "note", None)
        return "\n".join(text for text in (note.correction, note.text) if text) if note else self.words


def timeline(
    case: Case, *, kind: str = "all", cursor: str = "", size: int = PAGE, numbers: Mapping[int, str] | None = None
) -> CursorPage:
    """A page of `Entry` of the case's cardholder, newest first; `kind` is one of KINDS, others mean `all`.

    `numbers`: account numbers by account, of who has read them already. Asks a fixed number of queries.
    Raises Refused("invalid", field="cursor") when the cursor is none of ours.
    """
    page = cursor_page(_events(case.cardholder_id, kind), order=["-id"], cursor=cursor, size=size)
    rows = _entries(page.rows, case.cardholder_id, numbers)
    return CursorPage(rows=rows, previous=page.previous, next=page.next)


def group_of(kind: str) -> str:
    """Which filter an event kind falls under. Example: `group_of("bucket.moved")` is "money"."""
    thing = kind.partition(".")[0]
    return next((group for group, things in _THINGS.items() if thing in things), "case")


def _events(cardholder_id: int, kind: str) -> QuerySet[Event]:
    events = Event.objects.filter(cardholder_id=cardholder_id).exclude(_NEVER)
    if kind in _THINGS:
        return events.filter(kind__regex=_pattern(_THINGS[kind]))
    if kind == "case":
        return events.exclude(kind__regex=_pattern(thing for things in _THINGS.values() for thing in things))
    return events.exclude(_ASIDE)


def _pattern(things: Iterable[str]) -> str:
    return rf"^({'|'.join(things)})\."


def _entries(events: list[Event], cardholder_id: int, numbers: Mapping[int, str] | None) -> list[Entry]:
    contacts = _contacts(_contact_id(event) for event in events)
    words = _words(events)
    names = _names(events)
    if numbers is None or not {event.account_id for event in events if event.account_id} <= numbers.keys():
        numbers = dict(CardAccount.objects.filter(cardholder=cardholder_id).values_list("pk", "account_no"))
    return [
        Entry(
            id=event.pk,
            kind=event.kind,
            group=group_of(event.kind),
            day=_day(event),
            at=_moment(event, contact),
            who=names.get(event.actor, event.actor),
            user_id=_user_id(event.actor),
            api_key=event.api_key,
            account_no=numbers.get(event.account_id or 0, ""),
            data=event.data,
            contact=contact,
            words=words.get(event.pk, ""),
        )
        for event in events
        for contact in [contacts.get(_contact_id(event) or 0)]
    ]


def _contact_id(event: Event) -> int | None:
    return event.data.get("contact") if event.kind in ("contact.logged", "contact.corrected") else None


def _contacts(ids: Iterable[int | None]) -> dict[int, Contact]:
    wanted = [pk for pk in ids if pk is not None]
    contacts = Contact.objects.filter(pk__in=wanted).select_related("outcome", "reason", "note", "related_party")
    corrections = Contact.objects.filter(corrects=OuterRef("pk"))
    return {contact.pk: contact for contact in contacts.annotate(is_corrected=Exists(corrections))}


def _words(events: list[Event]) -> dict[int, str]:
    """By event, the note it tells about or why the case was passed on; a query for each, where there are any."""
    written = [event for event in events if event.kind == "note.written"]
    notes = CaseNote.objects.in_bulk([event.data["note"] for event in written]) if written else {}
    given_up = [event for event in events if event.kind in _GIVEN_UP]
    passed = Passed.objects.filter(case__in={event.data["case"] for event in given_up})
    reasons = {(row.case_id, row.at.isoformat(timespec="milliseconds")): row.reason for row in passed}
    return {
        **{event.pk: notes[event.data["note"]].text for event in written if event.data["note"] in notes},
        **{event.pk: reasons.get(_passed_when(event), "") for event in given_up},
    }


def _passed_when(event: Event) -> tuple[int, str]:
    """Case and moment by which an event and its reason find each other; an event keeps milliseconds."""
    at = datetime.fromisoformat(event.data["at"])
    return event.data["case"], at.astimezone(UTC).isoformat(timespec="milliseconds")


def _names(events: list[Event]) -> dict[str, str]:
    """`user:6` as the name of that user; everyone else keeps the label."""
    labels = {event.actor: _user_id(event.actor) for event in events}
    users = User.objects.filter(pk__in=[pk for pk in labels.values() if pk is not None]).in_bulk()
    return {label: str(users[pk]) for label, pk in labels.items() if pk in users}


def _user_id(label: str) -> int | None:
    door, _colon, number = label.partition(":")
    return int(number) if door == "user" and number.isdecimal() else None


def _day(event: Event) -> date:
    """The business date; of what a bank file brought the value date: one file may bring what happened over months."""
    if "delivery" in event.data and event.data.get("value_date"):
        return date.fromisoformat(event.data["value_date"])
    return event.business_date or clock.local_date(event.recorded_at)


def _moment(event: Event, contact: Contact | None) -> datetime | None:
    """When it was: a contact has its own moment; what the night or a file wrote, or somebody later, has only a day."""
    if contact is not None:
        return contact.at
    same_day = event.business_date in (None, clock.local_date(event.recorded_at))
    return event.recorded_at if same_day and event.actor != "night" and "delivery" not in event.data else None
