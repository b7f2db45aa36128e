"""A new version of the scorecard, from a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from collections_app.results.models import ScorecardScheme
from collections_app.results.queries.scheme import SCHEMES
from collections_app.shared.actor import Actor


@transaction.atomic
def write_scheme(
    *, actor: Actor, valid_from: date, numbers: Mapping[str, Any], reason: str, at: datetime
) -> ScorecardScheme:
    """Add a scheme that holds from `valid_from`; a period is weighed with the one in force on its last day.

    Raises Refused: `forbidden`; what `accounts.dated.Dated.write` and `weighting.must_be_allowed` raise.
    """
    actor.must("policies.edit")
    return SCHEMES.write(actor=actor, valid_from=valid_from, numbers=numbers, reason=reason, at=at)
