"""Objections of the guard in the words of the page, each with the limit it breaks."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from collections_app.arrangements.rules.guard import Objection
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date, money

MESSAGES = {
    "not_a_debtor": _(
        "What %(speaker)s says is no promise: note it with who said it. Only who owes, stands surety or acts for "
        "the debtor can promise."
    ),
    "no_account": _("Nothing is past due here that could be promised."),
    "not_of_this_case": _("One of these accounts does not belong to this case, or nothing is past due on it."),
    "two_currencies": _("These accounts are kept in different currencies; take one promise for each currency."),
    "too_many": _("At most %(limit)s instalments may be promised."),
    "in_the_past": _("This day has passed; the earliest is %(limit)s."),
    "not_in_order": _("Each instalment must be due after the one before."),
    "too_late": _("The latest day that may be promised now is %(limit)s."),
    "last_too_late": _("The last instalment may be due on %(limit)s at the latest."),
    "not_positive": _("Give an amount above zero."),
    "does_not_add_up": _("The instalments add up to %(limit)s, not to the amount promised."),
    "over_the_debt": _("Only %(limit)s is owed on these accounts."),
    "too_little": _("At least %(limit)s must be promised."),
}


def refusal_of(against: Objection, *, speaker: str) -> Refused:
    """The refusal an action raises for an objection."""
    limit = against.limit
    shown = limit if isinstance(limit, int) else local_date(limit) if isinstance(limit, date) else money(limit)
    message = MESSAGES[against.code] % {"limit": shown, "speaker": speaker}
    return Refused(against.code, message, field=against.field)
