"""What the figures of the operation are called, and what each counts: now, and on a past day.

Alerts and mails show only the names of now.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATE_LABELS: dict[str, str | Promise] = {
    "cases": _("Cases"),
    "callable": _("Callable now"),
    "due": _("Follow-ups due"),
    "held": _("Work stopped"),
    "worked": _("Being worked"),
}
DONE_LABELS: dict[str, str | Promise] = {
    "contacts": _("Contacts"),
    "right_party": _("Right party"),
    "promises_made": _("Promises taken"),
    "promises_due": _("Promises due today"),
    "promises_kept": _("Kept last night"),
    "promises_broken": _("Missed last night"),
    "refusals": _("Refusals"),
    "breaches": _("Breaches"),
    "unreported": _("Permits unreported"),
}
LABELS = {**STATE_LABELS, **DONE_LABELS}

DEFINITIONS: dict[str, str | Promise] = {
    "cases": _(
        "Open cases standing in the queue now. A desk counts what was given to it, and what was given to nobody in"
        " the queues it may take from; such a case counts at every desk that may take it, and once in all "
        "together."
    ),
    "callable": _(
        "Of these, nobody works it, no hold stops work, it does not sleep, and its follow-up is due or its last "
        "contact was long enough ago. Whom the contact rules refuse is known only once asked."
    ),
    "due": _("The follow-up agreed for the case is due by now."),
    "held": _("A hold stops work on the case."),
    "worked": _("Somebody holds the case at this moment."),
    "oldest": _(
        "Days since the last contact, or since the opening where there was none, of the case that waits longest; "
        "cases with a hold or with a date to follow up do not count."
    ),
    "cases_per_agent": _(
        "Cases divided by the agents who may take them today: people with the role agent in a team the queue is "
        "open to. Of a desk: its queues, each so divided, together."
    ),
    "contacts": _("Contacts since midnight, each in its last correction; inbound ones too."),
    "right_party": _("Of these, those with the customer personally, verified."),
    "promises_made": _("Promises made today that still stand: not cancelled, not replaced."),
    "promises_due": _("Open promises whose next instalment is due today."),
    "promises_kept": _("Promises the last night found kept."),
    "promises_broken": _("Promises the last night found broken or partly kept."),
    "refusals": _("Contacts asked for since midnight and refused by a rule."),
    "breaches": _("Outbound contacts since midnight without a valid permit."),
    "unreported": _(
        "Permits that are over and of which nobody said what came of them, of any day; they count as contacts."
    ),
    "presence": _(
        "At work: holds a case now, or left a contact, permit, promise or refusal in the last 15 minutes. Nothing "
        "else is recorded about anybody's presence."
    ),
}
NAMES: dict[str, str | Promise] = {
    **LABELS,
    "oldest": _("Oldest"),
    "cases_per_agent": _("Cases per agent"),
    "presence": _("At work"),
}

_DONE_LABELS_THEN: dict[str, str | Promise] = {
    **DONE_LABELS,
    "promises_due": _("Promises due"),
    "promises_kept": _("Kept"),
    "promises_broken": _("Missed"),
}
_DEFINITIONS_THEN: dict[str, str | Promise] = {
    "cases": _(
        "Open cases in the morning of that day, as its night kept them. A desk counts what was given to it, and what "
        "was given to nobody in the queues it might take from; such a case counts at every desk that might take it, "
        "and once in all together. Which cases they were is not kept."
    ),
    "due": _("Of these, the follow-up agreed for the case was for that day or before it."),
    "held": _("Of these, a hold stopped work on the case."),
    "oldest": _(
        "Days from the last contact, or from the opening where there was none, to that morning, of the case that "
        "waited longest; cases with a hold or with a date to follow up do not count."
    ),
    "cases_per_agent": _(
        "Cases divided by the agents who might take them that morning: people with the role agent in a team the queue "
        "was open to. Of a desk: its queues, each so divided, together."
    ),
    "contacts": _("Contacts of that day, each in its last correction; inbound ones too."),
    "right_party": DEFINITIONS["right_party"],
    "promises_made": _("Promises made that day that still stand: neither cancelled nor replaced since."),
    "promises_due": _(
        "Promises with an instalment due that day, whatever came of it; neither cancelled nor replaced since."
    ),
    "promises_kept": _("Promises the night of that day found kept. One judged anew counts at the later night."),
    "promises_broken": _(
        "Promises the night of that day found broken or partly kept. One judged anew counts at the later night."
    ),
    "refusals": _("Contacts asked for that day and refused by a rule."),
    "breaches": _("Outbound contacts of that day without a valid permit."),
    "unreported": _(
        "Permits of that day of which nobody has said to this day what came of them; they count as contacts."
    ),
    "presence": _(
        "From the first to the last contact, permit, promise or refusal of that day. Nothing else is recorded about "
        "anybody's presence."
    ),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What figures are called and what each counts; `names` also of what is no count."""

    labels: Mapping[str, str | Promise]
    definitions: Mapping[str, str | Promise]
    names: Mapping[str, str | Promise]


NOW = Wording(LABELS, DEFINITIONS, NAMES)
THEN = Wording(
    STATE_LABELS | _DONE_LABELS_THEN, _DEFINITIONS_THEN, NAMES | _DONE_LABELS_THEN | {"presence": _("First trace")}
)
