"""How does a panel of monthly figures become a bank's files? Pure; `docs/explanation/uci-panel.md` tells the choices.

The panel knows months, not days, and totals, not bookings. Every day and every split made here is a stated choice.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from accounts.rules.calendar import FixedDay, StatementCalendar
from accounts.rules.ladder import Rung, pay, reduce_oldest
from accounts.rules.minimum_due import Billed, minimum_due
from accounts.rules.money import ZERO
from accounts.rules.policy import Policy

from .layouts import Bundle, Row
from .panel import Client

PRODUCT = "PANEL"
CURRENCY = "TWD"
STATEMENT_DAY = 20
DUE_DAY = 10
LATE_BY_DAYS = 5
WINDOW_OPENS = date(2005, 4, 1)
AGED_TO = date(2005, 10, 1)
FIRST_STATEMENT = date(2005, 4, 20)
MONTHS = 6

MINIMUM_RATIO = Decimal("0.02")
"""Assumed: the share at which paid and unpaid minimums agree best with the panel's own status."""

POLICY = Policy(valid_from=WINDOW_OPENS, minimum_ratio=MINIMUM_RATIO)
_CALENDAR = StatementCalendar(FIRST_STATEMENT, STATEMENT_DAY, FixedDay(DUE_DAY))
STATEMENTS = tuple(_CALENDAR.statement(seq) for seq in range(1, MONTHS + 1))
DUE_DATES = tuple(_CALENDAR.due(seq) for seq in range(1, MONTHS + 1))


def bundles(clients: Iterable[Client]) -> Iterator[Bundle]:
    """The bank-file rows of every client, one client at a time."""
    for client in clients:
        yield Bundle(
            cardholders=[_cardholder(client)],
            accounts=[_account(client)],
            statements=list(statements(client)),
            entries=list(entries(client)),
        )


def account_no(client: Client) -> str:
    """`UCI-00042` for the panel's ID 42."""
    return f"UCI-{client.number:05}"


def _cardholder(client: Client) -> Row:
    return {
        "customer_no": account_no(client),
        "kind": "PERSON",
        "name": f"Panel client {client.number:05}",
        "gender": client.gender,
        "recorded_date": WINDOW_OPENS,
    }


def _account(client: Client) -> Row:
    return {
        "account_no": account_no(client),
        "customer_no": account_no(client),
        "product": PRODUCT,
        "currency": CURRENCY,
        "opened_on": WINDOW_OPENS,
        "statement_day": STATEMENT_DAY,
        "due_day": DUE_DAY,
        "credit_limit": client.limit,
        "first_statement_date": FIRST_STATEMENT,
        "statements_by": "BANK",
        "charges_by": "BANK",
        "recorded_date": WINDOW_OPENS,
    }


def statements(client: Client, *, policy: Policy = POLICY) -> Iterator[Row]:
    """Six statements: the panel's bill and status, and the assumed minimum.

    The minimum is 2 % of the bill not yet inside the past-due part, plus what is unpaid of earlier minimums, at most
    the bill; 0 for a bill of zero or less. Bill 10 000, nothing paid, bill 11 000: 200.00, then 200.00 + 216.00.
    """
    rungs: list[Rung] = []
    for month, balance in enumerate(map(Decimal, client.bills)):
        past_due = _past_due(rungs, balance)
        minimum = _minimum(balance, past_due, policy)
        yield {
            "account_no": account_no(client),
            "statement_date": STATEMENTS[month],
            "due_date": DUE_DATES[month],
            "balance": balance,
            "minimum_due": minimum,
            "past_due": past_due,
            "months_past_due": max(client.statuses[month], 0),
            "recorded_date": STATEMENTS[month],
        }
        own = minimum - past_due
        rungs.append(Rung(month + 1, STATEMENTS[month], DUE_DATES[month], DUE_DATES[month], own, own))
        if month < len(client.payments):
            pay(rungs, amount=Decimal(client.payments[month]), posting_date=payment_date(client, month))


def _past_due(rungs: list[Rung], balance: Decimal) -> Decimal:
    """What is unpaid of earlier minimums, never more than the bill (open slices are then reduced oldest first)."""
    unpaid = sum((rung.unpaid for rung in rungs), ZERO)
    if unpaid > max(balance, ZERO):
        reduce_oldest(rungs, amount=unpaid - max(balance, ZERO))
    return min(unpaid, max(balance, ZERO))


def _minimum(balance: Decimal, past_due: Decimal, policy: Policy) -> Decimal:
    billed = Billed(
        balance=balance,
        past_due=past_due,
        purchases=max(balance, ZERO),
        older_other=ZERO,
        cycle_interest=ZERO,
        cycle_fees=ZERO,
        cycle_cash=ZERO,
        cycle_instalments=ZERO,
        over_limit=ZERO,
    )
    return minimum_due(billed, policy=policy).minimum


def payment_date(client: Client, month: int) -> date:
    """The day given to the payment on the bill of `month`: its due date, or five days later if the status says late.

    The panel knows the calendar month only; both days lie in it. April's bill is paid on 10 or 15 May.
    """
    late = client.statuses[month] > 0
    return DUE_DATES[month] + timedelta(days=LATE_BY_DAYS if late else 0)


def entries(client: Client) -> Iterator[Row]:
    """The first bill brought forward, each payment, and between two bills one entry for everything else.

    Net new charges are bill - previous bill + payment: a purchase if positive, a refund if negative, nothing if zero.
    Bills 3 455, 3 272 and payment 0 make a refund of 183. The sum up to each statement is the panel's bill.
    """
    yield from _net(client, 0, client.bills[0], "balance brought forward")
    for month, payment in enumerate(client.payments):
        if payment:
            yield _payment(client, month, payment)
        net = client.bills[month + 1] - client.bills[month] + payment
        yield from _net(client, month + 1, net, "net new charges: purchases, fees and interest together")


def _net(client: Client, month: int, amount: int, what: str) -> Iterator[Row]:
    """One entry on the day before the statement: the last day that still belongs to its bill."""
    if amount:
        status = client.statuses[month]
        kind = "PURCHASE" if amount > 0 else "REFUND"
        day = STATEMENTS[month] - timedelta(days=1)
        yield _entry(client, f"{STATEMENTS[month]:%Y%m}-NET", kind, abs(amount), day, f"{what} (status {status})")


def _payment(client: Client, month: int, amount: int) -> Row:
    day = payment_date(client, month)
    return _entry(client, f"{day:%Y%m}-PAY", "PAYMENT", amount, day, f"paid in {day:%Y-%m}")


def _entry(client: Client, ref: str, kind: str, amount: int, day: date, description: str) -> Row:
    return {
        "account_no": account_no(client),
        "source_ref": f"{account_no(client)}-{ref}",
        "kind": kind,
        "amount": amount,
        "posting_date": day,
        "value_date": day,
        "description": description,
        "recorded_date": day,
    }
