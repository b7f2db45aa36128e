"""What stands in the demo portfolio? The same rows for the same seed, size and day. See `demo-portfolio.md`."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts.rules.calendar import DueOffset, DueRule, FixedDay

from . import cardholders
from .card import Card, Window
from .habits import Habit, Habits
from .layouts import Bundle, Row
from .life import Life
from .panel import Client

MONTHS = 8
DEFAULT_SIZE = 3_000
DEFAULT_SEED = 2025

COMPANIES, BANK_KEPT, HAS_DOLLARS = 0.03, 0.08, 0.02
CARDS_PER_PERSON = ((1, 86), (2, 11), (3, 3))
CARDS_PER_COMPANY = ((1, 60), (2, 25), (3, 15))
COMPANY_LIMIT_FACTOR = 4
YUAN_PER_DOLLAR = 7
DOLLAR_SIDE = 9

# Banks cut on few days; the ends of the month are there because they are the hard ones.
STATEMENT_DAYS = (1, 3, 5, 7, 8, 10, 12, 13, 15, 16, 17, 18, 20, 22, 23, 25, 26, 28, 29, 30, 31)
OFFSETS_DAYS = (18, 20, 20, 20, 23)
GOLD_FROM, PLATINUM_FROM = 20_000, 60_000


def bundles(*, clients: Iterable[Client], size: int, seed: int, until: date) -> Iterator[Bundle]:
    """Cardholders with their accounts, entries and statements until there are `size` accounts.

    Each cardholder has a chance of its own, so that a larger portfolio begins with the smaller one.
    """
    window = Window.before(until, months=MONTHS)
    habits = Habits(clients, cycles=MONTHS)
    number = accounts = 0
    while accounts < size:
        number += 1
        bundle = _cardholder(
            number, habits=habits, window=window, chance=Random(f"{seed}/{number}"), most=size - accounts
        )
        accounts += len(bundle.accounts)
        yield bundle


def _cardholder(number: int, *, habits: Habits, window: Window, chance: Random, most: int) -> Bundle:
    is_company = chance.random() < COMPANIES
    counts, weights = zip(*(CARDS_PER_COMPANY if is_company else CARDS_PER_PERSON), strict=True)
    drawn = [habits.draw(chance) for _ in range(min(chance.choices(counts, weights)[0], most))]
    cards = [
        _card(number, place, habit=habit, is_company=is_company, window=window, chance=chance)
        for place, habit in enumerate(drawn, start=1)
    ]
    if not is_company and len(cards) < most and chance.random() < HAS_DOLLARS:
        cards.append(_dollar_card(cards[0]))
        drawn.append(habits.draw(chance))
    lives = [
        Life(card=card, habit=habit, window=window, chance=chance, company=is_company).live()
        for card, habit in zip(cards, drawn, strict=True)
    ]
    return Bundle(
        cardholders=[_who(number, habit=drawn[0], is_company=is_company, window=window, chance=chance)],
        accounts=[card.row(window) for card in cards],
        statements=[row for lived in lives for row in lived.statements],
        entries=[row for lived in lives for row in lived.entries],
    )


def _who(number: int, *, habit: Habit, is_company: bool, window: Window, chance: Random) -> Row:
    if is_company:
        return cardholders.company(number, chance=chance, recorded_on=window.opens)
    return cardholders.person(number, habit=habit, chance=chance, until=window.until, recorded_on=window.opens)


def _card(number: int, place: int, *, habit: Habit, is_company: bool, window: Window, chance: Random) -> Card:
    limit = habit.limit * (COMPANY_LIMIT_FACTOR if is_company else 1)
    bank_kept = not is_company and chance.random() < BANK_KEPT
    day = chance.choice(STATEMENT_DAYS)
    return Card(
        account_no=_account_no(number, place),
        customer_no=cardholders.customer_no(number),
        product=_product(limit, is_company=is_company, bank_kept=bank_kept),
        currency="CNY",
        limit=Decimal(limit),
        statement_day=day,
        due_rule=_due_rule(day, chance),
        opened_on=window.opens - timedelta(days=chance.randint(40, 365 * 9)),
        last4=f"{chance.randint(0, 9999):04}",
        bank_keeps_books=bank_kept,
    )


def _account_no(number: int, place: int) -> str:
    """`8800000421`: the first account of cardholder 42; the ninth place is the dollar side."""
    return f"88{number:07}{place}"


def _dollar_card(card: Card) -> Card:
    """The dollar side of a two-currency card: an account of its own (B13)."""
    return Card(
        account_no=f"{card.account_no[:-1]}{DOLLAR_SIDE}",
        customer_no=card.customer_no,
        product="PLAT",
        currency="USD",
        limit=(card.limit / YUAN_PER_DOLLAR).quantize(Decimal(1)),
        statement_day=card.statement_day,
        due_rule=card.due_rule,
        opened_on=card.opened_on,
        last4=card.last4,
    )


def _product(limit: int, *, is_company: bool, bank_kept: bool) -> str:
    if is_company:
        return "CORP"
    if bank_kept:
        return "EXT"
    return "STD" if limit < GOLD_FROM else "GOLD" if limit < PLATINUM_FROM else "PLAT"


def _due_rule(statement_day: int, chance: Random) -> DueRule:
    """Mostly days after the statement; for early statement days also a fixed day, as on a 5/25 calendar."""
    if statement_day <= 8 and chance.random() < 0.5:
        return FixedDay(statement_day + 20)
    return DueOffset(chance.choice(OFFSETS_DAYS))
