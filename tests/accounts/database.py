"""Puts a simulated account's facts into PostgreSQL and runs nights there, to hold both against each other."""

from datetime import date, timedelta
from itertools import count

from accounts.models import (
    AccountHold,
    CardAccount,
    Cardholder,
    Installation,
    LedgerEntry,
    PolicyProfile,
    PolicyVersion,
    Product,
    ProductPolicy,
    Statement,
)
from accounts.queries.policy_lines import NUMBERS
from accounts.rules.calendar import CalendarChange, DueOffset, FixedDay
from accounts.rules.facts import DEBIT_COMPONENTS, Facts, IssuedStatement, Kind, Terms
from accounts.rules.policy import PolicyLine
from collections_app.nightly.actions import run_nights
from collections_app.shared.actor import Actor

_numbers = count(1)
LONG_AGO = date(2000, 1, 1)
NIGHT = Actor.night()


def product_following(line: PolicyLine) -> Product:
    """A product whose profile has exactly these versions."""
    number = next(_numbers)
    product = Product.objects.create(code=f"P{number}", name_en="Card", name_zh="卡")
    profile = PolicyProfile.objects.create(code=f"LINE{number}", name_en="line", name_zh="线")
    for version in line.versions:
        PolicyVersion.objects.create(
            profile=profile,
            valid_from=version.valid_from,
            fee_stop_holds=sorted(version.fee_stop_holds),
            interest_stop_holds=sorted(version.interest_stop_holds),
            recorded_on=version.valid_from,
            recorded_by="test",
            **{name: getattr(version, name) for name in NUMBERS},
        )
    ProductPolicy.objects.create(product=product, profile=profile, valid_from=LONG_AGO)
    return product


def store_account(terms: Terms, product: Product, *, recorded_on: date = LONG_AGO) -> CardAccount:
    number = next(_numbers)
    holder = Cardholder.objects.create(customer_no=f"C{number}", kind="PERSON", recorded_on=recorded_on)
    rule = terms.due_rule
    offset = rule.days if isinstance(rule, DueOffset) else None
    account = CardAccount.objects.create(
        account_no=f"A{number}",
        cardholder=holder,
        product=product,
        currency="CNY",
        opened_on=terms.first_statement_date - timedelta(days=40),
        statement_day=terms.statement_day,
        due_rule="DAY" if offset is None else "OFFSET",
        due_day=rule.day if isinstance(rule, FixedDay) else None,
        due_offset_days=offset,
        first_statement_date=terms.first_statement_date,
        credit_limit=terms.credit_limit,
        statements_by="BANK" if terms.bank_statements else "OWN",
        charges_by="BANK" if terms.bank_charges else "OWN",
        recorded_on=recorded_on,
    )
    for change in terms.calendar_changes:
        store_change(account, change, recorded_on=recorded_on)
    return account


def store_change(account: CardAccount, change: CalendarChange, *, recorded_on: date) -> None:
    """A calendar change as its action would store it."""
    rule = change.due_rule
    account.calendar_changes.create(
        from_seq=change.from_seq,
        statement_day=change.statement_day,
        due_rule="OFFSET" if isinstance(rule, DueOffset) else "DAY",
        due_day=rule.day if isinstance(rule, FixedDay) else None,
        due_offset_days=rule.days if isinstance(rule, DueOffset) else None,
        reason="test",
        recorded_on=recorded_on,
        recorded_by="test",
    )


def store_facts(account: CardAccount, facts: Facts) -> None:
    """Entries, statements and holds as their doors would store them; keeps the order of entry ids."""
    keys: dict[int, LedgerEntry] = {}
    for entry in sorted(facts.entries, key=lambda e: e.id):
        component = DEBIT_COMPONENTS.get(entry.kind) or ("PURCHASE" if entry.kind is Kind.WAIVER else "")
        keys[entry.id] = LedgerEntry.objects.create(
            card_account=account,
            kind=entry.kind,
            component=component,
            amount=entry.amount,
            posting_date=entry.posting_date,
            value_date=entry.value_date,
            recorded_on=entry.recorded_on,
            recorded_by="test",
            reverses=keys[entry.reverses] if entry.reverses else None,
        )
    for issued in facts.statements:
        store_statement(account, issued, issued_by="BANK")
    for hold in facts.holds:
        AccountHold.objects.create(
            card_account=account,
            kind=hold.kind,
            since=hold.since,
            until=hold.until,
            until_recorded_on=hold.until_recorded_on,
            disputed_amount=hold.disputed_amount,
            recorded_on=hold.recorded_on,
            recorded_by="test",
            reason="test",
        )


def store_statement(account: CardAccount, issued: IssuedStatement, **more) -> Statement:
    """`more`: who issued it, and the own slice where we did."""
    return Statement.objects.create(
        card_account=account,
        seq=issued.seq,
        statement_date=issued.statement_date,
        due_date=issued.due_date,
        effective_due_date=issued.effective_due_date,
        balance=issued.balance,
        minimum_due=issued.minimum_due,
        past_due=issued.past_due,
        recorded_on=issued.recorded_on,
        **more,
    )


def install(**more) -> Installation:
    return Installation.objects.update_or_create(pk=1, defaults={"name": "Test", "simulated": True, **more})[0]


def nights(first: date, last: date, *, shards: int = 1) -> None:
    """Run the nights on PostgreSQL, oldest first, each as a start of its own."""
    day = first
    while day <= last:
        run_nights(actor=NIGHT, until=day, first=first, shards=shards)
        day += timedelta(days=1)
