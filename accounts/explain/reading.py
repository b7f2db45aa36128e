"""One account as the night for a day left it, played from what was known that night."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import count

from django.utils.translation import gettext as _

from accounts.explain.explanation import VersionName
from accounts.models import CardAccount, PolicyVersion
from accounts.nightly.facts import AccountFacts, facts_of
from accounts.nightly.replay import play
from accounts.nightly.shard import Shard
from accounts.nightly.steps import feed_missing, last_decided
from accounts.queries import business_date
from accounts.queries.policy_lines import policy_lines
from accounts.rules.book import Book
from accounts.rules.buckets import Bucket, Standing
from accounts.rules.facts import Entry, Facts, Kind
from accounts.rules.forecast import nights_ahead
from accounts.rules.money import ZERO
from accounts.rules.policy import PolicyLine
from collections_app.shared.errors import Refused

ONE_DAY = timedelta(days=1)
Payment = tuple[date, Decimal]
"""Value date and amount of a payment that somebody thinks of."""
LOOK_AHEAD_DAYS = 92
"""As far as the pages look ahead: the next statement, its due date, grace, and the bucket after it."""

UNTOUCHED = Standing(Bucket.CURRENT, False, False, 0, 0, ZERO, None, None)
"""Where every account begins: shown while no night has had its payment feed yet."""


@dataclass(frozen=True)
class Reading:
    """The facts, the policy line and the played book of an account; `shown` is what the night said of it."""

    item: AccountFacts
    line: PolicyLine
    on: date
    book: Book
    shown: Standing
    held: bool
    versions: dict[int, VersionName]

    @property
    def account(self) -> CardAccount:
        return self.item.account

    @cached_property
    def entries(self) -> list[Entry]:
        """The ledger as the night for `on` left it, its own entries included."""
        facts = self.item.facts
        posted = [entry for entry in facts.entries if entry.by_night and entry.recorded_on == self.on]
        return [*facts.known_to(self.on).entries, *(e for e in posted if e.effective_on >= self.on)]

    @cached_property
    def recorded(self) -> Facts:
        """Everything recorded by the end of the day `on`: what the nights to come start from."""
        facts = self.item.facts
        return Facts(
            entries=[entry for entry in facts.entries if entry.recorded_on <= self.on],
            statements=[issued for issued in facts.statements if issued.recorded_on <= self.on],
            holds=[hold.known_to(self.on + ONE_DAY) for hold in facts.holds if hold.recorded_on <= self.on],
        )

    def recorded_and(self, payments: Sequence[Payment]) -> Facts:
        """What is recorded, and then payments somebody thinks of, each posted and recorded on its value date."""
        ids = count(max((entry.id for entry in self.recorded.entries), default=0) + 1)
        tried = [
            Entry(next(ids), Kind.PAYMENT, -amount, posting_date=day, value_date=day, recorded_on=day)
            for day, amount in payments
        ]
        return replace(self.recorded, entries=[*self.recorded.entries, *tried])

    @cached_property
    def ahead(self) -> list[Book]:
        """The nights of the next months if nothing more is paid than what is recorded."""
        return self.nights_ahead(self.recorded, last=self.on + timedelta(days=LOOK_AHEAD_DAYS))

    def nights_ahead(self, facts: Facts, *, last: date) -> list[Book]:
        return list(nights_ahead(terms=self.item.terms, policies=self.line, facts=facts, on=self.on, last=last))

    def version_on(self, day: date) -> VersionName | None:
        """The policy version in force on `day`."""
        version = self.line.on(day).id
        return self.versions.get(version) if version is not None else None


def reading_of(account_id: int, *, on: date) -> Reading:
    """Read and play one account. Raises Refused: `not_found`, `not_yet` (no night for `on` yet), `no_policy`."""
    reached = business_date()
    if reached is None or on > reached:
        raise Refused("not_yet", _("The night for this day has not run yet."), field="on")
    item = facts_of([account_id], night=on).get(account_id)
    if item is None:
        raise Refused("not_found", _("There is no such account."))
    lines = policy_lines()
    if item.account.product_id not in lines:
        raise Refused("no_policy", _("The product of this account follows no policy profile yet."))
    held = feed_missing(on)
    decided = last_decided(Shard(on, held=held))
    book = play(item, lines, on=on, decided_through=decided)
    line = lines[item.account.product_id]
    return Reading(
        item=item,
        line=line,
        on=on,
        book=book,
        shown=_shown(item, lines, book, decided),
        held=held,
        versions=_names(line),
    )


def _shown(item: AccountFacts, lines: dict[int, PolicyLine], book: Book, decided: date) -> Standing:
    """What the night said: since the last night with its feed nothing got worse, but a day older each day (B10)."""
    now = book.standing(book.on)
    if decided == book.on:
        return now
    day, bucket = decided, Bucket.CURRENT
    for interval in book.intervals:
        if interval.from_date <= decided:
            bucket = interval.bucket
        elif interval.bucket <= bucket:
            day, bucket = interval.from_date, interval.bucket
    if now.bucket <= bucket:
        return now
    if day == date.min:
        return UNTOUCHED
    shown = play(item, lines, on=day, decided_through=decided).standing(day)
    return replace(shown, dpd=(book.on - shown.anchor_due_date).days if shown.anchor_due_date else 0)


def _names(line: PolicyLine) -> dict[int, VersionName]:
    ids: Sequence[int] = [version.id for version in line.versions if version.id is not None]
    rows = PolicyVersion.objects.filter(pk__in=ids).values_list("pk", "profile__code", "valid_from")
    return {pk: VersionName(id=pk, profile=profile, valid_from=day) for pk, profile, day in rows}
