"""Why a row did not land: every reason a reject can carry, in words, and how its value is shown."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "already_reversed": _("the entry named in reverses_ref is already reversed"),
    "amount_differs": _("a reversal has the amount of the entry it reverses"),
    "amount_exceeds_charge": _("waivers exceed the charge they waive"),
    "before_opening": _("earlier than the day the account was opened"),
    "card_number": _("holds a full card number; only the last four digits and a token may be delivered"),
    "column_count": _("the row has another number of columns than the header"),
    "component_does_not_fit": _("the component does not fit the kind of entry"),
    "conflict": _("stored already with other content; facts are never overwritten"),
    "due_day_and_offset": _("exactly one of due_day and due_offset_days is needed"),
    "due_reaches_next_statement": _("the due date is not before the next statement date"),
    "due_before_statement": _("the due date is before the statement date"),
    "duplicate_in_file": _("an earlier line of this file has the same key"),
    "erased": _("the personal data of this cardholder was erased and is not taken in again"),
    "frozen": _("cannot change once it is stored"),
    "impossible_date": _("there is no such day"),
    "in_the_future": _("later than today"),
    "kept_by_us": _("Fairdue itself keeps these books of the account"),
    "minimum_exceeds_balance": _("the minimum amount due is more than the balance"),
    "missing": _("is required"),
    "negative": _("cannot be negative"),
    "not_a_date": _("is no date such as 2025-03-05"),
    "not_a_number": _("is no whole number"),
    "not_a_phone": _("is no phone number"),
    "not_an_amount": _('is no amount such as 1234.56 or "1,234.56"'),
    "not_an_email": _("is no e-mail address"),
    "not_digits": _("has another number of digits"),
    "not_on_calendar": _("is no statement date of this account"),
    "not_positive": _("must be more than zero"),
    "out_of_range": _("is out of range"),
    "past_due_exceeds_minimum": _("the part past due is more than the minimum amount due"),
    "reversal_target_kind": _("the entry named in reverses_ref cannot be reversed this way"),
    "stray_quote": _("a quotation mark is opened and not closed, or stands inside a value"),
    "too_large": _("the amount is too large"),
    "too_long": _("is too long"),
    "too_many_decimals": _("has more than two decimals"),
    "unexpected": _("belongs only to reversals and waivers"),
    "unknown_account": _("there is no such account"),
    "unknown_cardholder": _("there is no such cardholder"),
    "unknown_code": _("is none of the codes of this column"),
    "unknown_currency": _("is no currency of ISO 4217"),
    "unknown_entry": _("the account has no entry with this reference"),
    "unknown_product": _("there is no such product"),
    "value_date_differs": _("a reversal keeps the value date of the entry it reverses"),
}


def reason_text(reason: str) -> str:
    """The reason in the reader's language. Example: `reason_text("missing")` is "is required"."""
    return str(REASONS[reason])


def masked(value: str) -> str:
    """A value that may hold a card number: only its last four signs. Example: `"4111111111111111"` is `"***1111"`."""
    return "***" + value[-4:]
