"""What a line of the timeline says, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AccountHold, ContactPoint, PartyRole, RelatedParty
from collections_app.cases.models import CaseHold, Passed
from collections_app.compliance.labels import rule_label
from collections_app.compliance.models import Consent, StopSignal
from collections_app.contacts.labels import name_of
from collections_app.contacts.models import Contact
from collections_app.people.labels import RESTRICTION_LABELS
from collections_app.people.queries import in_words
from collections_app.shared.templatetags.fairdue import local_moment, money, short_date

from .queries import Entry

KINDS: dict[str, str | Promise] = {
    "bucket.moved": gettext_lazy("Bucket moved"),
    "late_fee.charged": gettext_lazy("Late fee"),
    "late_fee.reversed": gettext_lazy("Late fee taken back"),
    "statement.issued": gettext_lazy("Statement"),
    "payment.posted": gettext_lazy("Payment"),
    "payment.reversed": gettext_lazy("Payment taken back"),
    "charge.waived": gettext_lazy("Charge waived"),
    "charge.reversed": gettext_lazy("Charge taken back"),
    "case.opened": gettext_lazy("Case opened"),
    "case.reopened": gettext_lazy("Case opened again"),
    "case.filed": gettext_lazy("Case made to log a contact on"),
    "case.moved": gettext_lazy("Case moved"),
    "case.closed": gettext_lazy("Case closed"),
    "hold.placed": gettext_lazy("Hold placed"),
    "hold.released": gettext_lazy("Hold released"),
    "hold.ran_out": gettext_lazy("Hold ran out"),
    "case.claimed": gettext_lazy("Taken to work on"),
    "case.released": gettext_lazy("Work done, let go"),
    "case.skipped": gettext_lazy("Skipped"),
    "note.written": gettext_lazy("Note"),
    "case.taken_over": gettext_lazy("Taken over"),
    "promise.made": gettext_lazy("Promise:"),
    "promise.kept": gettext_lazy("Promise kept:"),
    "promise.partial": gettext_lazy("Promise partly kept:"),
    "promise.broken": gettext_lazy("Promise broken:"),
    "promise.cancelled": gettext_lazy("Promise cancelled:"),
    "promise.reopened": gettext_lazy("Promise open again:"),
    "contact.refused": gettext_lazy("Contact refused:"),
    "contact_point.added": gettext_lazy("Number added"),
    "contact_point.changed": gettext_lazy("Number:"),
    "related_party.added": gettext_lazy("Person added:"),
    "related_party.changed": gettext_lazy("Person:"),
    "address.added": gettext_lazy("Address added"),
    "promise.revised": gettext_lazy("Promise judged anew:"),
    "promise.instalment_settled": gettext_lazy("Instalment settled:"),
    "signal.received": gettext_lazy("Stop signal:"),
    "signal.lifted": gettext_lazy("Stop signal lifted:"),
    "consent.given": gettext_lazy("Consent:"),
    "consent.withdrawn": gettext_lazy("Consent withdrawn:"),
    "override.granted": gettext_lazy("House rule let pass once:"),
    "cardholder.restricted": gettext_lazy("File restricted:"),
    "cardholder.opened": gettext_lazy("File open again"),
    "cardholder.changed": gettext_lazy("The bank's file brought other data of the customer"),
}


def told(entry: Entry) -> str:
    """The line in words. Example: "Call, cardholder: promises to pay"."""
    return contact_told(entry) if entry.contact is not None else event_told(entry.kind, entry.data)


def event_told(kind: str, data: Mapping[str, Any]) -> str:
    """The same of an event that is no contact. Example: "Hold placed dispute, until 12 Mar"."""
    writer = _WRITERS.get(kind.partition(".")[0])
    more = writer(data) if writer else ""
    said = _("Given back") if _is_return(kind, data) else kind_told(kind)
    return f"{said}{more}" if said.endswith("：") else f"{said} {more}".strip()


def _is_return(kind: str, data: Mapping[str, Any]) -> bool:
    return kind == "case.released" and data.get("kind") == Passed.Kind.RETURN


def kind_told(kind: str) -> str:
    """What happened, in a word or two; a kind without words as it is."""
    return str(KINDS.get(kind, kind))


def who_told(entry: Entry) -> str:
    """Who did it, by name, and with which API key; the night and commands in words."""
    who = in_words(entry.who)
    return _("%(who)s (API key %(key)s)") % {"who": who, "key": entry.api_key} if entry.api_key else who


def contact_told(entry: Entry) -> str:
    """A contact in one line: how, whom, what came of it, why he does not pay, what follows."""
    contact = entry.contact
    assert contact is not None
    line = _("%(how)s: %(outcome)s") % {"how": _how(contact), "outcome": name_of(contact.outcome)}
    line = line[:1].upper() + line[1:]
    if contact.reason is not None:
        line = _("%(line)s (%(reason)s)") % {"line": line, "reason": name_of(contact.reason)}
    if contact.follow_up_at:
        line += " · " + _("follow up %(moment)s") % {"moment": local_moment(contact.follow_up_at)}
    return _("Correction: %(line)s") % {"line": line} if contact.corrects_id else line


def _how(contact: Contact) -> str:
    """By which way, on which number, whom. Example: "Incoming phone 138****2210, cardholder"."""
    said = contact.get_channel_display()
    if contact.inbound:
        said = _("Incoming %(channel)s") % {"channel": said}
    if contact.masked:
        said += f" {contact.masked}"
    return _("%(way)s, %(role)s") % {"way": said, "role": contact.get_role_display()} if contact.role else said


def _amount(data: Mapping[str, Any]) -> str:
    amount = data.get("amount")
    return money(amount) if amount is not None else ""


def _payment(data: Mapping[str, Any]) -> str:
    valued = data.get("value_date")
    if not valued or "delivery" in data:  # a bank file's payment stands under its value date
        return _amount(data)
    return _("%(amount)s of %(day)s") % {"amount": _amount(data), "day": short_date(date.fromisoformat(valued))}


def _hold(data: Mapping[str, Any]) -> str:
    kinds = dict([*AccountHold.Kind.choices, *CaseHold.Kind.choices])
    kind = str(kinds.get(data.get("kind", ""), data.get("kind", "")))
    until = date.fromisoformat(data["until"]) if data.get("until") else None
    return f"{kind}, " + _("until %(day)s") % {"day": short_date(until)} if until else kind


def _promise(data: Mapping[str, Any]) -> str:
    due = data.get("due_on") or data.get("last_due_on")
    said = _amount(data)
    return f"{said} " + _("by %(day)s") % {"day": short_date(date.fromisoformat(due))} if due else said


def _rule(data: Mapping[str, Any]) -> str:
    said = rule_label(data.get("rule", ""))
    moment = data.get("next_allowed_at")
    return (
        f"{said}, " + _("from %(moment)s") % {"moment": local_moment(datetime.fromisoformat(moment))}
        if moment
        else said
    )


def _signal(data: Mapping[str, Any]) -> str:
    return str(dict(StopSignal.Kind.choices).get(data.get("kind", ""), data.get("kind", "")))


def _consent(data: Mapping[str, Any]) -> str:
    kind = str(dict(Consent.Kind.choices).get(data.get("kind", ""), data.get("kind", "")))
    until = data.get("until")
    return f"{kind}, " + _("until %(day)s") % {"day": short_date(date.fromisoformat(until))} if until else kind


def _number(data: Mapping[str, Any]) -> str:
    choices = dict([*ContactPoint.Kind.choices, *ContactPoint.Status.choices])
    return str(choices.get(data.get("kind") or data.get("status", ""), ""))


def _party(data: Mapping[str, Any]) -> str:
    choices = dict([*PartyRole.choices, *RelatedParty.Status.choices])
    return str(choices.get(data.get("role") or data.get("status", ""), ""))


def _reason(data: Mapping[str, Any]) -> str:
    return str(data.get("reason") or "") if data.get("reason") not in ("CURED",) else ""


def _restriction(data: Mapping[str, Any]) -> str:
    return str(RESTRICTION_LABELS.get(data.get("restriction", ""), ""))


_WRITERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "late_fee": _amount,
    "payment": _payment,
    "charge": _amount,
    "hold": _hold,
    "promise": _promise,
    "contact": _rule,
    "override": _rule,
    "signal": _signal,
    "consent": _consent,
    "contact_point": _number,
    "related_party": _party,
    "case": _reason,
    "cardholder": _restriction,
}
