"""What the fields of a case are compared with, by the names people know: for forms, and for conditions in words."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import PortfolioFigure, Product
from accounts.queries import business_date
from accounts.templatetags.accounts import named
from collections_app.cases.labels import FLAG_LABELS, HELD_LABELS, KIND_LABELS, WILLINGNESS_LABELS
from collections_app.cases.rules.conditions import BUCKETS, FIELDS
from collections_app.people.labels import LANGUAGE_CHOICES, RESTRICTION_CHOICES, team_name
from collections_app.shared.actor import Actor
from collections_app.shared.templatetags.fairdue import bucket_label

from .offered import agents_offered, teams_offered

Named = list[tuple[str, str]]
"""Values of a field and what they are called; the value "" is a case that has none."""


class Choices:
    """What each field may be compared with, in the reader's language; read once, when it is first asked for.

    `actor`: who chooses, and is offered the teams and people he may know of.
    """

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._read: dict[str, Named] = {}

    def of(self, field: str) -> Named:
        """The values of a field that can be chosen; none for amounts and numbers, and where nothing is known yet."""
        if field not in self._read:
            self._read[field] = [(str(value), str(name)) for value, name in self._choices(field)]
        return self._read[field]

    def name_of(self, field: str, value: str) -> str:
        """What a value is called; itself where nobody gave it a name (any more)."""
        return dict(self.of(field)).get(value, value) or _("none")

    def _choices(self, field: str) -> Iterable[tuple[Any, Any]]:
        if field == "team":
            teams = [(team.code, team_name(team)) for team in teams_offered(self._actor)]
            return _or_none(_("no team"), teams)
        if field == "agent":
            return _or_none(_("no agent"), agents_offered(self._actor).values_list("username", "display_name"))
        return _READ.get(field, list)()


def regions(on: date | None) -> list[str]:
    """Where the accounts of that night's figures are."""
    return _in_figures("region", on)


def _in_figures(column: str, on: date | None) -> list[str]:
    """What stands in a column of a night's figures, once each; they are few rows, and the cases many."""
    if on is None:
        return []
    figures = PortfolioFigure.objects.filter(day=on).exclude(**{column: ""})
    return list(figures.order_by(column).values_list(column, flat=True).distinct())


def _buckets() -> Named:
    return [(code, bucket_label(code)) for code in BUCKETS]


def _products() -> Named:
    return [(product.code, named(product)) for product in Product.objects.order_by("code")]


def _currencies() -> Named:
    return [(code, code) for code in _in_figures("currency", business_date())]


def _regions() -> Named:
    return _or_none(_("not known"), [(region, region) for region in regions(business_date())])


def _languages() -> Named:
    return _or_none(_("not known"), LANGUAGE_CHOICES)


def _restrictions() -> Named:
    return _or_none(_("not restricted"), RESTRICTION_CHOICES)


def _or_none(nothing: str, choices: Iterable[tuple[Any, Any]]) -> Named:
    """The choices, and before them the case that has none; no choice at all where there is nothing to choose."""
    known = list(choices)
    return [("", nothing), *known] if known else []


_READ: dict[str, Callable[[], Iterable[tuple[Any, Any]]]] = {
    **{name: FLAG_LABELS.items for name, field in FIELDS.items() if field.kind == "flag"},
    "bucket": _buckets,
    "currency": _currencies,
    "product": _products,
    "region": _regions,
    "language": _languages,
    "kind": KIND_LABELS.items,
    "restriction": _restrictions,
    "willingness": WILLINGNESS_LABELS.items,
    "hold": HELD_LABELS.items,
}
