"""What people read for the codes of promises."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import PartyRole
from collections_app.arrangements.models.promise import PromiseStatus

Words = str | Promise

SHOWN: dict[str, Words] = {
    "today": _("Due today"),
    "week": _("Due within seven days"),
    "overdue": _("Due, not settled yet"),
    "broken": _("Missed last night"),
    "all": pgettext_lazy("promises", "All"),
}
GROUPS: dict[str, Words] = {
    "all": pgettext_lazy("promises", "All together"),
    "reason": _("By reason"),
    "speaker": _("By who promised"),
    "agent": _("By agent"),
    "bucket": _("By bucket"),
}
NUMBERS: dict[str, Words] = {
    "grace_days": _("Days of grace"),
    "threshold": _("Kept from this share on"),
    "horizon_days_to_m1": _("Latest day up to M1, in days"),
    "horizon_days_from_m2": _("Latest day from M2, in days"),
    "instalment_horizon_days": _("Last instalment, in days"),
    "max_instalments": _("Most instalments"),
    "minimum_share": _("At least this share of what is past due"),
    "minimum_amount": _("At least this amount"),
    "follow_up_days": _("Reminder after days"),
}
SHARES = frozenset({"threshold", "minimum_share"})
"""Those of the numbers that are shares of one."""
REASONS: dict[str, Words] = {
    "FORGOT": _("forgot"),
    "CASH_FLOW_TIMING": _("money comes later"),
    "UNEMPLOYED": _("unemployed"),
    "INCOME_CUT": _("income cut"),
    "ILLNESS": _("illness"),
    "FAMILY_EVENT": _("family event"),
    "OVER_INDEBTED": _("too many debts"),
    "DISPUTE_AMOUNT": _("disputes the amount"),
    "DISPUTE_TRANSACTION": _("disputes a transaction"),
    "FRAUD_VICTIM": _("victim of fraud"),
    "SYSTEM_PAYMENT_FAILURE": _("a payment failed"),
    "UNWILLING": _("unwilling"),
    "IN_CUSTODY": _("in custody"),
    "DECEASED": _("deceased"),
    "UNKNOWN": _("unknown"),
    "FINANCE_FORGOT": _("finance forgot to pay"),
    "APPROVER_NOT_SIGNED": _("approver has not signed"),
    "PROCESS_PENDING": _("process not finished"),
    "PASSED_BETWEEN_DEPARTMENTS": _("passed between departments"),
    "EXCUSE": _("excuse"),
}
"""The reasons of the reference; one an issuer has added is shown by its code."""
STATUS_TAGS = {
    PromiseStatus.OPEN: "tag-accent",
    PromiseStatus.KEPT: "tag-good",
    PromiseStatus.PARTIAL: "tag-warn",
    PromiseStatus.BROKEN: "tag-bad",
}


def reason_label(code: str) -> Words:
    """The words for a reason; a dash where none was given."""
    return REASONS.get(code, code) if code else _("no reason given")


def speaker_label(code: str) -> Words:
    """The words for who promised."""
    return dict(PartyRole.choices).get(code, code)
