"""Debtors with numbers, for tests of permits and of what follows: no case stands above them, only its context."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Cardholder, ContactPoint, Product, RelatedParty
from accounts.rules.personal_data import masked_number
from collections_app.compliance.actions.permits import issue_permit
from collections_app.compliance.context import CaseContext
from collections_app.compliance.models import (
    ContactProfile,
    ContactProfileUse,
    ContactRefusal,
    Permit,
)
from collections_app.people.models import RoleGrant, User
from collections_app.people.queries import actor_of_user
from collections_app.shared import crypto
from collections_app.shared.actor import Actor
from tests.accounts.cards import d

DESK = Actor.command("test")
PHONE = "13800138000"
SHANGHAI = ZoneInfo("Asia/Shanghai")
_numbers = count(1)


def local(text: str) -> datetime:
    """A moment in Shanghai: `local("2026-03-10 10:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MORNING = local("2026-03-10 10:00")


@dataclass
class Debtor:
    """A cardholder with one phone number, and his case as compliance is told of it."""

    holder: Cardholder
    point: ContactPoint
    context: CaseContext

    def number(self, phone: str, *, kind: str = "MOBILE", party: RelatedParty | None = None) -> ContactPoint:
        """One more number of his, or of someone around him."""
        return ContactPoint.objects.create(
            cardholder=self.holder,
            kind=kind,
            value=crypto.encrypt(phone),
            value_hash=crypto.keyed_hash(phone),
            masked=masked_number(phone),
            related_party=party,
        )

    def party(self, role: str) -> RelatedParty:
        """Someone around him."""
        return RelatedParty.objects.create(
            cardholder=self.holder,
            role=role,
            name=crypto.encrypt("王五"),
            name_masked="王*",
            source="TEST",
            added_on=d("2026-01-01"),
        )

    def with_context(self, **changes: Any) -> "Debtor":
        """The same debtor, his case told otherwise: `with_context(bucket=0)`."""
        return Debtor(self.holder, self.point, replace(self.context, **changes))

    def ask(self, at: datetime = MORNING, **more: Any) -> Permit | ContactRefusal:
        """Ask for a permit to call him about the debt."""
        return issue_permit(
            actor=more.pop("actor", DESK),
            context=self.context,
            contact_point_id=more.pop("point", self.point).pk,
            channel=more.pop("channel", "PHONE"),
            purpose=more.pop("purpose", "COLLECT"),
            at=at,
        )

    def permit(self, at: datetime = MORNING, **more: Any) -> Permit:
        """A permit, where one must be given."""
        answer = self.ask(at, **more)
        assert isinstance(answer, Permit), answer
        return answer

    def refusal(self, at: datetime = MORNING, **more: Any) -> ContactRefusal:
        """A refusal, where no permit may be given."""
        answer = self.ask(at, **more)
        assert isinstance(answer, ContactRefusal), answer
        return answer


def debtor(phone: str = PHONE, *, bucket: int = 1, profile: str = "", **more: Any) -> Debtor:
    """A new cardholder in `bucket` with one mobile number; `profile`: the contact profile his product follows."""
    number = next(_numbers)
    product = Product.objects.create(code=f"COMPL{number}", name_en="Card", name_zh="卡")
    if profile:
        follows = ContactProfile.objects.get(code=profile)
        ContactProfileUse.objects.create(product=product, profile=follows, valid_from=d("2000-01-01"))
    holder = Cardholder.objects.create(
        customer_no=f"D{number:06}", kind="PERSON", region="Zhejiang", recorded_on=d("2026-01-01"), **more
    )
    context = CaseContext(
        case_id=number,
        cardholder_id=holder.pk,
        bucket=bucket,
        product_id=product.pk,
        account_ids=frozenset({number}),
    )
    point = ContactPoint.objects.create(
        cardholder=holder,
        kind="MOBILE",
        value=crypto.encrypt(phone),
        value_hash=crypto.keyed_hash(phone),
        masked=masked_number(phone),
    )
    return Debtor(holder, point, context)


def another(role: str) -> Actor:
    """A second user with `role`, beside the one of the cast."""
    user = User.objects.create_user(f"{role}.{next(_numbers)}")
    RoleGrant.objects.create(user=user, role=role, valid_from="2000-01-01")
    return actor_of_user(user, channel="browser")
