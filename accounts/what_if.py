"""The bucket of a stored account on the days to come, if it pays what somebody thinks of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.explain.reading import Payment, Reading, reading_of
from accounts.rules.book import Book
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

LONGEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class WhatIfDay:
    """One day: bucket label, gap, late fees of the episode, days past due, past due, balance."""

    day: date
    bucket: str
    in_gap: bool
    late_fees: int
    dpd: int
    past_due: Decimal
    balance: Decimal


def bucket_days(
    account_id: int, *, on: date, first: date, last: date, payments: Sequence[Payment] = ()
) -> Iterator[WhatIfDay]:
    """One line per day from `first` to `last`, played from what is recorded on the business date `on`.

    `payments` are (value date, amount), none before `on`; each counts from the night after it, as a real one would.
    What the bank's feed will bring later is not guessed. Raises Refused: `before_today`, `range`, `too_long`
    (fields first, last), `payment_in_the_past` (field pay), and what `reading_of` raises.
    Example: the worked ledger (10 000.00 bought on 2025-01-20) on 2025-03-10 is M1, 13 days past due; paying
    2 170.00 on 03-12 makes it CURRENT from 03-13 on.
    """
    if first < on:
        raise Refused(
            "before_today",
            _("The first day is before the business date %(on)s.") % {"on": local_date(on)},
            field="first",
        )
    if last < first:
        raise Refused("range", _("The last day is before the first."), field="last")
    if (last - first).days >= LONGEST_DAYS:
        raise Refused("too_long", _("At most %(days)s days at once.") % {"days": LONGEST_DAYS}, field="last")
    if any(day < on for day, _amount in payments):
        raise Refused(
            "payment_in_the_past", _("A payment to try lies before %(on)s.") % {"on": local_date(on)}, field="pay"
        )
    reading = reading_of(account_id, on=on)
    books = reading.nights_ahead(reading.recorded_and(payments), last=last)
    return _days(reading, books, first, last)


def _days(reading: Reading, ahead: list[Book], first: date, last: date) -> Iterator[WhatIfDay]:
    books = iter(ahead)
    book, following = reading.book, next(books, None)
    day = reading.on
    while day <= last:
        if following is not None and following.on == day:
            book, following = following, next(books, None)
        if day >= first:
            yield _line(book, day)
        day += timedelta(days=1)


def _line(book: Book, day: date) -> WhatIfDay:
    now = book.standing(day)
    return WhatIfDay(
        day, now.bucket.label, now.in_gap, book.episode_late_fees, now.dpd, now.past_due, book.owed.balance
    )
