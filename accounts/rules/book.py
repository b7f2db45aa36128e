"""One account played through time: the definition the set-based night is the twin of.

`play` takes everything known of an account and steps through the days on which something happens, in the
order of value dates, whenever it was recorded. The end of the last step is the night for `on`: it may issue a
statement, charge or correct late fees, and says where the account stands. Facts posted by earlier nights
(statements, interest, fees) are frozen input; what has become wrong is corrected by new entries.

A day has three parts: the night before it (decide what fell due yesterday, cut a statement), then what was
posted on it, then what was paid on it.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from accounts.rules import buckets, ladder
from accounts.rules.allocation import (
    BEARS_AT_FIRST,
    CHARGES_FIRST,
    REFUND_ORDER,
    Bears,
    Component,
    Pool,
    allocate,
    order_for,
)
from accounts.rules.buckets import Bucket, Standing
from accounts.rules.calendar import due_date, statement_dates
from accounts.rules.facts import (
    CREDITS,
    DEBIT_COMPONENTS,
    REVERSALS,
    SLICE_CHARGES,
    Entry,
    Facts,
    IssuedStatement,
    Kind,
    Terms,
)
from accounts.rules.interest import CumulativeRate
from accounts.rules.late_fee import late_fee, late_fee_ceiling
from accounts.rules.minimum_due import Billed, minimum_due
from accounts.rules.money import ZERO, to_cents
from accounts.rules.policy import Policy, PolicyLine

ONE_DAY = timedelta(days=1)
FREE_AT_FIRST = (Component.PURCHASE, Component.INSTALMENT)
PRINCIPAL = (Component.PURCHASE, Component.CASH, Component.INSTALMENT)
INTEREST_KINDS = (Kind.INTEREST, Kind.INTEREST_CORRECTION)
FEES = (Component.LATE_FEE, Component.OTHER_FEE)


@dataclass
class Step(ladder.Rung):
    """A statement on the ladder with what was decided after its effective due date."""

    past_due: Decimal = ZERO
    statement_unpaid: Decimal = ZERO
    interest: Decimal = ZERO
    interest_free: str = "OPEN"
    missed: bool | None = None
    missed_amount: Decimal = ZERO
    late_fee: Decimal = ZERO


@dataclass(frozen=True)
class NewStatement:
    """A statement the night issues; the interest entry, if any, is among `Book.new_entries`."""

    seq: int
    statement_date: date
    due_date: date
    effective_due_date: date
    balance: Decimal
    minimum_due: Decimal
    past_due: Decimal
    own_slice: Decimal
    interest: Decimal
    fees: Decimal


@dataclass(frozen=True)
class Interval:
    """The bucket from a day on, until the next interval begins."""

    from_date: date
    bucket: Bucket
    anchor_seq: int | None


@dataclass(frozen=True)
class Allotment:
    """Part of a credit that paid a pool."""

    entry_id: int
    seq: int
    component: Component
    amount: Decimal


@dataclass(frozen=True)
class SlicePayment:
    """Part of a payment that paid a statement's own slice of the minimum."""

    entry_id: int
    seq: int
    amount: Decimal


@dataclass
class Comparison:
    """Ours beside the bank's, per statement, where the bank charges (B1)."""

    interest: dict[int, Decimal] = field(default_factory=dict)
    minimum: dict[int, Decimal] = field(default_factory=dict)


class Book:
    """The state of an account while it is played; read it after `play`.

    `facts` are those the night may use (`Facts.known_to`). `decided_through` is the last night up to `on`
    that had its payment feed: what fell due later is not yet called missed (B10).
    """

    def __init__(self, *, terms: Terms, policies: PolicyLine, facts: Facts, on: date, decided_through: date):
        self.terms, self.policies, self.on = terms, policies, on
        self.decided_through = decided_through
        self.facts = facts
        self.interest_stops = self._interest_stops()
        self.rate = CumulativeRate(policies, stopped=self.interest_stops)
        self.calendar = _Calendar(terms, policies, through=on)
        self.steps: list[Step] = []
        self.pools: dict[tuple[int, Component], Pool] = {}
        self.credit_balance = ZERO
        self.interest_weight = Decimal(0)
        self.cycle_seq = 0
        self.episode_since: date | None = None
        self.episode_late_fees = 0
        self.lifetime_late_fees = 0
        self.intervals: list[Interval] = []
        self.allotments: list[Allotment] = []
        self.slice_payments: list[SlicePayment] = []
        self.new_statement: NewStatement | None = None
        self.new_entries: list[Entry] = []
        self.ours = Comparison()
        self._entries = {entry.id: entry for entry in self.facts.entries}
        self._cancelled: dict[int, Entry] = {}
        self._waived = {entry.reverses for entry in self.facts.entries if entry.kind is Kind.WAIVER}
        self._cancel_reversed()
        self._issued = {statement.seq: statement for statement in self.facts.statements}
        self._pending: list[tuple[Entry, Decimal]] = []

    # -- results -------------------------------------------------------------------------------

    @property
    def balance(self) -> Decimal:
        """What is owed less what is overpaid: the sum of all ledger entries."""
        return sum((pool.remaining for pool in self.pools.values()), ZERO) - self.credit_balance

    @property
    def bearing(self) -> Decimal:
        """What bears interest today."""
        return sum((pool.remaining for pool in self.pools.values() if pool.bearing), ZERO)

    def unbilled_interest(self, day: date) -> Decimal:
        """Interest accrued and not yet billed at the start of `day`, unrounded."""
        return self.bearing * self.rate(day) - self.interest_weight

    def standing(self, day: date) -> Standing:
        return buckets.standing(
            self.steps,
            statement_dates=self.calendar.statements,
            effective_due_dates=self.calendar.effective_dues,
            tolerance=self._tolerance,
            on=day,
        )

    # -- playing -------------------------------------------------------------------------------

    def play(self) -> "Book":
        """Step through every day on which something happens, up to the night for `on`."""
        debits, credits = defaultdict(list), defaultdict(list)
        for entry in self.facts.entries:
            if entry.kind in CREDITS:
                credits[entry.value_date].append(entry)
            elif entry.kind in DEBIT_COMPONENTS and not (entry.kind is Kind.INTEREST and entry.by_night):
                debits[entry.posting_date].append(entry)
        for day in self._days(debits, credits):
            self._night(day)
            if day == self.on:
                break
            for entry in debits[day]:
                if entry.id not in self._cancelled:
                    self._post(entry)
            self._use_credit_balance(day)
            for entry in sorted(credits[day], key=lambda e: (e.posting_date, e.recorded_on, e.id)):
                if entry.id not in self._cancelled:
                    self._take(entry)
        return self

    def _days(self, debits, credits) -> list[date]:
        days = {self.on, *debits, *credits, *(day + ONE_DAY for day in credits)}
        days.update(self.calendar.statements)
        days.update(day + ONE_DAY for day in self.calendar.effective_dues)
        days.update(step.effective_due_date + ONE_DAY for step in self._issued.values())
        return sorted(day for day in days if day <= self.on)

    def _night(self, day: date) -> None:
        for step in self.steps:
            if step.effective_due_date == day - ONE_DAY:
                self._decide_interest_free(step, day)
                self._decide_late_fee(step, day)
        if self.calendar.statement_on(day) == self.cycle_seq + 1:
            self._cut(day)
        if day == self.on:
            for entry in self.new_entries:
                if entry.kind is Kind.LATE_FEE:
                    self._post(entry)
            self._use_credit_balance(day)
        self._note(day)

    def _note(self, day: date) -> None:
        now = self.standing(day)
        if now.bucket is Bucket.CURRENT:
            self.episode_since, self.episode_late_fees = None, 0
        elif self.episode_since is None:
            self.episode_since = day
        last = self.intervals[-1] if self.intervals else None
        if last is None or (last.bucket, last.anchor_seq) != (now.bucket, now.anchor_seq):
            self.intervals.append(Interval(day, now.bucket, now.anchor_seq))

    # -- the night: what fell due yesterday ----------------------------------------------------

    def _decide_interest_free(self, step: Step, day: date) -> None:
        policy = self.policies.on(step.effective_due_date)
        if step.statement_unpaid <= policy.full_payment_tolerance_amount:
            step.interest_free = "KEPT"
            for pool in self._principal_not_bearing(step):
                if pool.seq == step.seq:
                    pool.bears, pool.weight = Bears.IDLE, Decimal(0)
            return
        step.interest_free = "LOST"
        for pool in self._principal_not_bearing(step):
            start = pool.weight if pool.seq == step.seq else pool.remaining * self.rate(step.statement_date)
            self._start_bearing(pool, weight=start)

    def _decide_late_fee(self, step: Step, day: date) -> None:
        policy = self.policies.on(step.effective_due_date)
        short = ladder.shortage(self.steps, seq=step.seq)
        if day > self.decided_through:
            return
        step.missed = short > policy.overdue_tolerance_amount
        step.missed_amount = short if step.missed else ZERO
        allowed = policy.max_late_fees is None or self.episode_late_fees < policy.max_late_fees
        stopped = self._fees_stopped(day, policy.fee_stop_holds) or self._taken_back(step)
        if step.missed and allowed and not stopped:
            step.late_fee = self._capped(late_fee(short, policy=policy), step, policy)
        if step.late_fee:
            self.episode_late_fees += 1
            self.lifetime_late_fees += 1
        if not self.terms.bank_charges:
            self._correct_late_fee(step, day)

    def _capped(self, fee: Decimal, step: Step, policy: Policy) -> Decimal:
        start, end = self.calendar.statements[step.seq - 1 : step.seq + 1]
        principal = sum((p.remaining for p in self.pools.values() if p.component in PRINCIPAL), ZERO)
        ceiling = late_fee_ceiling(principal=principal, cycle_days=(end - start).days, policy=policy)
        return fee if ceiling is None else min(fee, ceiling)

    def _taken_back(self, step: Step) -> bool:
        """Somebody reversed this step's late fee: it is not charged again. What the night reversed, it may."""
        reversals = (
            self._cancelled.get(entry.id)
            for entry in self.facts.entries
            if entry.kind is Kind.LATE_FEE and entry.statement_seq == step.seq
        )
        return any(reversal is not None and not reversal.by_night for reversal in reversals)

    def _correct_late_fee(self, step: Step, day: date) -> None:
        charged = [
            entry
            for entry in self.facts.entries
            if entry.kind is Kind.LATE_FEE and entry.statement_seq == step.seq and entry.id not in self._cancelled
        ]
        if sum((entry.amount for entry in charged), ZERO) == step.late_fee:
            return
        if any(entry.id in self._waived for entry in charged):
            return
        for entry in charged:
            reversal = Entry(
                id=0,
                kind=Kind.CHARGE_REVERSAL,
                amount=-entry.amount,
                posting_date=self.on,
                value_date=entry.value_date,
                recorded_on=self.on,
                reverses=entry.id,
                statement_seq=step.seq,
                by_night=True,
            )
            self._cancelled[entry.id] = reversal
            self.new_entries.append(reversal)
        if step.late_fee:
            self.new_entries.append(self._new_charge(Kind.LATE_FEE, step.late_fee, step.seq, value_date=day))

    def _new_charge(self, kind: Kind, amount: Decimal, seq: int, *, value_date: date) -> Entry:
        return Entry(
            id=0,
            kind=kind,
            amount=amount,
            posting_date=self.on,
            value_date=value_date,
            recorded_on=self.on,
            statement_seq=seq,
            by_night=True,
        )

    # -- the night: cutting a statement --------------------------------------------------------

    def _cut(self, day: date) -> None:
        self.cycle_seq += 1
        seq = self.cycle_seq
        issued = self._issued.get(seq)
        issues = issued is None and not self.terms.bank_statements and day == self.on and self._has_something(day)
        if self.terms.bank_charges:
            self._settle_banks_interest(seq, day)
        elif day == self.on and (issues or self.terms.bank_statements):
            self._charge_interest(seq, day)
        self._bill_interest(seq, day)
        self._use_credit_balance(day)
        self._billed_starts_bearing(seq, day)
        if issues:
            self._issue(seq, day)
        elif issued is not None:
            self._set_step(issued)

    def _settle_banks_interest(self, seq: int, day: date) -> None:
        """Where the bank bills interest, ours up to the statement date is only compared."""
        accrued = self.unbilled_interest(day)
        self.ours.interest[seq] = to_cents(accrued)
        self.interest_weight += accrued

    def _charge_interest(self, seq: int, day: date) -> None:
        """Interest since the last statement, with the correction of what was billed before (L7).

        An amount that rounds to nothing is not billed: it goes on accruing.
        """
        accrued = self.unbilled_interest(day)
        interest = to_cents(accrued)
        if interest:
            kind = Kind.INTEREST if interest > 0 else Kind.INTEREST_CORRECTION
            entry = self._new_charge(kind, interest, seq, value_date=day)
            self.new_entries.append(replace(entry, unrounded=accrued))

    def _bill_interest(self, seq: int, day: date) -> None:
        """Our interest entries of this statement: what they bill leaves the accrual."""
        for entry in (*self.facts.entries, *self.new_entries):
            if entry.statement_seq != seq or not entry.by_night:
                continue
            if entry.kind in INTEREST_KINDS:
                self.interest_weight += entry.unrounded
            if entry.kind is Kind.INTEREST and entry.id not in self._cancelled:
                self._pool(seq, Component.INTEREST).remaining += entry.amount
            elif entry.kind is Kind.INTEREST_CORRECTION:
                self._correct_interest(entry, day)

    def _correct_interest(self, entry: Entry, day: date) -> None:
        """More was billed before than was due: credit it, newest billed interest first (B3)."""
        left = -entry.amount
        for step in reversed(self.steps):
            part = min(left, step.interest)
            ladder.credit(step, part)
            step.statement_unpaid -= part
            left -= part
        self._allocate(entry, amount=-entry.amount, day=day, order=(Component.INTEREST, *_without_interest()))

    def _billed_starts_bearing(self, seq: int, day: date) -> None:
        """Billed interest bears interest from its statement date (L6); fees only where the policy says so."""
        kinds = [Component.INTEREST]
        if self.policies.on(day).late_fee_bears_interest:
            kinds += FEES
        for component in kinds:
            pool = self.pools.get((seq, component))
            if pool is not None and not pool.bearing:
                self._start_bearing(pool, weight=pool.remaining * self.rate(day))

    def _issue(self, seq: int, day: date) -> None:
        due = self.calendar.due(seq)
        past_due = sum((step.unpaid for step in self.steps), ZERO)
        asked = minimum_due(self._billed(seq, past_due, day), policy=self.policies.on(day))
        self.new_statement = NewStatement(
            seq=seq,
            statement_date=day,
            due_date=due,
            effective_due_date=self.calendar.effective_dues[seq - 1],
            balance=self.balance,
            minimum_due=asked.minimum,
            past_due=past_due,
            own_slice=asked.own_slice,
            interest=sum((entry.amount for entry in self.new_entries if entry.kind in INTEREST_KINDS), ZERO),
            fees=self._owed(seq=seq, components=FEES),
        )
        self._set_step(self.new_statement)

    def _billed(self, seq: int, past_due: Decimal, day: date) -> Billed:
        older_other = sum(
            (p.remaining for p in self.pools.values() if p.seq < seq and p.component is not Component.PURCHASE), ZERO
        )
        purchases = sum(
            (p.remaining for p in self.pools.values() if p.seq <= seq and p.component is Component.PURCHASE), ZERO
        )
        disputed = sum((hold.disputed_amount for hold in self.facts.holds if hold.covers(day)), ZERO)
        over_limit = max(self.balance - self.terms.credit_limit, ZERO) if self.terms.credit_limit else ZERO
        return Billed(
            balance=self.balance,
            past_due=past_due,
            purchases=max(purchases - disputed, ZERO),
            older_other=older_other,
            cycle_interest=self._owed(seq=seq, components=(Component.INTEREST,)),
            cycle_fees=self._owed(seq=seq, components=FEES),
            cycle_cash=self._owed(seq=seq, components=(Component.CASH,)),
            cycle_instalments=self._owed(seq=seq, components=(Component.INSTALMENT,)),
            over_limit=over_limit,
        )

    def _set_step(self, issued: IssuedStatement | NewStatement) -> None:
        """Put a statement on the ladder: its own slice, less charges on it that were reversed since (L3)."""
        past_due = issued.past_due
        if past_due is None:
            past_due = sum((step.unpaid for step in self.steps), ZERO)
        own = max(issued.minimum_due - past_due, ZERO)
        if issued.minimum_due < past_due:
            ladder.reduce_oldest(self.steps, amount=past_due - issued.minimum_due)
        step = Step(
            seq=issued.seq,
            statement_date=issued.statement_date,
            due_date=issued.due_date,
            effective_due_date=issued.effective_due_date,
            amount=own,
            unpaid=own,
            past_due=past_due,
            statement_unpaid=max(issued.balance, ZERO),
            interest=self._owed(seq=issued.seq, components=(Component.INTEREST,)),
        )
        self.steps.append(step)
        for charge_id, reversal in self._cancelled.items():
            charge = self._entries.get(charge_id)
            if charge and charge.kind in DEBIT_COMPONENTS and self._was_billed_on(charge, reversal, step):
                step.statement_unpaid -= charge.amount
                if charge.kind in SLICE_CHARGES:
                    ladder.credit(step, charge.amount)
        self._pay_pending(step)

    def _was_billed_on(self, charge: Entry, reversal: Entry, step: Step) -> bool:
        if self._billed_on(charge) != step.seq:
            return False
        if reversal.by_night:
            return step.statement_date < reversal.posting_date
        return step.statement_date <= reversal.posting_date

    # -- the day: debits and credits -----------------------------------------------------------

    def _post(self, entry: Entry) -> None:
        component = DEBIT_COMPONENTS[entry.kind]
        pool = self._pool(self._billing_seq(entry), component)
        pool.remaining += entry.amount
        first_day = entry.value_date if component is Component.CASH else entry.posting_date
        if pool.bearing:
            self.interest_weight += entry.amount * self.rate(first_day)
        elif pool.bears is Bears.FREE:
            pool.weight += entry.amount * self.rate(first_day)

    def _use_credit_balance(self, day: date) -> None:
        """What was overpaid pays what was posted today."""
        if self.credit_balance:
            held, self.credit_balance = self.credit_balance, ZERO
            self._allocate(None, amount=held, day=day, order=CHARGES_FIRST)

    def _take(self, entry: Entry) -> None:
        if entry.kind is Kind.PAYMENT:
            self._pay(entry)
        elif entry.kind is Kind.REFUND:
            self._allocate(
                entry, amount=-entry.amount, day=entry.value_date, order=REFUND_ORDER, unbilled_first=True
            )
        else:
            self._waive(entry)

    def _pay(self, entry: Entry) -> None:
        amount = -entry.amount
        policy = self.policies.on(entry.value_date)
        order = order_for(self.standing(entry.value_date).dpd, principal_first_from_dpd=policy.principal_first_from_dpd)
        self._allocate(entry, amount=amount, day=entry.value_date, order=order)
        surplus = self._pay_slices(self.steps, entry, amount)
        for step in self.steps:
            if step.statement_date <= entry.posting_date:
                step.statement_unpaid -= amount
        self._pending.append((entry, surplus))

    def _pay_slices(self, steps: list[Step], entry: Entry, amount: Decimal) -> Decimal:
        """Pay the ladder, note which slices the payment reached, and return the surplus."""
        before = [step.unpaid for step in steps]
        surplus = ladder.pay(steps, amount=amount, posting_date=entry.posting_date)
        for step, unpaid in zip(steps, before, strict=True):
            if step.unpaid != unpaid:
                self.slice_payments.append(SlicePayment(entry.id, step.seq, unpaid - step.unpaid))
        return surplus

    def _pay_pending(self, step: Step) -> None:
        """A payment valued before this statement but posted after it pays this slice too (B2)."""
        for place, (entry, surplus) in enumerate(self._pending):
            if step.statement_date <= entry.posting_date:
                left = self._pay_slices([step], entry, surplus)
                step.statement_unpaid += entry.amount
                self._pending[place] = (entry, left)

    def _waive(self, entry: Entry) -> None:
        charge = self._entries[entry.reverses]
        seq = self._billed_on(charge)
        amount = -entry.amount
        pool = self.pools.get((seq, DEBIT_COMPONENTS[charge.kind]))
        part = min(amount, pool.remaining) if pool else ZERO
        if pool and part:
            self._reduce(entry, pool, part, entry.value_date)
        self._allocate(entry, amount=amount - part, day=entry.value_date, order=CHARGES_FIRST)
        for step in self.steps:
            if step.seq == seq and charge.kind in SLICE_CHARGES:
                ladder.credit(step, amount)
            if step.seq >= seq:
                step.statement_unpaid -= amount

    def _allocate(self, entry, *, amount, day, order, unbilled_first=False) -> None:
        parts = allocate(
            self.pools.values(),
            amount=amount,
            order=order,
            billed_up_to=self.cycle_seq,
            unbilled_first=unbilled_first,
        )
        for pool, part in parts:
            self._reduce(entry, pool, part, day)
            amount -= part
        self.credit_balance += amount

    def _reduce(self, entry: Entry | None, pool: Pool, part: Decimal, day: date) -> None:
        pool.remaining -= part
        if pool.bearing:
            self.interest_weight -= part * self.rate(day)
        elif pool.bears is Bears.FREE:
            pool.weight -= part * self.rate(day)
        if entry is not None:
            self.allotments.append(Allotment(entry.id, pool.seq, pool.component, part))

    # -- small helpers -------------------------------------------------------------------------

    def _cancel_reversed(self) -> None:
        """A reversed entry and its reversal, same value date, leave no trace in what is derived."""
        for entry in self.facts.entries:
            if entry.kind in REVERSALS:
                self._cancelled[entry.reverses] = entry

    def _interest_stops(self) -> tuple[tuple[date, date | None], ...]:
        return tuple(
            (hold.since, hold.until + ONE_DAY if hold.until else None)
            for hold in self.facts.holds
            if hold.kind in self.policies.on(hold.since).interest_stop_holds
        )

    def _fees_stopped(self, day: date, kinds: frozenset[str]) -> bool:
        return any(hold.kind in kinds and hold.covers(day) for hold in self.facts.holds)

    def _tolerance(self, rung: ladder.Rung) -> Decimal:
        return self.policies.on(rung.effective_due_date).overdue_tolerance_amount

    def _billing_seq(self, entry: Entry) -> int:
        """The statement that bills an entry: the first one cut after it was posted, and known (B4)."""
        day = entry.posting_date if self.terms.bank_statements else max(entry.posting_date, entry.recorded_on)
        return self.calendar.seq_after(day)

    def _billed_on(self, charge: Entry) -> int:
        """The statement a charge stands on; our own interest is posted on the very statement that bills it."""
        if charge.kind is Kind.INTEREST and charge.by_night:
            assert charge.statement_seq is not None
            return charge.statement_seq
        return self._billing_seq(charge)

    def _pool(self, seq: int, component: Component) -> Pool:
        return self.pools.setdefault((seq, component), Pool(seq, component, ZERO, BEARS_AT_FIRST[component]))

    def _principal_not_bearing(self, step: Step) -> list[Pool]:
        """Purchases billed by this statement, and residues of earlier ones (L12)."""
        return [
            pool
            for pool in self.pools.values()
            if pool.seq <= step.seq and not pool.bearing and pool.component in FREE_AT_FIRST
        ]

    def _start_bearing(self, pool: Pool, *, weight: Decimal) -> None:
        pool.bears, pool.weight = Bears.BEARING, Decimal(0)
        self.interest_weight += weight

    def _owed(self, *, seq: int, components: tuple[Component, ...]) -> Decimal:
        return sum((p.remaining for p in self.pools.values() if p.seq == seq and p.component in components), ZERO)

    def _has_something(self, day: date) -> bool:
        """A statement is issued while anything is owed, overpaid or accrued, or was booked in the cycle."""
        if self.balance or self.credit_balance or self.unbilled_interest(day):
            return True
        return self._booked_since(self.cycle_seq - 1)

    @property
    def active(self) -> bool:
        """Something was booked by others than the night since the last statement date."""
        return self._booked_since(self.cycle_seq)

    def _booked_since(self, seq: int) -> bool:
        since = self.calendar.statements[seq - 1] if seq > 0 else date.min
        return any(entry.effective_on >= since and not entry.by_night for entry in self.facts.entries)


def _without_interest() -> tuple[Component, ...]:
    return tuple(component for component in CHARGES_FIRST if component is not Component.INTEREST)


class _Calendar:
    """The account's statement dates up to a day, one beyond, with their due dates (index 0 is seq 1)."""

    def __init__(self, terms: Terms, policies: PolicyLine, *, through: date):
        self.terms = terms
        self.statements: list[date] = []
        self.effective_dues: list[date] = []
        for day in statement_dates(terms.first_statement_date, terms.statement_day):
            self.statements.append(day)
            grace = timedelta(days=policies.on(day).grace_days)
            self.effective_dues.append(self.due(len(self.statements)) + grace)
            if day > through:
                break

    def due(self, seq: int) -> date:
        return due_date(
            self.statements[seq - 1], statement_day=self.terms.statement_day, due_rule=self.terms.due_rule
        )

    def statement_on(self, day: date) -> int | None:
        """The seq whose statement date is `day`."""
        place = bisect_right(self.statements, day)
        return place if place and self.statements[place - 1] == day else None

    def seq_after(self, day: date) -> int:
        """The seq of the first statement date after `day`."""
        return bisect_right(self.statements, day) + 1
