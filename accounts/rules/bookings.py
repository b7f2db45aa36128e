"""The ledger entries of one account while it is played: which still count, which statement bills each."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from accounts.rules.cycles import Cycles
from accounts.rules.facts import CREDITS, DEBIT_COMPONENTS, REVERSALS, Entry, Facts, Kind, Terms

ByDay = dict[date, list[Entry]]


class Bookings:
    """Known entries and those the night adds. A reversed entry and its reversal, of one value date, leave no trace."""

    def __init__(self, facts: Facts, terms: Terms, cycles: Cycles, *, on: date):
        self.known = {entry.id: entry for entry in facts.entries}
        self.new: list[Entry] = []
        self.reversals = {undone(entry): entry for entry in facts.entries if entry.kind in REVERSALS}
        self._terms, self._cycles, self._on = terms, cycles, on
        self._waived = {undone(entry) for entry in facts.entries if entry.kind is Kind.WAIVER}

    def by_day(self) -> tuple[ByDay, ByDay]:
        """Debits by posting date and credits by value date, each in the order they count.

        Our own interest is left out: it enters with the statement that bills it.
        """
        debits, credits = defaultdict(list), defaultdict(list)
        for entry in self.known.values():
            if entry.kind in CREDITS:
                credits[entry.value_date].append(entry)
            elif entry.kind in DEBIT_COMPONENTS and not (entry.kind is Kind.INTEREST and entry.by_night):
                debits[entry.posting_date].append(entry)
        for entries in credits.values():
            entries.sort(key=lambda entry: (entry.posting_date, entry.recorded_on, entry.id))
        return debits, credits

    def counts(self, entry: Entry) -> bool:
        return entry.id not in self.reversals

    def charge(
        self, kind: Kind, amount: Decimal, *, seq: int, value_date: date, unrounded: Decimal = Decimal(0)
    ) -> Entry:
        """A new charge of this night for statement `seq`."""
        entry = Entry(
            id=0,
            kind=kind,
            amount=amount,
            posting_date=self._on,
            value_date=value_date,
            recorded_on=self._on,
            statement_seq=seq,
            by_night=True,
            unrounded=unrounded,
        )
        self.new.append(entry)
        return entry

    def reverse(self, charge: Entry) -> None:
        """Take a charge of an earlier night back, by a new entry of the same value date."""
        reversal = Entry(
            id=0,
            kind=Kind.CHARGE_REVERSAL,
            amount=-charge.amount,
            posting_date=self._on,
            value_date=charge.value_date,
            recorded_on=self._on,
            reverses=charge.id,
            statement_seq=charge.statement_seq,
            by_night=True,
        )
        self.reversals[charge.id] = reversal
        self.new.append(reversal)

    def late_fees(self, seq: int) -> list[Entry]:
        """Late fees charged for the minimum of statement `seq`, reversed ones too."""
        return [e for e in self.known.values() if e.kind is Kind.LATE_FEE and e.statement_seq == seq]

    def taken_back(self, charges: list[Entry]) -> bool:
        """Somebody, not the night, reversed one of these: it is not charged again."""
        return any(e.id in self.reversals and not self.reversals[e.id].by_night for e in charges)

    def waived(self, charges: list[Entry]) -> bool:
        return any(entry.id in self._waived for entry in charges)

    def interest_of(self, seq: int) -> list[Entry]:
        """Our interest entries of statement `seq`, this night's included."""
        kinds = (Kind.INTEREST, Kind.INTEREST_CORRECTION)
        entries = (*self.known.values(), *self.new)
        return [e for e in entries if e.kind in kinds and e.by_night and e.statement_seq == seq]

    def reversed_on(self, seq: int, statement_date: date) -> list[Entry]:
        """Charges that statement `seq` billed before they were reversed."""
        return [
            charge
            for pk, reversal in self.reversals.items()
            if (charge := self.known.get(pk)) is not None
            and charge.kind in DEBIT_COMPONENTS
            and self.billed_on(charge) == seq
            and _was_there(reversal, statement_date)
        ]

    def billing_seq(self, entry: Entry) -> int:
        """The statement that bills an entry: the first one cut after it was posted, and known (B4)."""
        day = entry.posting_date if self._terms.bank_statements else max(entry.posting_date, entry.recorded_on)
        return self._cycles.seq_after(day)

    def billed_on(self, charge: Entry) -> int:
        """The statement a charge stands on; our own interest is posted on the very statement that bills it."""
        if charge.kind is Kind.INTEREST and charge.by_night and charge.statement_seq is not None:
            return charge.statement_seq
        return self.billing_seq(charge)

    def since(self, day: date) -> bool:
        """Something was booked by others than the night on `day` or later."""
        return any(entry.effective_on >= day and not entry.by_night for entry in self.known.values())


def undone(entry: Entry) -> int:
    """The id of the entry that a reversal or waiver undoes."""
    if entry.reverses is None:
        raise ValueError(f"{entry.kind} {entry.id} names no entry it undoes")
    return entry.reverses


def _was_there(reversal: Entry, statement_date: date) -> bool:
    """Whether the statement still held the charge: the night corrects before it cuts, people after."""
    if reversal.by_night:
        return statement_date < reversal.posting_date
    return statement_date <= reversal.posting_date
