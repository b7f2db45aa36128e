"""What somebody promised, as a door hands it to the action."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseEntry:
    """A promise to pay: `amount` by `due_on`, or in `instalments` of (due day, amount) that add up to it.

    `submission` names the form or request: sent twice, it is stored once. `account_ids`: none means every delinquent
    account of the case in the case's currency. `follow_up_on`: None means as many days on as the policy says.
    `amount`: None where a form's text is no amount; it is `missing` then.
    """

    submission: UUID
    amount: Decimal | None
    due_on: date | None = None
    instalments: tuple[tuple[date, Decimal], ...] = ()
    account_ids: tuple[int, ...] = ()
    speaker: str = "CARDHOLDER"
    channel: str = ""
    reason: str = ""
    contact_id: int | None = None
    follow_up_on: date | None = None
