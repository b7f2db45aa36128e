"""The permit an entry names: whether it covers the contact, and what is left to tell compliance."""

from dataclasses import dataclass, replace

from accounts.models import ContactPoint
from collections_app.cases.models import Case
from collections_app.compliance.models import Permit
from collections_app.shared import clock
from collections_app.shared.actor import Actor

from .models import Contact
from .reading import Reading
from .rules.entry import ContactEntry
from .rules.leave import EXPIRED, PermitFact, cause_of_breach


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """`permit`: the one the contact was made under, valid or over; `cause`: why it is a breach, "" when it is none."""

    permit: Permit | None
    cause: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has reported the permit yet."""
        return self.permit is not None and self.permit.state == Permit.State.LIVE

    def counts_apart(self, reading: Reading) -> bool:
        """Whether the contact needs a touch of its own: without a permit, or on another day than one that was over."""
        if self.permit is None:
            return True
        late = clock.local_date(reading.happened_at) != clock.local_date(self.permit.issued_at)
        return self.cause == EXPIRED and late

    def numbered(self, reading: Reading) -> Reading:
        """The reading with the number of the permit, where the entry named none that is still kept."""
        if self.permit is None or reading.number_hash:
            return reading
        return replace(reading, number_hash=self.permit.number_hash, masked=self.permit.masked)


def permit_of(entry: ContactEntry) -> Permit | None:
    """The permit an outbound entry names, locked; None when it names none there is."""
    if entry.inbound or entry.permit_token is None:
        return None
    return Permit.objects.select_for_update(of=("self",), no_key=True).filter(token=entry.permit_token).first()


def named(entry: ContactEntry, permit: Permit | None, case: Case) -> ContactEntry:
    """The entry with number and purpose of its permit, where it is one of this case and the entry names no number."""
    if permit is None or permit.case_id != case.pk:
        return entry
    entry = replace(entry, purpose=permit.purpose)
    if entry.contact_point_id is not None or entry.number:
        return entry
    kept = ContactPoint.objects.filter(pk=permit.contact_point_id, cardholder=case.cardholder_id).exists()
    return replace(entry, contact_point_id=permit.contact_point_id) if kept else entry


def leave_of(actor: Actor, case: Case, reading: Reading, permit: Permit | None) -> Leave:
    """Under which permit the contact was made, and why it is a breach if it is one. Inbound contacts need none."""
    if reading.entry.inbound:
        return Leave(permit=None)
    cause = cause_of_breach(
        _fact(actor, permit) if permit else None,
        case_id=case.pk,
        channel=reading.entry.channel,
        number_hash=reading.number_hash,
        happened_at=reading.happened_at,
    )
    return Leave(permit=permit if cause in ("", EXPIRED) else None, cause=cause)


def _fact(actor: Actor, permit: Permit) -> PermitFact:
    """A permit a phone system reported already waits for its contact, whoever writes that down."""
    reported = permit.state == Permit.State.SPENT
    return PermitFact(
        case_id=permit.case_id,
        channel=permit.channel,
        number_hash=permit.number_hash,
        issued_at=permit.issued_at,
        valid_until=permit.valid_until,
        free=permit.state != Permit.State.UNUSED and not Contact.objects.filter(permit=permit).exists(),
        of_the_actor=reported or permit.issued_to == actor.label or actor.may("cases.take_over"),
    )
