"""Why this bucket: the anchor, the due dates counted, the fees and what made them, the cure, the next change."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import dropwhile, takewhile

from accounts.explain.cost import episode_cost
from accounts.explain.cure import cure_of
from accounts.explain.explanation import ComponentBalance, DueDate, Explanation, LateFee, NextBucket
from accounts.explain.reading import Reading, reading_of
from accounts.rules.allocation import CHARGES_FIRST
from accounts.rules.buckets import Bucket, asset_class, bureau_digit
from accounts.rules.facts import Entry, Kind
from accounts.rules.ladder import shortage
from accounts.rules.late_fee import late_fee
from accounts.rules.money import ZERO, to_cents
from accounts.rules.steps import Step


def explanation_of(account_id: int, *, on: date) -> Explanation:
    """Everything that explains where the account stands on `on`.

    Raises Refused: `not_found`, `not_yet` (no night for `on` has run), `no_policy`. The worked account (calendar A,
    nothing paid) on 2025-04-05: M2 since that day, 39 days past due since 2025-02-25, two late fees (50.00 and
    108.50), cured today by 2 170.00, M3 on 2025-05-05.
    """
    return explain(reading_of(account_id, on=on))


def explain(reading: Reading) -> Explanation:
    """The explanation of an account already read."""
    book, now = reading.book, reading.shown
    dues = [_due(reading, step) for step in book.steps]
    return Explanation(
        account_id=reading.account.pk,
        account_no=reading.account.account_no,
        currency=reading.account.currency,
        on=reading.on,
        held=reading.held,
        bucket=now.bucket.label,
        bucket_since=_bucket_since(reading),
        in_gap=now.in_gap,
        in_grace=now.in_grace,
        dpd=now.dpd,
        dpd_since=now.anchor_due_date,
        minimums_missed=now.minimums_missed,
        past_due=now.past_due,
        asset_class=asset_class(now.dpd),
        bureau_digit=bureau_digit(now.minimums_missed),
        episode_since=book.episode_since,
        episode_late_fees=book.episode_late_fees,
        lifetime_late_fees=book.lifetime_late_fees,
        balance=book.owed.balance,
        credit_balance=book.owed.credit_balance,
        unbilled_interest=to_cents(book.owed.unbilled_interest(reading.on)),
        components=tuple(_components(reading)),
        last_minimum=dues[-1] if dues else None,
        next_statement_date=reading.book.cycles.statements[book.cycle_seq],
        anchor=next((due for due in dues if due.seq == now.anchor_seq), None),
        due_dates=tuple(due for due in dues if due.counted or due.unpaid),
        late_fees=tuple(_late_fees(reading)),
        cure=cure_of(reading),
        next_bucket=next_bucket(reading),
        episode_cost=episode_cost(reading),
        version=reading.version_on(reading.on),
    )


def _bucket_since(reading: Reading) -> date:
    """The first day of the present run of one bucket; a moved anchor does not begin a new one.

    On a held night the book is ahead of what is shown: its last intervals are left out.
    """
    said = dropwhile(lambda i: i.bucket is not reading.shown.bucket, reversed(reading.book.intervals))
    run = list(takewhile(lambda i: i.bucket is reading.shown.bucket, said))
    return run[-1].from_date if run else reading.on


def _components(reading: Reading) -> Iterator[ComponentBalance]:
    billed: dict[str, Decimal] = defaultdict(lambda: ZERO)
    unbilled: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for pool in reading.book.owed.pools.values():
        side = billed if pool.seq <= reading.book.cycle_seq else unbilled
        side[pool.component] += pool.remaining
    for component in reversed(CHARGES_FIRST):
        if billed[component] or unbilled[component]:
            yield ComponentBalance(component=component.value, billed=billed[component], unbilled=unbilled[component])


def _due(reading: Reading, step: Step) -> DueDate:
    book = reading.book
    policy = reading.line.on(step.effective_due_date)
    anchor = reading.shown.anchor_seq
    return DueDate(
        seq=step.seq,
        statement_date=step.statement_date,
        due_date=step.due_date,
        effective_due_date=step.effective_due_date,
        minimum_due=_minimum(reading, step.seq),
        own_slice=step.amount,
        unpaid=step.unpaid,
        short=shortage(book.steps, seq=step.seq),
        tolerance=policy.overdue_tolerance_amount,
        counted=anchor is not None and step.seq >= anchor and step.effective_due_date < reading.on,
        missed=step.missed,
        missed_amount=step.missed_amount,
        late_fee=step.late_fee,
        version=reading.version_on(step.effective_due_date),
    )


def _minimum(reading: Reading, seq: int) -> Decimal:
    new = reading.book.new_statement
    if new is not None and new.seq == seq:
        return new.minimum_due
    return next(issued.minimum_due for issued in reading.item.facts.statements if issued.seq == seq)


def _late_fees(reading: Reading) -> Iterator[LateFee]:
    """Every late fee of the ledger, newest first."""
    reversals = {e.reverses: e.id for e in reading.entries if e.kind is Kind.CHARGE_REVERSAL}
    waived = {e.reverses for e in reading.entries if e.kind is Kind.WAIVER}
    steps = {step.seq: step for step in reading.book.steps}
    fees = [entry for entry in reading.entries if entry.kind is Kind.LATE_FEE]
    for entry in sorted(fees, key=lambda e: (e.value_date, e.id), reverse=True):
        step = steps.get(entry.statement_seq) if entry.statement_seq is not None else None
        yield _late_fee(reading, entry, step, reversals.get(entry.id), entry.id in waived)


def _late_fee(reading: Reading, entry: Entry, step: Step | None, reversed_by: int | None, waived: bool) -> LateFee:
    ours = entry.by_night and step is not None
    policy = reading.line.on(step.effective_due_date) if step is not None else None
    explained = ours and reversed_by is None and step is not None and policy is not None
    since = reading.book.episode_since
    return LateFee(
        entry_id=entry.id,
        statement_seq=entry.statement_seq,
        value_date=entry.value_date,
        posting_date=entry.posting_date,
        amount=entry.amount,
        applied=_applied(step.missed_amount, reading, step) if explained and step else ("" if ours else "bank"),
        unpaid_minimum=step.missed_amount if explained and step else None,
        ratio=policy.late_fee_ratio if explained and policy else None,
        at_least=policy.late_fee_minimum_amount if explained and policy else None,
        version=reading.version_on(step.effective_due_date) if ours and step else None,
        reversed_by=reversed_by,
        waived=waived,
        in_episode=since is not None and entry.value_date >= since and reversed_by is None,
    )


def _applied(unpaid: Decimal, reading: Reading, step: Step) -> str:
    policy = reading.line.on(step.effective_due_date)
    fee = late_fee(unpaid, policy=policy)
    if fee == to_cents(policy.late_fee_ratio * unpaid):
        return "ratio"
    return "at_least" if fee == policy.late_fee_minimum_amount else "unpaid"


def next_bucket(reading: Reading) -> NextBucket | None:
    """The first night that says another bucket if nothing more is paid than what is recorded."""
    for book in reading.ahead:
        bucket = book.standing(book.on).bucket
        if bucket is not reading.shown.bucket:
            return NextBucket(bucket=bucket.label, on=book.on)
        if bucket is Bucket.M4P:
            return None
    return None
