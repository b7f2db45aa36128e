"""What a contact decision looks at: what is asked, and what happened before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from .parties import is_third_party


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchFact:
    """One earlier contact; None in `rang`, `connected`, `conversation`: not reported yet, counts as true."""

    at: datetime
    day: date
    number_hash: str
    channel: str = "PHONE"
    inbound: bool = False
    third_party: bool = False
    of_debtor: bool = True
    """Whether it was about this debtor; False: another debtor's, on a number the two share."""
    to_lawyer: bool = False
    """Calls to the debtor's lawyer are outside the seven-day counts."""
    account_ids: frozenset[int] = frozenset()
    by_consent: bool = False
    rang: bool | None = None
    connected: bool | None = None
    conversation: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalFact:
    """A stop signal: CEASE, ATTORNEY, OPT_OUT of `channel`, OBJECTION of `number_hash`."""

    kind: str
    effective_at: datetime
    channel: str = ""
    number_hash: str = ""
    lifted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """A consent: CALL (be called) or HOURS (other hours); both days included, empty channel or number means any."""

    kind: str
    valid_from: date
    valid_until: date
    given_at: datetime
    channel: str = ""
    number_hash: str = ""
    hours_from: time | None = None
    hours_to: time | None = None
    spent_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def ended_at(self) -> tuple[datetime, ...]:
        """The moments that ended it before its last day."""
        return tuple(at for at in (self.spent_at, self.withdrawn_at) if at is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Which contact is wanted: `at` which moment, by `channel`, for `purpose`, to a number that belongs to `role`.

    `company`: the debtor is one, so that its PAYER is no third party. `stops`: kinds of case hold that stop contact.
    `zones`: likely time zones of the debtor; none known: the policy's own. `lost`: contact is lost.
    `promise_due_on`: the next day a part of an open promise is due; `agreed_at`: the agreed follow-up.
    `point_kind` and `number_status` are those of the contact point (MOBILE …, INVALID …).
    """

    at: datetime
    channel: str
    purpose: str
    number_hash: str
    role: str
    bucket: int
    company: bool = False
    point_kind: str = "MOBILE"
    number_status: str = "UNVERIFIED"
    stops: frozenset[str] = frozenset()
    account_ids: frozenset[int] = frozenset()
    lost: bool = False
    promise_due_on: date | None = None
    agreed_at: datetime | None = None
    zones: tuple[str, ...] = ()

    @property
    def to_third_party(self) -> bool:
        """Whether it goes to someone who must not learn that a debt exists."""
        return is_third_party(self.role, company=self.company)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What happened before, of the number and of the person, as far back as the policy looks."""

    touches: tuple[TouchFact, ...] = ()
    signals: tuple[SignalFact, ...] = ()
    consents: tuple[ConsentFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Yes until a moment, or no by `rule`, with `facts` for its words and the earliest moment a yes is possible.

    `until` itself is too late already. `next_allowed_at` is None when something without a date stands in the way.
    `by_consent`: made now, the call is one the debtor agreed to, outside the seven-day counts.
    """

    allowed: bool
    until: datetime | None = None
    rule: str = ""
    next_allowed_at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    by_consent: bool = False
