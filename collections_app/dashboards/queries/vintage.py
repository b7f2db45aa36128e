"""Vintage curves of the cohorts, as the last month end left them, and the accounts behind a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet, Sum

from accounts.models import Reached91, VintageFigure
from accounts.queries.visible import visible_to
from collections_app.shared.actor import Actor

from .portfolio import Filters

COHORTS = 12


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


def as_of() -> date | None:
    """The first of the month whose night wrote the figures; None before one has."""
    return VintageFigure.objects.values_list("as_of", flat=True).first()


def currencies() -> list[str]:
    """The currencies that have figures, the one with most rows first."""
    rows = VintageFigure.objects.values_list("currency").annotate(size=Sum("accounts")).order_by("-size", "currency")
    return [currency for currency, _size in rows]


def curves(*, currency: str, filters: Filters, until: date | None = None, size: int = COHORTS) -> list[Curve]:
    """The newest `size` cohorts not younger than `until` that have figures, newest first. Two queries."""
    figures = VintageFigure.objects.filter(currency=currency)
    if filters.product:
        figures = figures.filter(product__code=filters.product)
    if until:
        figures = figures.filter(cohort__lte=until)
    cohorts = list(figures.order_by("-cohort").values_list("cohort", flat=True).distinct()[:size])
    rows = (
        figures.filter(cohort__in=cohorts)
        .values("cohort", "mob")
        .annotate(size=Sum("accounts"), ever=Sum("ever_91"))
        .order_by("-cohort", "mob")
    )
    found: dict[date, dict[int, tuple[int, int]]] = {}
    for row in rows:
        found.setdefault(row["cohort"], {})[row["mob"]] = (row["size"], row["ever"])
    return [_curve(cohort, points) for cohort, points in found.items()]


def _curve(cohort: date, points: dict[int, tuple[int, int]]) -> Curve:
    size = max(accounts for accounts, _ever in points.values())
    return Curve(
        cohort=cohort,
        accounts=size,
        ever={mob: ever for mob, (accounts, ever) in points.items() if accounts == size},
    )


def older(curves_shown: Sequence[Curve], *, currency: str, filters: Filters) -> date | None:
    """The newest cohort before those shown; None when there is none."""
    figures = (
        VintageFigure.objects.filter(currency=currency, cohort__lt=curves_shown[-1].cohort) if curves_shown else None
    )
    if figures is None:
        return None
    if filters.product:
        figures = figures.filter(product__code=filters.product)
    return figures.aggregate(newest=Max("cohort"))["newest"]


def accounts_behind(cohort: date, *, mob: int, currency: str, filters: Filters, actor: Actor) -> QuerySet[Reached91]:
    """The accounts of a cohort that were ever 91 days past due by month on book `mob`; without restricted files `actor`
    is not cleared for."""
    rows = Reached91.objects.filter(
        visible_to(actor, prefix="card_account__cardholder__"),
        cohort=cohort,
        mob__lte=mob,
        card_account__currency=currency,
    )
    if filters.product:
        rows = rows.filter(card_account__product__code=filters.product)
    return rows.select_related("card_account__product", "card_account__position")
