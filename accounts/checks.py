"""What every action asks of the values it is given, whichever door they came through."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import CardAccount
from accounts.restricted import must_be_open
from accounts.rules.money import CENT
from collections_app.shared.actor import Actor
from collections_app.shared.card_numbers import contains_card_number
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

LARGEST_AMOUNT = Decimal("999999999999.99")


def text_of(text: str, *, field: str, longest: int, required: bool = True) -> str:
    """`text` without blanks around it. Raises Refused at `field`: `missing`, `too_long`, `invalid`, `card_number`.

    Example: `text_of(" R-1 ", field="source_ref", longest=80)` is `"R-1"`.
    """
    stripped = text.strip()
    if required and not stripped:
        raise Refused("missing", _("This is needed."), field=field)
    if len(stripped) > longest:
        message = _("At most %(count)s characters fit here.") % {"count": longest}
        raise Refused("too_long", message, field=field)
    if "\x00" in stripped:
        raise Refused("invalid", _("A NUL character cannot be stored."), field=field)
    if contains_card_number(stripped):
        message = _("This looks like a full card number; it may not be stored. Give the last four digits only.")
        raise Refused("card_number", message, field=field)
    return stripped


def amount_of(amount: Decimal, *, field: str = "amount") -> Decimal:
    """`amount` with two places. Raises Refused at `field`: `not_positive`, `too_precise`, `amount_too_large`.

    Example: `Decimal("5")` is 5.00; 0 and -1 are `not_positive`, 0.005 is `too_precise`.
    """
    if not amount.is_finite() or amount <= 0:
        raise Refused("not_positive", _("Give an amount above zero."), field=field)
    if amount > LARGEST_AMOUNT:
        raise Refused("amount_too_large", _("This amount is too large."), field=field)
    if amount != amount.quantize(CENT):
        raise Refused("too_precise", _("An amount has at most two decimal places."), field=field)
    return amount.quantize(CENT)


def day_of(day: date, *, field: str, account: CardAccount, today: date) -> date:
    """`day` itself when it lies between the account's opening and `today`.

    Raises Refused at `field`: `in_the_future`, `before_opening`.
    """
    if day > today:
        raise Refused(
            "in_the_future", _("This day is later than %(today)s.") % {"today": local_date(today)}, field=field
        )
    if day < account.opened_on:
        message = _("The account was opened on %(day)s, later than this.") % {"day": local_date(account.opened_on)}
        raise Refused("before_opening", message, field=field)
    return day


def locked_account(account_no: str, *, seen_by: Actor | None = None) -> CardAccount:
    """The account, locked until the transaction ends. Raises Refused("unknown_account", field="account_no").

    The file must be open to `seen_by`, else Refused("restricted"); what the bank reports (payments, terms)
    is taken in for every file. The lock lets entries of other doors and the night go on; two actions on one account
    wait for each other.
    """
    if "\x00" not in account_no:
        account = CardAccount.objects.select_for_update(no_key=True).filter(account_no=account_no).first()
        if account is not None:
            if seen_by is not None:
                must_be_open(seen_by, account.cardholder)
            return account
    raise unknown_account()


def unknown_account() -> Refused:
    """What a caller is told whose account number stands nowhere."""
    return Refused("unknown_account", _("There is no account with this number."), field="account_no")
