"""Words for the codes of accounts: `{% load accounts %}`."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import AccountHold, LedgerEntry, Slice
from accounts.names import shown_name
from collections_app.shared.templatetags.fairdue import listed, money

register = template.Library()
register.filter(shown_name)

ASSET_CLASSES: dict[str, Promise] = {
    "NORMAL": gettext_lazy("normal"),
    "SPECIAL_MENTION": gettext_lazy("special mention"),
    "SUBSTANDARD": gettext_lazy("substandard"),
    "DOUBTFUL": gettext_lazy("doubtful"),
    "LOSS": gettext_lazy("loss"),
}
EVENTS: dict[str, Promise] = {
    "bucket.moved": gettext_lazy("bucket moved"),
    "late_fee.charged": gettext_lazy("late fee charged"),
    "late_fee.reversed": gettext_lazy("late fee reversed"),
    "statement.issued": gettext_lazy("statement issued"),
    "payment.posted": gettext_lazy("payment posted"),
    "payment.reversed": gettext_lazy("payment reversed"),
    "calendar.changed": gettext_lazy("statement day or due rule changed"),
    "hold.placed": gettext_lazy("hold placed"),
    "hold.released": gettext_lazy("hold released"),
    "personal_data.revealed": gettext_lazy("personal data unmasked"),
    "personal_data.erased": gettext_lazy("personal data erased"),
    "restricted.refused": gettext_lazy("look refused: restricted file"),
}
MARKS: dict[str, Promise] = {
    "statement": gettext_lazy("Statement"),
    "due": gettext_lazy("Due date"),
    "grace": gettext_lazy("Grace days"),
    "payment": gettext_lazy("Payment"),
    "late_fee": gettext_lazy("Late fee"),
    "change": gettext_lazy("Bucket"),
}


@register.filter
def component(code: str) -> str:
    """PURCHASE as "purchase principal"."""
    return str(dict(LedgerEntry.Component.choices).get(code, code))


@register.filter
def hold_kind(code: str) -> str:
    """SUIT as "suit filed"."""
    return str(dict(AccountHold.Kind.choices).get(code, code))


@register.filter
def interest_free(code: str) -> str:
    """LOST as "not paid in full in time"."""
    return str(dict(Slice.InterestFree.choices).get(code, code))


@register.filter
def asset_class(code: str) -> str:
    """SPECIAL_MENTION as "special mention"."""
    return str(ASSET_CLASSES.get(code, code))


@register.filter
def event_kind(code: str) -> str:
    """What happened, in words; a kind without words as it is."""
    return str(EVENTS.get(code, code))


@register.filter
def mark_kind(code: str) -> str:
    """What a mark of the bucket calendar is."""
    return str(MARKS.get(code, code))


@register.filter
def named(thing: Any) -> str:
    """The name of a product or profile in the page's language."""
    return thing.name_zh if (get_language() or "").startswith("zh") and thing.name_zh else thing.name_en


@register.filter
def rate(share: Decimal | None) -> str:
    """0.050000 as 5 %, 0.000500 as 0.05 %: no zeros nobody needs."""
    if share is None:
        return "–"
    text = f"{share * 100:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}\u202f%"


@register.filter
def ordinal(bucket: int) -> str:
    """The code of a stored bucket ordinal: -1 is CURRENT, 5 is M4P."""
    return "CURRENT" if bucket < 0 else "M4P" if bucket >= 5 else f"M{bucket}"


@register.filter
def yes_no(value: bool) -> str:
    """True as "yes"."""
    return _("yes") if value else _("no")


@register.filter
def gender(code: str) -> str:
    """`F` as "female"."""
    return {"F": _("female"), "M": _("male")}.get(code, code)


@register.filter
def age(person: Any, on: Any) -> int | None:
    """Years on the business date, from the date of birth."""
    born = getattr(person, "birth_date", None)
    if born is None or on is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


PARAMETER_NAMES: dict[str, Promise] = {
    "minimum_ratio": gettext_lazy("Minimum: share of principal"),
    "minimum_floor_amount": gettext_lazy("Minimum: at least"),
    "late_fee_ratio": gettext_lazy("Late fee: share of the unpaid minimum"),
    "late_fee_minimum_amount": gettext_lazy("Late fee: at least"),
    "late_fee_bears_interest": gettext_lazy("Late fees bear interest"),
    "daily_interest_rate": gettext_lazy("Daily interest rate"),
    "grace_days": gettext_lazy("Grace days"),
    "overdue_tolerance_amount": gettext_lazy("Overdue tolerance"),
    "full_payment_tolerance_amount": gettext_lazy("Full-payment tolerance"),
    "principal_first_from_dpd": gettext_lazy("Principal first from days past due"),
    "max_late_fees": gettext_lazy("Most late fees in an episode"),
    "fee_stop_holds": gettext_lazy("Holds that stop late fees"),
    "interest_stop_holds": gettext_lazy("Holds that stop interest"),
    "cost_ceiling_annual_rate": gettext_lazy("Cost ceiling, annual rate"),
    "cost_ceiling_caps": gettext_lazy("Late fees give way to the ceiling"),
}
SELECTED_BY: dict[str, Promise] = {
    "statement_date": gettext_lazy("statement date"),
    "effective_due_date": gettext_lazy("effective due date of the statement"),
    "billing_statement_date": gettext_lazy("date of the statement that bills the fee"),
    "each_day": gettext_lazy("each day"),
    "payment_value_date": gettext_lazy("value date of the payment"),
    "day_looked_at": gettext_lazy("the day it is looked at"),
}
RATES = {"minimum_ratio", "late_fee_ratio", "daily_interest_rate", "cost_ceiling_annual_rate"}


@register.filter
def parameter(name: str) -> str:
    """What a policy number is called."""
    return str(PARAMETER_NAMES.get(name, name))


@register.filter
def selected_by(code: str) -> str:
    """Which date selects the version for a number."""
    return str(SELECTED_BY.get(code, code))


@register.simple_tag
def policy_number(name: str, value: Any) -> str:
    """A policy number as people read it: 5 %, 10.00, yes, the kinds of hold."""
    if isinstance(value, list):
        return listed(hold_kind(kind) for kind in value) or "–"
    if isinstance(value, bool):
        return yes_no(value)
    if value is None:
        return _("no limit")
    if name in RATES:
        return rate(value)
    return money(value) if isinstance(value, Decimal) else str(value)


@register.simple_tag
def number_of(version: Any, name: str) -> str:
    """One number of a version, as people read it; a dash without a version."""
    return "–" if version is None else policy_number(name, getattr(version, name))
