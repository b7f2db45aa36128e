"""Vintage curves of the cohorts as a month could show them, known then or since, and the accounts behind a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, QuerySet, Sum, Value
from django.db.models.functions import ExtractMonth, ExtractYear

from accounts.models import Reached91, VintageFigure
from accounts.queries.known import known_on
from accounts.queries.visible import visible_to
from collections_app.shared.actor import Actor

from .portfolio import Filters, days_with_figures

COHORTS = 12


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The points that `as_of` could show, as the night for `known_on` knew them; both are firsts of months.

    A month on book belongs to them once every account of its cohort had it behind it on `as_of`. Example: of the cohort
    of January 2025 on 1 August 2025 those up to month 5.
    """

    as_of: date
    known_on: date

    @property
    def figures(self) -> QuerySet[VintageFigure]:
        return self.of(VintageFigure.objects.all())

    def of(self, figures: QuerySet[VintageFigure]) -> QuerySet[VintageFigure]:
        """Of some figures those of this reading."""
        complete = Value(_months(self.as_of) - 2) - ExtractYear("cohort") * 12 - ExtractMonth("cohort")
        return figures.filter(known_on(self.known_on), mob__lte=complete)

    @property
    def reached(self) -> QuerySet[Reached91]:
        """Who was ever 91 days past due up to `as_of`."""
        return Reached91.objects.filter(known_on(self.known_on), day__lte=self.as_of)


def _months(day: date) -> int:
    return day.year * 12 + day.month


def kept_days() -> tuple[date, date] | None:
    """The first of month from which on vintage is kept, and the last day with figures; None before there is any."""
    first, days = VintageFigure.objects.aggregate(first=Min("known_from"))["first"], days_with_figures()
    return (first, days[1]) if first and days else None


def reading_of(day: date, *, last: date, corrected: bool) -> Reading:
    """What vintage shows on `day`: the month of that day as known then, or as corrected since, up to the day `last`.

    Example: on 17 March what the night for 1 March wrote; corrected, the same points as the newest month knows them.
    """
    as_of = day.replace(day=1)
    return Reading(as_of=as_of, known_on=last.replace(day=1) if corrected else as_of)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Of the `accounts` opened in the month `cohort`, how many were ever 91 days past due by month on book.

    `ever` begins where the cohort's history begins here and ends with the last month that all accounts have behind
    them; products that begin later are counted from there on.
    """

    cohort: date
    accounts: int
    ever: dict[int, int]

    @property
    def last(self) -> int:
        return max(self.ever)

    def share(self, mob: int) -> float | None:
        """The part of the cohort, None where nobody can know it. Example: 12 of 1 000 are 0.012."""
        return round(self.ever[mob] / self.accounts, 8) if mob in self.ever else None


def currencies(reading: Reading) -> list[str]:
    """The currencies that have figures, the one with most rows first."""
    rows = reading.figures.values_list("currency").annotate(size=Sum("accounts")).order_by("-size", "currency")
    return [currency for currency, _size in rows]


def curves(
    reading: Reading, *, currency: str, filters: Filters, until: date | None = None, size: int = COHORTS
) -> list[Curve]:
    """The newest `size` cohorts not younger than `until` that have figures, newest first. Two queries."""
    figures = _part(reading, currency, filters)
    if until:
        figures = figures.filter(cohort__lte=until)
    cohorts = list(figures.order_by("-cohort").values_list("cohort", flat=True).distinct()[:size])
    return curves_of(reading, cohorts, currency=currency, filters=filters)


def curves_of(reading: Reading, cohorts: Sequence[date], *, currency: str, filters: Filters) -> list[Curve]:
    """The curves of these cohorts, newest first, without those that have none. One query."""
    rows = (
        _part(reading, currency, filters)
        .filter(cohort__in=cohorts)
        .values("cohort", "mob")
        .annotate(size=Sum("accounts"), ever=Sum("ever_91"))
        .order_by("-cohort", "mob")
    )
    found: dict[date, dict[int, tuple[int, int]]] = {}
    for row in rows:
        found.setdefault(row["cohort"], {})[row["mob"]] = (row["size"], row["ever"])
    return [_curve(cohort, points) for cohort, points in found.items()]


def _part(reading: Reading, currency: str, filters: Filters) -> QuerySet[VintageFigure]:
    figures = reading.figures.filter(currency=currency)
    return figures.filter(product__code=filters.product) if filters.product else figures


def _curve(cohort: date, points: dict[int, tuple[int, int]]) -> Curve:
    size = max(accounts for accounts, _ever in points.values())
    return Curve(
        cohort=cohort,
        accounts=size,
        ever={mob: ever for mob, (accounts, ever) in points.items() if accounts == size},
    )


def older(reading: Reading, curves_shown: Sequence[Curve], *, currency: str, filters: Filters) -> date | None:
    """The newest cohort before those shown; None when there is none."""
    if not curves_shown:
        return None
    figures = _part(reading, currency, filters).filter(cohort__lt=curves_shown[-1].cohort)
    return figures.aggregate(newest=Max("cohort"))["newest"]


def accounts_behind(
    reading: Reading, cohort: date, *, mob: int, currency: str, filters: Filters, actor: Actor
) -> QuerySet[Reached91]:
    """The accounts of a cohort that were ever 91 days past due by month on book `mob`; without restricted files `actor`
    is not cleared for."""
    rows = reading.reached.filter(
        visible_to(actor, prefix="card_account__cardholder__"),
        cohort=cohort,
        mob__lte=mob,
        card_account__currency=currency,
    )
    if filters.product:
        rows = rows.filter(card_account__product__code=filters.product)
    return rows.select_related("card_account__product", "card_account__position")
