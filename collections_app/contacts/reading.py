"""An entry read against the case: which outcome, which number, who was spoken to; refused where it makes no sense."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import Cardholder, ContactPoint, PartyRole, RelatedParty
from accounts.rules.personal_data import masked_email, masked_number, normal_email, normal_phone
from collections_app.cases.models import Case
from collections_app.compliance.models import Channel, Purpose
from collections_app.compliance.rules.parties import CARDHOLDER, OF_THE_COMPANY, is_third_party
from collections_app.compliance.rules.stops import FITS
from collections_app.shared import crypto
from collections_app.shared.errors import Refusals, Refused

from .labels import words_of
from .models import Ability, Contact, Finding, Observed, Outcome, Reason
from .rules.checks import LONGEST, LONGEST_FINDING, Known, ReasonFact, faults
from .rules.entry import ContactEntry
from .rules.outcomes import FAIL, OutcomeFact, Spoken, spoken

WORDS = {
    "channel": frozenset(Channel.values),
    "purpose": frozenset(Purpose.values),
    "role": frozenset(PartyRole.values),
    "verified_by": frozenset(Contact.Verified.values),
    "willingness": frozenset(Case.Willingness.values),
    "ability": frozenset(Ability.values),
    "observed": frozenset(Observed.values),
    "findings": frozenset(Finding.Question.values),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an entry says, looked up. `role`: who was spoken to, or whose number it is when nobody was.

    `point` is the number as this cardholder has it, None when he has not; `number_hash` "" when none was named.
    """

    entry: ContactEntry
    outcome: OutcomeFact
    happened_at: datetime
    point: ContactPoint | None
    number_hash: str
    masked: str
    role: str
    third_party: bool
    related_party_id: int | None
    spoken: Spoken

    @property
    def is_his_number(self) -> bool:
        """Whether the one whose number it is spoke on it, identity verified: then the number is known to be his."""
        return self.spoken.right_party and speaks_on_his_own(
            self.point, channel=self.entry.channel, role=self.role, related_party_id=self.related_party_id
        )

    def columns(self) -> dict[str, Any]:
        """The columns of a contact that the entry decides."""
        entry = self.entry
        return {
            "submission": entry.submission,
            "channel": entry.channel,
            "inbound": entry.inbound,
            "purpose": entry.purpose,
            "contact_point_id": self.point.pk if self.point else entry.contact_point_id,
            "number_hash": self.number_hash,
            "masked": self.masked,
            "role": self.role if self.third_party else entry.role,
            "related_party_id": self.related_party_id,
            "outcome_id": entry.outcome,
            "reason_id": entry.reason or None,
            "right_party": self.spoken.right_party,
            "verified_by": entry.verified_by,
            "message_left": entry.message_left,
            "objects_to_contact": entry.objects,
            "follow_up_at": entry.follow_up_at,
            "call_id": entry.call_id.strip(),
            "recording": entry.recording.strip(),
            "at": self.happened_at,
        }


def read(entry: ContactEntry, case: Case, *, needs_number: bool = True, at: datetime) -> Reading:
    """The entry, checked. `case` comes with its cardholder; `needs_number`: only the entry can say which number it was.

    Raises Refused with everything that is wrong: the codes of `rules.checks.faults` at their fields, and `card_number`,
    `invalid`, `unknown_number`, `unknown_party`, `other_role` (the person named is on file in another role).
    """
    refusals = Refusals()
    named: RelatedParty | None = None
    with refusals.of():
        named = _party(entry, case)
    if named is not None:
        entry = replace(entry, role=entry.role or named.role)
    outcome = Outcome.objects.filter(pk=entry.outcome).first()
    fact = outcome_fact(outcome) if outcome else None
    found = faults(entry, _known(entry, case, fact, needs_number), at=at)
    refusals.add(*(Refused(fault.code, words_of(fault), field=fault.field) for fault in found))
    _texts_may_be_stored(entry, refusals)
    number: tuple[ContactPoint | None, str, str] = (None, "", "")
    with refusals.of():
        number = _number(entry, case)
    refusals.speak()
    assert fact is not None  # an outcome that is not on the list was refused
    point, number_hash, masked = number
    role = _role(entry, fact, point)
    third_party = is_third_party(role, company=_is_company(case))
    return Reading(
        entry=entry,
        outcome=fact,
        happened_at=min(entry.happened_at or at, at),
        point=point,
        number_hash=number_hash,
        masked=masked,
        role=role,
        third_party=third_party,
        related_party_id=named.pk if named else point.related_party_id if point else None,
        spoken=spoken(
            fact,
            channel=entry.channel,
            inbound=entry.inbound,
            third_party=third_party,
            verified=bool(entry.verified_by),
        ),
    )


def outcome_fact(outcome: Outcome) -> OutcomeFact:
    """An outcome as the rules take it."""
    return OutcomeFact(**{name: getattr(outcome, name) for name in OutcomeFact.__dataclass_fields__})


def spoken_of(contact: Contact, case: Case) -> Spoken:
    """What a contact on record was; with its outcome."""
    return spoken(
        outcome_fact(contact.outcome),
        channel=contact.channel,
        inbound=contact.inbound,
        third_party=is_third_party(contact.role or PartyRole.CARDHOLDER.value, company=_is_company(case)),
        verified=bool(contact.verified_by),
    )


def speaks_on_his_own(point: ContactPoint | None, *, channel: str, role: str, related_party_id: int | None) -> bool:
    """Whether a number belongs to who was spoken to on it: in `role`, and as which person around the cardholder.

    Example: the cardholder on his wife's mobile does not; nor a guarantor on the cardholder's own.
    """
    if point is None or point.kind not in FITS.get(channel, ()):
        return False
    if point.related_party is None:
        return role in {CARDHOLDER, *OF_THE_COMPANY}
    return related_party_id == point.related_party_id and role == point.related_party.role


def _is_company(case: Case) -> bool:
    return case.cardholder.kind == Cardholder.Kind.COMPANY


def _known(entry: ContactEntry, case: Case, outcome: OutcomeFact | None, needs_number: bool) -> Known:
    reason = Reason.objects.filter(pk=entry.reason).first() if entry.reason else None
    company = _is_company(case)
    return Known(
        outcome=outcome,
        reason=ReasonFact(
            code=reason.code,
            for_persons=reason.for_persons,
            for_companies=reason.for_companies,
            is_active=reason.is_active,
        )
        if reason
        else None,
        company=company,
        words=WORDS,
        third_parties=frozenset(role for role in PartyRole.values if is_third_party(role, company=company)),
        readable=_normal(entry) is not None,
        needs_number=needs_number,
    )


def _texts_may_be_stored(entry: ContactEntry, refusals: Refusals) -> None:
    """No full card number and no NUL in anything that was typed."""
    texts = [(name, getattr(entry, name), longest) for name, longest in LONGEST.items()]
    for field, text, longest in [*texts, *(("findings", said, LONGEST_FINDING) for said in entry.findings.values())]:
        with refusals.of():
            text_of(text, field=field, longest=longest, required=False)


def _normal(entry: ContactEntry) -> str | None:
    """The typed number as it is hashed, "" when none was typed, None when it is none."""
    if not entry.number.strip():
        return ""
    return normal_email(entry.number) if "@" in entry.number else normal_phone(entry.number)


def _number(entry: ContactEntry, case: Case) -> tuple[ContactPoint | None, str, str]:
    """The contact point, keyed hash and masked text of the number the entry names."""
    points = ContactPoint.objects.filter(cardholder=case.cardholder_id).select_related("related_party")
    if entry.contact_point_id is not None:
        point = points.filter(pk=entry.contact_point_id).first()
        if point is None:
            raise Refused("unknown_number", _("This cardholder has no such number."), field="contact_point_id")
        return point, point.value_hash, point.masked
    normal = _normal(entry)
    if not normal:
        return None, "", ""
    number_hash = crypto.keyed_hash(normal)
    masked = (masked_email if "@" in normal else masked_number)(normal)[:60]
    return points.filter(value_hash=number_hash).order_by("id").first(), number_hash, masked


def _role(entry: ContactEntry, outcome: OutcomeFact, point: ContactPoint | None) -> str:
    """Who was spoken to; where nobody was, or nobody said, whose number it is."""
    owner = point.related_party.role if point and point.related_party else PartyRole.CARDHOLDER.value
    return owner if outcome.outcome_class == FAIL else entry.role or owner


def _party(entry: ContactEntry, case: Case) -> RelatedParty | None:
    """The person the entry names: one around this cardholder, and in the role the entry says."""
    if entry.related_party_id is None:
        return None
    party = RelatedParty.objects.filter(pk=entry.related_party_id, cardholder=case.cardholder_id).first()
    if party is None:
        raise Refused("unknown_party", _("There is no such person around this cardholder."), field="related_party_id")
    if entry.role and entry.role != party.role:
        message = _("This person is on file as: %(role)s.") % {"role": party.get_role_display()}
        raise Refused("other_role", message, field="role")
    return party
