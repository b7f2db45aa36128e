"""What a list says of an account's bucket, from its stored position: no replay, no query per row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from accounts.models import CardAccount, Position
from accounts.models.derived import DelinquencyBucket
from accounts.queries import business_date
from accounts.queries.policy_lines import policy_lines
from accounts.queries.terms import terms_of
from accounts.rules.buckets import asset_class, bureau_digit
from accounts.rules.policy import PolicyLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an account stands on `as_of`, as the night for that day left it."""

    as_of: date
    bucket: str
    in_gap: bool
    dpd: int
    minimums_missed: int
    asset_class: str
    bureau_digit: str


class Standings:
    """Answers for every account of one request; reads the business date and the policies once."""

    @cached_property
    def on(self) -> date | None:
        return business_date()

    @cached_property
    def lines(self) -> Mapping[int, PolicyLine]:
        return policy_lines()

    def of(self, account: CardAccount, position: Position) -> Standing | None:
        """The standing of `account`; None before the first night, or without a policy for its product.

        Statement day 5, due day 25, anchor 2025-02-05, on 2025-03-26: M1, in the gap, 29 days, two minimums missed.
        """
        if self.on is None or account.product_id not in self.lines:
            return None
        dues = self._effective_dues(account, position)
        dpd = (self.on - position.anchor_due_date).days if position.anchor_due_date else 0
        missed = sum(1 for due in dues if due < self.on)
        return Standing(
            as_of=self.on,
            bucket=DelinquencyBucket(position.bucket).label,
            in_gap=bool(dues) and dues[-1] < self.on,
            dpd=dpd,
            minimums_missed=missed,
            asset_class=asset_class(dpd),
            bureau_digit=bureau_digit(missed),
        )

    def _effective_dues(self, account: CardAccount, position: Position) -> list[date]:
        """Effective due dates from the anchor statement to the last one cut; none when current."""
        if position.anchor_seq is None:
            return []
        line, calendar, dues = self.lines[account.product_id], terms_of(account).calendar, []
        for seq in range(position.anchor_seq, position.cycle_seq + 1):
            grace = timedelta(days=line.on(calendar.statement(seq)).grace_days)
            dues.append(calendar.due(seq) + grace)
        return dues
