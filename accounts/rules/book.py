"""One account played through time: the definition the set-based night is the twin of.

`play` takes everything known of an account and steps through the days on which something happens, in the
order of value dates, whenever it was recorded. The end of the last step is the night for `on`: it may issue a
statement, charge or correct late fees, and says where the account stands. Facts posted by earlier nights
(statements, interest, fees) are frozen input; what has become wrong is corrected by new entries.

A day has three parts: the night before it (decide what fell due yesterday, cut a statement), then what was
posted on it, then what was paid on it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.rules import buckets, ladder
from accounts.rules.allocation import CHARGES_FIRST, REFUND_ORDER, Component, order_for
from accounts.rules.bookings import Bookings, ByDay, undone
from accounts.rules.buckets import Bucket, Standing
from accounts.rules.cycles import Cycles
from accounts.rules.facts import DEBIT_COMPONENTS, SLICE_CHARGES, Entry, Facts, IssuedStatement, Kind, Terms
from accounts.rules.interest import CumulativeRate
from accounts.rules.late_fee import late_fee, late_fee_ceiling
from accounts.rules.minimum_due import MinimumDue, minimum_due
from accounts.rules.money import ZERO, to_cents
from accounts.rules.new_statement import NewStatement, billed
from accounts.rules.owed import FEES, PRINCIPAL, Owed
from accounts.rules.policy import Policy, PolicyLine
from accounts.rules.steps import Step, Steps

ONE_DAY = timedelta(days=1)
INTEREST_FIRST = (Component.INTEREST, *(part for part in CHARGES_FIRST if part is not Component.INTEREST))


@dataclass(frozen=True)
class Interval:
    """The bucket from a day on, until the next interval begins."""

    from_date: date
    bucket: Bucket
    anchor_seq: int | None


class Book:
    """The state of an account while it is played; read it after `play`.

    `facts` are those the night may use (`Facts.known_to`). `decided_through` is the last night up to `on`
    that had its payment feed: what fell due later is not yet called missed (B10).
    """

    def __init__(self, *, terms: Terms, policies: PolicyLine, facts: Facts, on: date, decided_through: date):
        self.terms, self.policies, self.facts, self.on = terms, policies, facts, on
        self.cycles = Cycles(terms, policies, through=on)
        self.interest_stops = self._interest_stops()
        self.owed = Owed(CumulativeRate(policies, stopped=self.interest_stops))
        self.cycle_seq = 0
        self.episode_since: date | None = None
        self.episode_late_fees = 0
        self.lifetime_late_fees = 0
        self.intervals: list[Interval] = []
        self.new_statement: NewStatement | None = None
        self.our_interest: dict[int, Decimal] = {}
        self.our_minimum: dict[int, Decimal] = {}
        self._decided_through = decided_through
        self._ladder = Steps()
        self._bookings = Bookings(facts, terms, self.cycles, on=on)
        self._issued = {statement.seq: statement for statement in facts.statements}
        self.steps = self._ladder.all
        self.slice_payments = self._ladder.payments
        self.new_entries = self._bookings.new

    @property
    def active(self) -> bool:
        """Something was booked by others than the night since the last statement date."""
        return self._booked_in_cycle(self.cycle_seq)

    def standing(self, day: date) -> Standing:
        """Where the account stands on `day`, by the ladder as played so far."""
        return buckets.standing(
            self.steps,
            statement_dates=self.cycles.statements,
            effective_due_dates=self.cycles.effective_dues,
            tolerance=lambda rung: self.policies.on(rung.effective_due_date).overdue_tolerance_amount,
            on=day,
        )

    def play(self) -> "Book":
        """Step through every day on which something happens, up to the night for `on`."""
        debits, credits = self._bookings.by_day()
        for day in self._days(debits, credits):
            self._night(day)
            if day == self.on:
                break
            for entry in filter(self._bookings.counts, debits.get(day, ())):
                self._post(entry)
            self.owed.use_credit_balance(day, billed_up_to=self.cycle_seq)
            for entry in filter(self._bookings.counts, credits.get(day, ())):
                self._take(entry)
        return self

    def _days(self, debits: ByDay, credits: ByDay) -> list[date]:
        days = {self.on, *debits, *credits, *(day + ONE_DAY for day in credits)}
        days.update(self.cycles.statements)
        days.update(day + ONE_DAY for day in self.cycles.effective_dues)
        days.update(issued.effective_due_date + ONE_DAY for issued in self._issued.values())
        return sorted(day for day in days if day <= self.on)

    # -- the night -----------------------------------------------------------------------------

    def _night(self, day: date) -> None:
        for step in self.steps:
            if step.effective_due_date == day - ONE_DAY:
                self._decide_interest_free(step)
                self._decide_late_fee(step, day)
        if self.cycles.seq_on(day) == self.cycle_seq + 1:
            self._cut(day)
        if day == self.on:
            for entry in self.new_entries:
                if entry.kind is Kind.LATE_FEE:
                    self._post(entry)
            self.owed.use_credit_balance(day, billed_up_to=self.cycle_seq)
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

    def _decide_interest_free(self, step: Step) -> None:
        policy = self.policies.on(step.effective_due_date)
        if step.statement_unpaid <= policy.full_payment_tolerance_amount:
            step.interest_free = "KEPT"
            self.owed.keep_interest_free(step.seq)
        else:
            step.interest_free = "LOST"
            self.owed.lose_interest_free(step.seq, statement_date=step.statement_date)

    def _decide_late_fee(self, step: Step, day: date) -> None:
        if day > self._decided_through:
            return
        policy = self.policies.on(step.effective_due_date)
        short = ladder.shortage(self.steps, seq=step.seq)
        step.missed = short > policy.overdue_tolerance_amount
        if step.missed:
            step.missed_amount = short
            step.late_fee = self._fee_for(step, policy, day)
        if step.late_fee:
            self.episode_late_fees += 1
            self.lifetime_late_fees += 1
        if not self.terms.bank_charges:
            self._correct_late_fee(step, day)

    def _fee_for(self, step: Step, policy: Policy, day: date) -> Decimal:
        """The fee of a missed minimum; 0 beyond the most a policy charges, under a hold, or once taken back."""
        if policy.max_late_fees is not None and self.episode_late_fees >= policy.max_late_fees:
            return ZERO
        stopped = any(hold.kind in policy.fee_stop_holds and hold.covers(day) for hold in self.facts.holds)
        if stopped or self._bookings.taken_back(self._bookings.late_fees(step.seq)):
            return ZERO
        fee = late_fee(step.missed_amount, policy=policy)
        ceiling = late_fee_ceiling(
            principal=self.owed.sum(PRINCIPAL), cycle_days=self.cycles.days_of(step.seq), policy=policy
        )
        return fee if ceiling is None else min(fee, ceiling)

    def _correct_late_fee(self, step: Step, day: date) -> None:
        """Charge the fee, or reverse and charge anew what a changed shortage makes wrong (L8); a waived one stays."""
        charged = [entry for entry in self._bookings.late_fees(step.seq) if self._bookings.counts(entry)]
        if sum((entry.amount for entry in charged), ZERO) == step.late_fee or self._bookings.waived(charged):
            return
        for entry in charged:
            self._bookings.reverse(entry)
        if step.late_fee:
            self._bookings.charge(Kind.LATE_FEE, step.late_fee, seq=step.seq, value_date=day)

    # -- the night: cutting a statement --------------------------------------------------------

    def _cut(self, day: date) -> None:
        self.cycle_seq += 1
        seq = self.cycle_seq
        issued: IssuedStatement | NewStatement | None = self._issued.get(seq)
        issues = issued is None and not self.terms.bank_statements and day == self.on and self._has_something(day)
        if self.terms.bank_charges:
            self._compare_interest(seq, day)
        elif day == self.on and (issues or self.terms.bank_statements):
            self._charge_interest(seq, day)
        self._bill_interest(seq, day)
        self.owed.use_credit_balance(day, billed_up_to=seq)
        fees = FEES if self.policies.on(day).late_fee_bears_interest else ()
        self.owed.start_bearing(seq, (Component.INTEREST, *fees), day=day)
        if self.terms.bank_statements:
            self.our_minimum[seq] = self._minimum(seq, day).minimum
        if issues:
            issued = self.new_statement = self._issue(seq, day)
        if issued is not None:
            self._set_step(issued)

    def _compare_interest(self, seq: int, day: date) -> None:
        """Where the bank bills interest, ours up to the statement date is only compared (B1)."""
        accrued = self.owed.unbilled_interest(day)
        self.our_interest[seq] = to_cents(accrued)
        self.owed.interest_weight += accrued

    def _charge_interest(self, seq: int, day: date) -> None:
        """Interest since the last statement, with the correction of what was billed before (L7).

        An amount that rounds to nothing is not billed: it goes on accruing.
        """
        accrued = self.owed.unbilled_interest(day)
        interest = to_cents(accrued)
        if interest:
            kind = Kind.INTEREST if interest > 0 else Kind.INTEREST_CORRECTION
            self._bookings.charge(kind, interest, seq=seq, value_date=day, unrounded=accrued)

    def _bill_interest(self, seq: int, day: date) -> None:
        """What our interest entries of this statement bill leaves the accrual and is owed."""
        for entry in self._bookings.interest_of(seq):
            self.owed.interest_weight += entry.unrounded
            if entry.kind is Kind.INTEREST_CORRECTION:
                self._ladder.correct_interest(-entry.amount)
                self._allocate(entry, -entry.amount, day=day, order=INTEREST_FIRST)
            elif self._bookings.counts(entry):
                self.owed.pool(seq, Component.INTEREST).remaining += entry.amount

    def _issue(self, seq: int, day: date) -> NewStatement:
        asked = self._minimum(seq, day)
        return NewStatement(
            seq=seq,
            statement_date=day,
            due_date=self.cycles.due(seq),
            effective_due_date=self.cycles.effective_dues[seq - 1],
            balance=self.owed.balance,
            minimum_due=asked.minimum,
            past_due=asked.past_due,
            own_slice=asked.own_slice,
            interest=sum((entry.amount for entry in self._bookings.interest_of(seq)), ZERO),
            fees=self.owed.sum(FEES, first=seq, last=seq),
        )

    def _minimum(self, seq: int, day: date) -> MinimumDue:
        asked_from = billed(
            self.owed,
            seq=seq,
            past_due=self._ladder.unpaid,
            disputed=sum((hold.disputed_amount for hold in self.facts.holds if hold.covers(day)), ZERO),
            credit_limit=self.terms.credit_limit,
        )
        return minimum_due(asked_from, policy=self.policies.on(day))

    def _set_step(self, issued: IssuedStatement | NewStatement) -> None:
        """Put a statement on the ladder: its own slice, less charges on it that were reversed since (L3)."""
        past_due = self._ladder.unpaid if issued.past_due is None else issued.past_due
        own = max(issued.minimum_due - past_due, ZERO)
        step = Step(
            seq=issued.seq,
            statement_date=issued.statement_date,
            due_date=issued.due_date,
            effective_due_date=issued.effective_due_date,
            amount=own,
            unpaid=own,
            past_due=past_due,
            statement_unpaid=max(issued.balance, ZERO),
            interest=self.owed.sum([Component.INTEREST], first=issued.seq, last=issued.seq),
        )
        self._ladder.add(step, minimum_due=issued.minimum_due)
        for charge in self._bookings.reversed_on(step.seq, step.statement_date):
            step.statement_unpaid -= charge.amount
            if charge.kind in SLICE_CHARGES:
                ladder.credit(step, charge.amount)
        self._ladder.pay_with_earlier_value_dates(step)

    # -- the day -------------------------------------------------------------------------------

    def _post(self, entry: Entry) -> None:
        component = DEBIT_COMPONENTS[entry.kind]
        self.owed.post(
            seq=self._bookings.billing_seq(entry),
            component=component,
            amount=entry.amount,
            first_day=entry.value_date if component is Component.CASH else entry.posting_date,
        )

    def _take(self, entry: Entry) -> None:
        amount, day = -entry.amount, entry.value_date
        if entry.kind is Kind.REFUND:
            self._allocate(entry, amount, day=day, order=REFUND_ORDER, unbilled_first=True)
        elif entry.kind is Kind.WAIVER:
            self._waive(entry)
        else:
            flip = self.policies.on(day).principal_first_from_dpd
            order = order_for(self.standing(day).dpd, principal_first_from_dpd=flip)
            self._allocate(entry, amount, day=day, order=order)
            self._ladder.pay(entry)

    def _waive(self, entry: Entry) -> None:
        """A waived charge lowers its own pool first; what was paid of it already pays other things."""
        charge = self._bookings.known[undone(entry)]
        seq, amount = self._bookings.billed_on(charge), -entry.amount
        pool = self.owed.pool(seq, DEBIT_COMPONENTS[charge.kind])
        part = min(amount, pool.remaining)
        if part:
            self.owed.reduce(pool, part, day=entry.value_date, entry_id=entry.id)
        self._allocate(entry, amount - part, day=entry.value_date, order=CHARGES_FIRST)
        self._ladder.waive(amount, seq=seq, in_slice=charge.kind in SLICE_CHARGES)

    def _allocate(
        self, entry: Entry, amount: Decimal, *, day: date, order: tuple[Component, ...], unbilled_first: bool = False
    ) -> None:
        self.owed.take(
            amount,
            day=day,
            order=order,
            billed_up_to=self.cycle_seq,
            unbilled_first=unbilled_first,
            entry_id=entry.id or None,
        )

    # -- questions -----------------------------------------------------------------------------

    def _interest_stops(self) -> tuple[tuple[date, date | None], ...]:
        return tuple(
            (hold.since, hold.until + ONE_DAY if hold.until else None)
            for hold in self.facts.holds
            if hold.kind in self.policies.on(hold.since).interest_stop_holds
        )

    def _has_something(self, day: date) -> bool:
        """A statement is issued while anything is owed, overpaid or accrued, or was booked in the cycle."""
        owed = self.owed
        return bool(owed.balance or owed.credit_balance or owed.unbilled_interest(day)) or self._booked_in_cycle(
            self.cycle_seq - 1
        )

    def _booked_in_cycle(self, seq: int) -> bool:
        return self._bookings.since(self.cycles.statements[seq - 1] if seq > 0 else date.min)
