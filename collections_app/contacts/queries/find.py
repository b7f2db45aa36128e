"""Who may be calling? Everybody who has a number, his own or that of somebody around him."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Cardholder, ContactPoint, PartyRole, RelatedParty
from accounts.names import masked_name_of
from accounts.queries.visible import visible_to
from accounts.rules.personal_data import normal_phone
from collections_app.cases.models import Case
from collections_app.cases.queries import visible_cases
from collections_app.shared import crypto
from collections_app.shared.actor import Actor
from collections_app.shared.card_numbers import contains_card_number
from collections_app.shared.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A cardholder who has the number. `party`: whose it is, None for his own.

    `case`: his open case, else the one closed last, on which a call is logged as well; None if there never was one.
    """

    cardholder: Cardholder
    point: ContactPoint
    party: RelatedParty | None
    case: Case | None

    @property
    def name(self) -> str:
        """The cardholder's name, masked but for a company's; "" once it was erased."""
        return masked_name_of(self.cardholder) or ""

    @property
    def role(self) -> str:
        """Who has the number, to this cardholder."""
        return self.party.role if self.party else PartyRole.CARDHOLDER.value


def find_by_number(actor: Actor, phone: str) -> list[Match]:
    """Every cardholder with this number, those with an open case first; a shared number lists all who have it.

    Restricted files only for who is cleared for them, and for an outside agency only cases of its own desk.
    Raises Refused at field number: `not_a_phone`, `card_number`.
    Example: `find_by_number(actor, "138 0013 8000")` finds the debtor himself and the one whose guarantor he is.
    """
    points = ContactPoint.objects.filter(visible_to(actor, prefix="cardholder__"), value_hash=_hash(phone))
    rows = list(points.select_related("cardholder__personal_data", "related_party").order_by("cardholder_id", "id"))
    cases = _cases(actor, {row.cardholder_id for row in rows})
    matches = [
        Match(cardholder=row.cardholder, point=row, party=row.related_party, case=cases.get(row.cardholder_id))
        for row in rows
    ]
    if actor.agency:
        matches = [match for match in matches if match.case is not None]
    return sorted(matches, key=lambda match: 2 if match.case is None else match.case.closed_on is not None)


def _cases(actor: Actor, cardholder_ids: Collection[int]) -> dict[int, Case]:
    """By cardholder, the open case, else the one closed last."""
    newest_first = F("closed_on").desc(nulls_first=True)
    cases = visible_cases(actor).filter(cardholder__in=cardholder_ids).order_by("cardholder", newest_first, "-pk")
    return {case.cardholder_id: case for case in cases.distinct("cardholder")}


def _hash(phone: str) -> str:
    if contains_card_number(phone):
        raise Refused("card_number", _("This is a full card number; it may not be looked for."), field="number")
    normal = normal_phone(phone)
    if normal is None:
        raise Refused("not_a_phone", _("This is no phone number."), field="number")
    return crypto.keyed_hash(normal)
