"""Names of outcomes, reasons and observations in the reader's language, and why an entry does not fit."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import Outcome, Reason
from .rules.checks import Fault

EFFECT_LABELS: dict[str, str | Promise] = {
    "": _("nothing changes"),
    "NUMBER_INVALID": _("the number is retired"),
    "NUMBER_VERIFIED": _("the number is verified"),
    "CONSENT_CALLBACK": _("a call is agreed for the day of the follow-up"),
    "HOLD:DISPUTE": _("hold: dispute"),
    "HOLD:FRAUD_CLAIM": _("hold: fraud claim"),
    "HOLD:HARDSHIP": _("hold: hardship"),
    "HOLD:COMPLAINT": _("hold: complaint"),
    "HOLD:BANKRUPTCY": _("hold: bankruptcy"),
    "HOLD:DECEASED": _("hold: deceased"),
    "STOP:CEASE": _("no contact any more"),
    "STOP:ATTORNEY": _("contact only through the lawyer"),
    "STOP:OPT_OUT": _("this channel is not used any more"),
    "STOP:OBJECTION": _("this number is not used any more"),
    "WILLINGNESS:WILLING": _("willing to pay"),
    "WILLINGNESS:UNDECIDED": _("undecided"),
    "WILLINGNESS:REFUSES": _("refuses"),
}
FAULTS: dict[str, str | Promise] = {
    "unknown_outcome": _("There is no such outcome."),
    "retired_outcome": _("This outcome is not used any more."),
    "wrong_channel": _("This outcome belongs to another channel."),
    "unknown_reason": _("There is no such reason."),
    "retired_reason": _("This reason is not used any more."),
    "wrong_kind": _("This reason is not for this kind of customer."),
    "unknown_value": _("This value is not known here."),
    "missing": _("This is needed."),
    "not_verified": _("Say how identity was verified."),
    "third_party": _("A third party may not be told of the debt. Choose “third party answered”."),
    "not_a_third_party": _("This is no third party."),
    "not_of_this_role": _("This is not observed of this role."),
    "only_for_companies": _("These questions are for companies."),
    "in_the_past": _("This moment has passed."),
    "too_far": _("At most %(limit)s days ahead."),
    "in_the_future": _("This moment has not come yet."),
    "too_long": _("At most %(limit)s characters fit here."),
    "not_a_phone": _("This is no phone number or e-mail address."),
}


def name_of(row: Outcome | Reason) -> str:
    """The name of an outcome or a reason in the reader's language."""
    return row.name_zh if (get_language() or "").startswith("zh") else row.name_en


def words_of(fault: Fault) -> str:
    """Why an entry does not fit, in the reader's language."""
    return str(FAULTS[fault.code]) % {"limit": fault.limit}
