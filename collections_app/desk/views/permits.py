"""Permits on the case page: the one that runs with its number, those that are over, and what they fill in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from collections_app.compliance.models import Permit
from collections_app.compliance.numbers import clear_number, dial_link
from collections_app.compliance.queries import Reach
from collections_app.desk.queries.permits import OpenPermits
from collections_app.desk.rules.permit import is_overtaken
from collections_app.shared.web import ActorRequest


def permit_context(
    request: ActorRequest, permits: OpenPermits, numbers: Sequence[Reach] = (), *, at: datetime
) -> dict[str, Any]:
    """The permit that runs with its number in clear, whom to ask for by full name; those that wait for a report.

    `numbers`: as they may be called now, which may forbid what was allowed when the permit was given.
    """
    permit = permits.running
    waiting = {"permit": None, "over_permits": permits.over, "asked_permit": permits.asked}
    if permit is None:
        return waiting
    now = next((one.decision for one in numbers if one.contact_point_id == permit.contact_point_id), None)
    person = getattr(permit.cardholder, "personal_data", None)
    return waiting | {
        "permit": permit,
        "permit_number": clear_number(request.actor, permit),
        "permit_link": dial_link(request.actor, permit),
        "permit_overtaken": now if now is not None and is_overtaken(now.rule) else None,
        "permit_name": person.name if person else permit.cardholder.customer_no,
        "permit_seconds": max(int((permit.valid_until - at).total_seconds()), 0),
    }


def logged_under(permit: Permit | None) -> dict[str, Any]:
    """What the log form knows of the contact from its permit; nothing without one."""
    if permit is None:
        return {}
    return {
        "permit_token": permit.token,
        "contact_point_id": permit.contact_point_id,
        "role": permit.role,
        "channel": permit.channel,
        "purpose": permit.purpose,
        "happened_at": permit.issued_at.isoformat(),
    }
