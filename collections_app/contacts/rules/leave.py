"""Was an outbound contact made under a valid permit? If not, why not: the cause its breach is kept with."""

from dataclasses import dataclass
from datetime import datetime

from .checks import CLOCKS_DIFFER

NO_PERMIT = "NO_PERMIT"
EXPIRED = "EXPIRED"
OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitFact:
    """A permit as a contact looks at it. `free`: no contact was logged under it and it was not handed back."""

    case_id: int
    channel: str
    number_hash: str
    issued_at: datetime
    valid_until: datetime
    free: bool
    of_the_actor: bool


def cause_of_breach(
    permit: PermitFact | None, *, case_id: int, channel: str, number_hash: str, happened_at: datetime
) -> str:
    """ "" when the permit covers the contact, else why it does not; `valid_until` itself is too late already.

    `number_hash` "": nobody said which number, so it was that of the permit.
    Example: a permit until 14:10 and a number dialled at 14:10:00 is EXPIRED; a permit of another case is OTHER.
    """
    if permit is None:
        return NO_PERMIT
    same = permit.case_id == case_id and permit.channel == channel and number_hash in ("", permit.number_hash)
    if not (same and permit.free and permit.of_the_actor) or happened_at < permit.issued_at - CLOCKS_DIFFER:
        return OTHER
    return "" if happened_at < permit.valid_until else EXPIRED
