"""One contact as somebody reports it, before it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEntry:
    """What an agent, a dialler or an agency's system says about one contact.

    `submission` names the form or request: sent twice, it is stored once. `happened_at` is when the number was
    dialled, the letter sent, the caller rang; None: now. `permit_token` is the permit the contact was made under; an
    outbound contact without a valid one is a breach. `contact_point_id` is a known number, `number` one that was typed.
    `findings` answers the fact-finding list for companies by question. "" and None mean: not said.
    """

    submission: UUID
    outcome: str
    channel: str = "PHONE"
    inbound: bool = False
    purpose: str = "COLLECT"
    contact_point_id: int | None = None
    number: str = ""
    role: str = ""
    related_party_id: int | None = None
    reason: str = ""
    verified_by: str = ""
    message_left: bool | None = None
    objects: bool = False
    follow_up_at: datetime | None = None
    note: str = ""
    permit_token: UUID | None = None
    call_id: str = ""
    recording: str = ""
    willingness: str = ""
    ability: str = ""
    observed: str = ""
    findings: Mapping[str, str] = field(default_factory=dict)
    happened_at: datetime | None = None
