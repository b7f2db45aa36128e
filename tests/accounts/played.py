"""An account with a past, as the nights would have left it: played in pure Python, stored, then one real night."""

from datetime import date, timedelta

from accounts.models import CardAccount, LedgerEntry, Product
from accounts.nightly.facts import NIGHT
from accounts.rules.facts import DEBIT_COMPONENTS, Facts, Kind
from accounts.rules.forecast import eventful_days
from tests.accounts.cards import d
from tests.accounts.database import nights, product_following, store_account, store_facts, store_statement
from tests.accounts.simulation import Simulation


def store_played(
    simulation: Simulation, *, until: date, first: date | None = None, product: Product | None = None
) -> CardAccount:
    """Store the account of `simulation` after the nights before `until`; `run_night` does that one."""
    facts = Facts(simulation.entries, simulation.statements, simulation.holds)
    days = eventful_days(
        terms=simulation.terms,
        policies=simulation.policies,
        facts=facts,
        on=first or d("01-20"),
        last=until - timedelta(days=1),
    )
    for day in days:
        simulation.night(day)
    account = store_account(simulation.terms, product or product_following(simulation.policies))
    given = [entry for entry in simulation.entries if not entry.by_night]
    store_facts(account, Facts(given, [], simulation.holds))
    keys = dict(
        zip(
            [entry.id for entry in sorted(given, key=lambda e: e.id)],
            LedgerEntry.objects.filter(card_account=account).order_by("id").values_list("pk", flat=True),
            strict=True,
        )
    )
    for entry in (entry for entry in simulation.entries if entry.by_night):
        keys[entry.id] = _store_nights_entry(account, entry, keys).pk
    for issued in simulation.statements:
        store_statement(account, issued, issued_by="OWN", own_slice=issued.minimum_due - (issued.past_due or 0))
    return account


def run_night(on: date) -> None:
    """The first night of the installation, which replays what is stored."""
    nights(on, on)


def _store_nights_entry(account: CardAccount, entry, keys: dict[int, int]) -> LedgerEntry:
    component = DEBIT_COMPONENTS.get(entry.kind, "INTEREST" if entry.kind is Kind.INTEREST_CORRECTION else "LATE_FEE")
    return LedgerEntry.objects.create(
        card_account=account,
        kind=entry.kind,
        component=component,
        amount=entry.amount,
        unrounded=entry.unrounded if component == "INTEREST" else None,
        posting_date=entry.posting_date,
        value_date=entry.value_date,
        recorded_on=entry.recorded_on,
        recorded_by=NIGHT,
        reverses_id=keys[entry.reverses] if entry.reverses else None,
        statement_seq=entry.statement_seq,
    )
