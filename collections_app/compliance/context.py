"""What compliance must know of a case, told by the floor above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContext:
    """A case as a contact decision sees it. `stops`: kinds of its holds that stop contact; `lost`: contact is lost."""

    case_id: int
    cardholder_id: int
    bucket: int
    product_id: int
    account_ids: frozenset[int]
    stops: frozenset[str] = frozenset()
    lost: bool = False
