"""A case with numbers to call, and short ways to ask for a contact and to log one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from accounts.models import Cardholder, ContactPoint, PartyRole, RelatedParty
from accounts.rules.personal_data import masked_name, masked_number
from collections_app.cases.actions.claims import claim
from collections_app.cases.models import Case
from collections_app.compliance.models import Permit
from collections_app.contacts.actions import log_contact, start_contact
from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.models import Contact
from collections_app.shared import crypto
from collections_app.shared.actor import Actor
from tests.accounts.desk import noon
from tests.cases.files import TODAY, case, holder

NOW = noon("2025-03-10")
"""12:00 in Shanghai, when everybody may be called."""
RPC = {"role": "CARDHOLDER", "verified_by": "BIRTH_DATE"}
_phones = count(13800138000)


def number(of: Cardholder, phone: str = "", *, party: RelatedParty | None = None, **more: Any) -> ContactPoint:
    """A mobile number of a cardholder, or of somebody around him."""
    phone = phone or str(next(_phones))
    return ContactPoint.objects.create(
        **{
            "cardholder": of,
            "related_party": party,
            "kind": "MOBILE",
            "value": crypto.encrypt(phone),
            "value_hash": crypto.keyed_hash(phone),
            "masked": masked_number(phone),
            **more,
        }
    )


def person(of: Cardholder, role: str = PartyRole.EMERGENCY_CONTACT, name: str = "王五") -> RelatedParty:
    """Somebody around a cardholder."""
    return RelatedParty.objects.create(
        cardholder=of,
        role=role,
        name=crypto.encrypt(name),
        name_masked=masked_name(name),
        source="DEBTOR",
        added_on=TODAY,
    )


def entry(outcome: str = "NO_ANSWER", **more: Any) -> ContactEntry:
    """What somebody reports; the submission is new each time."""
    return ContactEntry(**{"submission": uuid4(), "outcome": outcome, **more})


@dataclass
class File:
    """A case of one cardholder, whose first number is `point`."""

    case: Case
    point: ContactPoint

    def start(self, actor: Actor, *, at: datetime = NOW, **more: Any) -> Permit:
        """Claim the case and ask for leave to call; fails unless it is given."""
        claim(actor=actor, case_id=self.case.pk, at=at)
        asked = {"contact_point_id": self.point.pk, **more}
        permit = start_contact(actor=actor, case_id=self.case.pk, at=at, **asked)
        assert isinstance(permit, Permit), permit.rule
        return permit

    def log(self, actor: Actor, outcome: str = "NO_ANSWER", *, at: datetime = NOW, **more: Any) -> Contact:
        """Log a contact at this number, without a permit unless `more` names one."""
        told = {"contact_point_id": self.point.pk, **more}
        return log_contact(actor=actor, case_id=self.case.pk, entry=entry(outcome, **told), at=at)

    def call(self, actor: Actor, outcome: str = "NO_ANSWER", *, at: datetime = NOW, **more: Any) -> Contact:
        """Ask, call, log a minute later: all within the rules."""
        permit = self.start(actor, at=at)
        return self.log(actor, outcome, at=at + timedelta(minutes=1), permit_token=permit.token, **more)

    def again(self) -> Case:
        """The case as it is now."""
        self.case.refresh_from_db()
        return self.case


def open_file(*, kind: str = "PERSON", restriction: str = "", phone: str = "", **more: Any) -> File:
    """A new cardholder with one number and an open case in M1."""
    who = holder(kind=kind, restriction=restriction)
    return File(case=case(of=who, **more), point=number(who, phone))
