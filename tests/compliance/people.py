"""Debtors, their numbers and what happened to them, for the tests of compliance."""

from datetime import date, datetime
from itertools import count
from typing import Any

from accounts.models import Address, Cardholder, ContactPoint, Product, RelatedParty
from collections_app.compliance.context import CaseContext
from collections_app.compliance.models import Touch
from collections_app.shared import clock

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)


def product() -> Product:
    number = next(_numbers)
    return Product.objects.create(code=f"CP{number}", name_en=f"Card {number}", name_zh=f"卡{number}")


def debtor(*provinces: str, kind: str = "PERSON", region: str = "") -> Cardholder:
    """A cardholder with an address in each of up to three provinces."""
    holder = Cardholder.objects.create(
        customer_no=f"CR{next(_numbers)}", kind=kind, region=region, recorded_on=LONG_AGO
    )
    for kind_of_address, province in zip(Address.Kind.values, provinces, strict=False):
        Address.objects.create(cardholder=holder, kind=kind_of_address, province=province, line=b"-", line_hash="-")
    return holder


def number(holder: Cardholder, value_hash: str = "", role: str = "", **changed: Any) -> ContactPoint:
    """A mobile of the debtor, or of a related party with `role`."""
    party = None
    if role:
        party = RelatedParty.objects.create(
            cardholder=holder, role=role, name=b"-", name_masked="李*", source="AGENT", added_on=LONG_AGO
        )
    usual = {"kind": "MOBILE", "value": b"-", "masked": "138****2210", "related_party": party}
    value_hash = value_hash or f"hash{next(_numbers)}"
    return ContactPoint.objects.create(cardholder=holder, value_hash=value_hash, **{**usual, **changed})


def context(holder: Cardholder, *, of_product: Product | None = None, **changed: Any) -> CaseContext:
    """The case of a debtor in M2; its number is that of the cardholder."""
    usual = {
        "case_id": holder.pk,
        "cardholder_id": holder.pk,
        "bucket": 2,
        "product_id": of_product.pk if of_product else 0,
        "account_ids": frozenset({holder.pk * 10}),
    }
    return CaseContext(**{**usual, **changed})


def called(holder: Cardholder, point: ContactPoint, at: datetime, **changed: Any) -> Touch:
    """A call that rang out."""
    usual = {
        "channel": "PHONE",
        "account_ids": [holder.pk * 10],
        "rang": True,
        "connected": False,
        "conversation": False,
        "third_party": point.related_party is not None,
    }
    given = {**usual, **changed}
    day = clock.local_date(at)
    return Touch.objects.create(cardholder=holder, number_hash=point.value_hash, at=at, day=day, **given)
