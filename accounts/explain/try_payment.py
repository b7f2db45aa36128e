"""What if he pays X on day Y: the morning after, with the payment and without it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.explain.explanation import NextBucket
from accounts.explain.reading import LOOK_AHEAD_DAYS, ONE_DAY, Reading
from accounts.rules.book import Book
from accounts.rules.facts import Facts
from accounts.rules.money import ZERO
from collections_app.shared.errors import Refused


@dataclass(frozen=True, kw_only=True)
class Morning:
    """Where the account stands on a day, and the next change if nothing more is paid."""

    bucket: str
    dpd: int
    past_due: Decimal
    balance: Decimal
    late_fees: int
    next_bucket: NextBucket | None


@dataclass(frozen=True, kw_only=True)
class TriedPayment:
    """`pays`: (component, amount) of what it would pay; `overpaid`: what is left of it as a credit balance."""

    amount: Decimal
    on: date
    seen_on: date
    without: Morning
    paid: Morning
    pays: tuple[tuple[str, Decimal], ...]
    overpaid: Decimal

    @property
    def cures(self) -> bool:
        return self.paid.bucket == "CURRENT" != self.without.bucket


def try_payment(reading: Reading, *, amount: Decimal, on: date) -> TriedPayment:
    """The morning after a payment of `amount` valued and posted on `on`, and what follows.

    Raises Refused at field `pay_on`: `in_the_past` (before the business date), `too_far` (more than three months
    ahead); at field `amount`: `not_positive`. The worked account on 2025-04-10: 1 000.00 today makes tomorrow M1
    instead of M2, 2 170.00 makes it CURRENT.
    """
    if amount <= 0:
        raise Refused("not_positive", _("Enter an amount above zero."), field="amount")
    if on < reading.on:
        raise Refused("in_the_past", _("The day is before the business date."), field="pay_on")
    if on > reading.on + timedelta(days=LOOK_AHEAD_DAYS):
        raise Refused("too_far", _("The day is more than three months ahead."), field="pay_on")
    seen_on = on + ONE_DAY
    facts = reading.recorded_and([(on, amount)])
    paid = _books(reading, facts, seen_on)
    return TriedPayment(
        amount=amount,
        on=on,
        seen_on=seen_on,
        without=_morning(_books(reading, reading.recorded, seen_on), seen_on),
        paid=_morning(paid, seen_on),
        pays=_pays(_on(paid, seen_on), facts.entries[-1].id),
        overpaid=_on(paid, seen_on).owed.credit_balance,
    )


def _books(reading: Reading, facts: Facts, seen_on: date) -> list[Book]:
    """The nights up to the morning in question and on to the next change."""
    before = reading.nights_ahead(facts, last=seen_on)
    after = reading.nights_ahead(facts, last=seen_on + timedelta(days=LOOK_AHEAD_DAYS))
    return [*before, *(book for book in after if book.on > seen_on)]


def _on(books: list[Book], day: date) -> Book:
    return next(book for book in books if book.on == day)


def _morning(books: list[Book], day: date) -> Morning:
    book = _on(books, day)
    now = book.standing(day)
    later = ((b.on, b.standing(b.on).bucket) for b in books if b.on > day)
    following = next((NextBucket(bucket=bucket.label, on=on) for on, bucket in later if bucket is not now.bucket), None)
    return Morning(
        bucket=now.bucket.label,
        dpd=now.dpd,
        past_due=now.past_due,
        balance=book.owed.balance,
        late_fees=book.episode_late_fees,
        next_bucket=following,
    )


def _pays(book: Book, number: int) -> tuple[tuple[str, Decimal], ...]:
    """What the payment pays by component. An id the forecast gave to an entry of its own is never `number`."""
    parts: dict[str, Decimal] = {}
    for part in book.owed.allotments:
        if part.entry_id == number:
            parts[part.component.value] = parts.get(part.component.value, ZERO) + part.amount
    return tuple(parts.items())
