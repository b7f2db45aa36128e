"""The delinquency bucket as a pure function of the ladder, the calendar, the tolerance and a date (§1.3).

The bucket of an account on day t counts the statements cut since its anchor: the oldest statement whose
minimum was still short by more than the tolerance after its effective due date. Every function takes the
ladder as it stands at the start of day t: payments with value date up to t-1.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from accounts.rules.ladder import Rung
from accounts.rules.money import ZERO


class Bucket(IntEnum):
    """Worse is greater. M0 to M4 count statements since the anchor; M4P (M4+) is five and more."""

    CURRENT = -1
    M0 = 0
    M1 = 1
    M2 = 2
    M3 = 3
    M4 = 4
    M4P = 5

    @property
    def label(self) -> str:
        return "M4+" if self is Bucket.M4P else self.name


ASSET_CLASS_FROM_DPD = ((181, "LOSS"), (121, "DOUBTFUL"), (91, "SUBSTANDARD"), (1, "SPECIAL_MENTION"), (0, "NORMAL"))
"""正常, 关注 1-90, 次级 91-120, 可疑 121-180, 损失 over 180 days past due (Art. 92)."""

Tolerance = Callable[[Rung], Decimal]


@dataclass(frozen=True)
class Standing:
    """What the bucket rule says of one day. `dpd` counts from the nominal due date even with grace days."""

    bucket: Bucket
    in_gap: bool
    in_grace: bool
    dpd: int
    minimums_missed: int
    past_due: Decimal
    anchor_seq: int | None
    anchor_due_date: date | None


def anchor(rungs: Sequence[Rung], *, tolerance: Tolerance, on: date) -> Rung | None:
    """The oldest statement past its effective due date whose shortage exceeds the tolerance; None when current."""
    short = ZERO
    for rung in rungs:
        if rung.effective_due_date >= on:
            return None
        short += rung.unpaid
        if short > tolerance(rung):
            return rung
    return None


def standing(
    rungs: Sequence[Rung],
    *,
    statement_dates: Sequence[date],
    effective_due_dates: Sequence[date],
    tolerance: Tolerance,
    on: date,
) -> Standing:
    """Bucket, gap, days past due and the rest on day `on`.

    `rungs` in order of seq; `statement_dates` and `effective_due_dates` are the account's calendar,
    index 0 for seq 1, reaching at least to `on`. Statement day 5, due day 25, nothing paid since
    2025-02-05: on 2025-03-26 the anchor is statement 1, one statement was cut since, so M1; its due
    date has passed, so in the gap; 29 days past due; two minimums missed.
    """
    past_due = sum((rung.unpaid for rung in rungs if rung.effective_due_date < on), ZERO)
    found = anchor(rungs, tolerance=tolerance, on=on)
    if found is None:
        in_grace = any(r.due_date < on <= r.effective_due_date and r.unpaid > tolerance(r) for r in rungs)
        return Standing(Bucket.CURRENT, False, in_grace, 0, 0, past_due, None, None)
    cut = bisect_right(statement_dates, on)
    missed = sum(1 for due in effective_due_dates[found.seq - 1 : cut] if due < on)
    return Standing(
        bucket=Bucket(min(cut - found.seq, Bucket.M4P)),
        in_gap=effective_due_dates[cut - 1] < on,
        in_grace=False,
        dpd=(on - found.due_date).days,
        minimums_missed=missed,
        past_due=past_due,
        anchor_seq=found.seq,
        anchor_due_date=found.due_date,
    )


def asset_class(dpd: int) -> str:
    """PRC five-class name by days past due: 90 is SPECIAL_MENTION, 91 SUBSTANDARD, 121 DOUBTFUL, 181 LOSS."""
    return next(name for floor, name in ASSET_CLASS_FROM_DPD if dpd >= floor)


def bureau_digit(minimums_missed: int) -> str:
    """The monthly credit-record digit as a fact (B25): N when nothing is missed, else 1 to 7 (7 or more)."""
    return "N" if minimums_missed == 0 else str(min(minimums_missed, 7))
