"""Which accounts are behind a figure of a flow: as the night that ended it knew them, or as corrected since.

Pages of fifty come at once for every figure, the rare ones too (`docs/decisions/accounts-of-a-flow.md`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    DateField,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from accounts.models import BucketInterval, LedgerEntry, MonthEnd
from accounts.queries.frauds import frauds_on
from accounts.queries.visible import visible_to
from accounts.rules.roll import CURRENT
from collections_app.shared.actor import Actor

from ..corrected import history_on
from .portfolio import ONE_DAY, Filters, month_start_before

MONEY = DecimalField(max_digits=14, decimal_places=2)


def month_end_before(day: date) -> date:
    """The month end that the flow up to `day` starts from: of 15 April as of 1 May the 31 March."""
    return month_start_before(day) - ONE_DAY


@dataclass(frozen=True, kw_only=True)
class Behind:
    """A figure of the flow up to the morning of `until`: from bucket `start` to one of `ends`, in a part of the
    portfolio. A restricted file is listed for those cleared for it; the region is the cardholder's today."""

    until: date
    start: int
    ends: Collection[int]
    currency: str
    filters: Filters

    @property
    def since(self) -> date:
        return month_end_before(self.until)

    @property
    def morning(self) -> date:
        """The morning after the month end: what its night found is where the flow begins."""
        return self.since + ONE_DAY

    def as_known_then(self, actor: Actor) -> QuerySet[MonthEnd]:
        """As the night for `until` knew it. Rows have `day`, `balance`, `past_due` of the month end, and `to_bucket`.

        Who stands elsewhere than at the month end has a piece of history that a night since then wrote.
        """
        then = history_on(self.until, as_known_on=self.until)
        rows = MonthEnd.objects.filter(day=self.since, bucket=self.start)
        return self._listed(rows, then, Q(known_from__gt=self.morning), actor, known_on=self.until)

    def as_corrected(self, actor: Actor, *, known_on: date) -> QuerySet[BucketInterval]:
        """With everything the night for `known_on` knew, counted as in `sql/corrected.sql`. Rows like those of
        `as_known_then`; what was past due is not known.

        Who stands elsewhere than at the month end entered that bucket since then.
        """
        then = history_on(self.until, as_known_on=known_on)
        rows = history_on(self.morning, as_known_on=known_on).filter(bucket=self.start)
        rows = rows.annotate(
            day=Value(self.since, DateField()),
            balance=_owed(self.morning, known_on=known_on),
            past_due=Value(None, MONEY),
        )
        if self.start == CURRENT:
            rows = rows.exclude(balance=0)
        return self._listed(rows, then, Q(from_date__gt=self.morning), actor, known_on=known_on)

    def _listed(
        self, rows: QuerySet, then: QuerySet[BucketInterval], moved: Q, actor: Actor, *, known_on: date
    ) -> QuerySet:
        """Those of `rows` that ended in one of `ends`, in the part of the portfolio, without fraud and what `actor` may
        not see. `then`: where everybody stood on the last morning; `moved`: what is true of who stood elsewhere before.
        """
        of_row = {"card_account": OuterRef("card_account")}
        ended = then.filter(**of_row).order_by("-known_from", "-from_date").values("bucket")[:1]
        rows = rows.annotate(to_bucket=Subquery(ended), known_on=Value(known_on, DateField())).filter(
            self._ended(then, moved),
            ~Exists(frauds_on(self.until - ONE_DAY, known_on=known_on).filter(**of_row)),
            visible_to(actor, prefix="card_account__cardholder__"),
            card_account__currency=self.currency,
        )
        if self.filters.product:
            rows = rows.filter(card_account__product__code=self.filters.product)
        if self.filters.region:
            rows = rows.filter(card_account__cardholder__region=self.filters.wanted_region)
        return rows.select_related("card_account__product", "card_account__position")

    def _ended(self, then: QuerySet[BucketInterval], moved: Q) -> Subquery | Func:
        """Whether a row ended in one of `ends`. Those that moved are few: they are read first and looked up. Of who may
        stand where he stood each is asked when its turn comes, until a page is full."""
        there = then.filter(bucket__in=self.ends)
        if self.start in self.ends:
            return _is_true(there.filter(card_account=OuterRef("card_account")))
        return _one_of("card_account", there.filter(moved).values("card_account"))


def _is_true(rows: QuerySet) -> Subquery:
    """Whether there is one of `rows`. EXISTS would become a join that asks all before it shows one."""
    return Subquery(rows.annotate(there=Value(True)).values("there")[:1], output_field=BooleanField())


def _one_of(field: str, ids: QuerySet) -> Func:
    """Whether `field` is one of `ids`, which are read once. As a join the database would guess how many rows match."""
    return Func(
        F(field), ArraySubquery(ids), template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()
    )


def _owed(morning: date, *, known_on: date) -> Coalesce:
    """What an account owed on `morning`: entries whose value date lies before it, and what the night itself booked on
    it, as far as the night for `known_on` knew them."""
    by_night = Q(recorded_by="night")
    entries = LedgerEntry.objects.filter(
        Q(value_date__lt=morning) | Q(by_night, value_date=morning),
        Q(effective_on__lt=known_on) | Q(by_night, effective_on=known_on),
        card_account=OuterRef("card_account"),
    )
    owed = entries.order_by().values("card_account").annotate(owed=Sum("amount")).values("owed")
    return Coalesce(Subquery(owed), Value(Decimal(0)), output_field=MONEY)
