"""What the figures of the operation are called, and what each counts; alerts and mails show only the first."""

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
