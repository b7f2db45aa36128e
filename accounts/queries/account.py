"""What an account page lists: the ledger with its running balance, bucket history, holds, the person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from accounts.models import AccountHold, Address, BucketInterval, CardAccount, Cardholder, ContactPoint, LedgerEntry
from accounts.rules.money import ZERO
from collections_app.shared.paging import CursorPage, cursor_page

NEWEST_FIRST = ("-posting_date", "-id")
PAGE = 50


@dataclass(frozen=True)
class LedgerLine:
    """An entry with the balance after it. `waiting`: the next night is the first to know it."""

    entry: LedgerEntry
    balance: Decimal
    waiting: bool


def account_by_number(account_no: str) -> CardAccount | None:
    """One account with holder, name, product and position."""
    accounts = CardAccount.objects.select_related("cardholder__personal_data", "product", "position")
    return accounts.filter(account_no=account_no).first()


def ledger_page(account: CardAccount, *, on: date | None, cursor: str) -> CursorPage:
    """A page of `LedgerLine`, newest first; balances run in the order of posting dates."""
    entries = account.ledger_entries.select_related("policy_version__profile", "reverses").order_by()
    page = cursor_page(entries, order=NEWEST_FIRST, cursor=cursor, size=PAGE)
    if not page.rows:
        return page
    newest = page.rows[0]
    up_to = Q(posting_date__lt=newest.posting_date) | Q(posting_date=newest.posting_date, pk__lte=newest.pk)
    balance = account.ledger_entries.filter(up_to).aggregate(total=Sum("amount"))["total"] or ZERO
    lines = []
    for entry in page.rows:
        waiting = on is not None and entry.effective_on >= on and entry.recorded_by != "night"
        lines.append(LedgerLine(entry, balance, waiting))
        balance -= entry.amount
    return CursorPage(rows=lines, previous=page.previous, next=page.next)


def bucket_history(account: CardAccount, *, corrected: bool) -> QuerySet[BucketInterval]:
    """Intervals newest first: as known now, or every statement ever made, also those corrected since."""
    intervals = account.bucket_intervals.order_by(F("from_date").desc(), "-known_from", "-id")
    return intervals.filter(known_to=None) if corrected else intervals


def holds_of(account: CardAccount) -> QuerySet[AccountHold]:
    """Holds, the newest first."""
    return account.holds.order_by("-since", "-id")


def reach_of(cardholder: Cardholder) -> tuple[list[ContactPoint], list[Address]]:
    """Contact points and addresses as on the application, masked until revealed."""
    points = list(cardholder.contact_points.order_by("kind", "id"))
    return points, list(cardholder.addresses.order_by("-kind"))
