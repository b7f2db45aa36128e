"""A change of the promise policy: new numbers from a day on. Policies are never edited."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.queries.policy import POLICIES
from collections_app.shared.actor import Actor


@transaction.atomic
def write_policy(
    *, actor: Actor, valid_from: date, numbers: Mapping[str, Any], reason: str, at: datetime
) -> PromisePolicy:
    """Add a policy that holds from `valid_from`; promises made before keep theirs for life.

    Raises Refused: `forbidden`, and what `accounts.dated.Dated.write` raises.
    Example: grace 1 -> 2 days from 2026-12-01: a promise of 11-30 is judged with one day, that of 12-01 with two.
    """
    actor.must("policies.edit")
    return POLICIES.write(actor=actor, valid_from=valid_from, numbers=numbers, reason=reason, at=at)
