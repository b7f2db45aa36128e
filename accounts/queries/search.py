"""Accounts found by what an agent types, filtered and sorted so that a million of them answer at once.

Text is looked up through indexes only: exact numbers, keyed hashes, last four, and names from their beginning
(`王小` finds 王小明). Lists by amount or days past due exist among delinquent accounts, which an index narrows down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Collate, Upper
from django.utils.translation import gettext as _

from accounts.models import CardAccount, Cardholder, ContactPoint, PersonalData, PortfolioFigure
from accounts.queries.visible import visible_to
from accounts.rules.personal_data import normal_id_number, normal_phone
from collections_app.shared import crypto
from collections_app.shared.actor import Actor
from collections_app.shared.card_numbers import contains_card_number
from collections_app.shared.errors import Refused

BUCKETS = {"CURRENT": -1, "M0": 0, "M1": 1, "M2": 2, "M3": 3, "M4": 4, "M4P": 5}
DELINQUENT = "DELINQUENT"
LONGEST_TEXT = 80
ORDERS: Mapping[str, tuple[str, ...]] = {
    "account": ("account_no",),
    "name": ("name_key", "id"),
    "past_due": ("-position__past_due", "id"),
    "balance": ("-position__balance", "id"),
    "days": ("position__anchor_due_date", "id"),
}


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is asked for: free text and filters, each "" when not used."""

    text: str = ""
    bucket: str = ""
    product: str = ""
    region: str = ""
    currency: str = ""
    sort: str = ""

    @property
    def by_name(self) -> bool:
        """Text without a digit is a name."""
        return bool(self.text) and not any(character.isdigit() for character in self.text)

    @property
    def sorts(self) -> tuple[str, ...]:
        """The orders this search can be shown in, the first being the usual one."""
        if self.by_name:
            return ("name",)
        if self.bucket and self.bucket != "CURRENT":
            return ("days", "past_due", "balance", "account")
        return ("account",)

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS[self.sort if self.sort in self.sorts else self.sorts[0]]


def found(search: Search, *, actor: Actor) -> QuerySet[CardAccount]:
    """The accounts of a search, unordered (see `Search.order`), with holder, name, product and position.

    Restricted files `actor` is not cleared for are simply not found.
    Raises Refused("card_number", field="q") for a full card number: it may not even be looked for.
    """
    if contains_card_number(search.text):
        raise Refused(
            "card_number", _("This is a full card number. Search by its last four digits instead."), field="q"
        )
    accounts = CardAccount.objects.select_related("cardholder__personal_data", "product", "position")
    accounts = _filtered(accounts.filter(visible_to(actor, prefix="cardholder__")), search)
    if search.by_name:
        key = Collate(Upper(F("cardholder__personal_data__name")), "C")
        return accounts.annotate(name_key=key).filter(name_key__startswith=search.text[:LONGEST_TEXT].upper())
    if search.text:
        return accounts.filter(pk__in=_by_number(search.text[:LONGEST_TEXT]))
    return accounts


def _filtered(accounts: QuerySet[CardAccount], search: Search) -> QuerySet[CardAccount]:
    if search.bucket == DELINQUENT:
        accounts = accounts.filter(position__bucket__gte=0)
    elif search.bucket:
        accounts = accounts.filter(position__bucket=BUCKETS[search.bucket])
    conditions = {
        "product__code": search.product,
        "cardholder__region": search.region,
        "currency": search.currency,
    }
    return accounts.filter(**{name: wanted for name, wanted in conditions.items() if wanted})


def _by_number(text: str) -> QuerySet:
    """Ids of accounts with this account number, customer number, last four, phone or identity number."""
    ids = CardAccount.objects.order_by().values("pk")
    holders = Cardholder.objects.filter(customer_no=text).values("pk")
    parts = [ids.filter(account_no=text), ids.filter(cardholder__in=holders)]
    if len(text) == 4 and text.isascii() and text.isdigit():
        parts.append(ids.filter(card_last4=text))
    if phone := normal_phone(text):
        reached = ContactPoint.objects.filter(value_hash=crypto.keyed_hash(phone)).values("cardholder_id")
        parts.append(ids.filter(cardholder__in=reached))
    identity = PersonalData.objects.filter(id_number_hash=crypto.keyed_hash(normal_id_number(text))).values("pk")
    parts.append(ids.filter(cardholder__in=identity))
    named = PersonalData.objects.annotate(name_key=Collate(Upper(F("name")), "C"))
    parts.append(ids.filter(cardholder__in=named.filter(name_key__startswith=text.upper()).values("pk")))
    first, *rest = parts
    return first.union(*rest)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the filters offer, from the figures of the last night."""

    regions: list[str]
    currencies: list[str]
    accounts: int


def choices(search: Search, *, on: date | None) -> Choices:
    """Regions and currencies of the portfolio, and how many accounts the filters leave (text aside)."""
    if on is None:
        return Choices(regions=[], currencies=[], accounts=0)
    counts: dict[tuple[str, str, int, str], int] = {}
    rows = PortfolioFigure.objects.filter(day=on).values("region", "currency", "bucket", "product__code")
    for row in rows.annotate(count=Sum("accounts")).order_by():
        counts[row["region"], row["currency"], row["bucket"], row["product__code"]] = row["count"]
    return Choices(
        regions=sorted({key[0] for key in counts if key[0]}),
        currencies=sorted({key[1] for key in counts}),
        accounts=sum(count for key, count in counts.items() if _fits(search, *key)),
    )


def _fits(search: Search, region: str, currency: str, bucket: int, product: str) -> bool:
    bucket_fits = (
        not search.bucket or bucket >= 0 if search.bucket in ("", DELINQUENT) else bucket == BUCKETS[search.bucket]
    )
    pairs = ((search.region, region), (search.currency, currency), (search.product, product))
    return bucket_fits and all(not wanted or wanted == here for wanted, here in pairs)
