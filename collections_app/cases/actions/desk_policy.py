"""A change of the desk policy: new numbers of case work from a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from collections_app.cases.models import DeskPolicy
from collections_app.cases.queries.policy import POLICIES
from collections_app.shared.actor import Actor


@transaction.atomic
def write_desk_policy(
    *, actor: Actor, valid_from: date, numbers: Mapping[str, Any], reason: str, at: datetime
) -> DeskPolicy:
    """Add a policy that holds from `valid_from`.

    Raises Refused: `forbidden`, and what `accounts.dated.Dated.write` raises.
    Example: rest 120 -> 60 minutes from 2026-12-01: on that day a case is handed out again an hour after a contact.
    """
    actor.must("policies.edit")
    return POLICIES.write(actor=actor, valid_from=valid_from, numbers=numbers, reason=reason, at=at)
