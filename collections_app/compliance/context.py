"""What compliance must know of a case, told by the floor above it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContext:
    """A case as a contact decision sees it. `stops`: kinds of its holds that stop contact; `lost`: contact is lost.

    `promise_due_on`: the next day a part of an open promise is due; `agreed_at`: the follow-up that was agreed.
    """

    case_id: int
    cardholder_id: int
    bucket: int
    product_id: int
    account_ids: frozenset[int]
    stops: frozenset[str] = frozenset()
    lost: bool = False
    promise_due_on: date | None = None
    agreed_at: datetime | None = None
