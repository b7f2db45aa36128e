"""Tables of contacts. A contact is immutable; its note can be erased with the cardholder's other personal data."""

from .call import CallRequest
from .contact import Contact, ContactNote
from .facts import Ability, DebtorFact, Finding, Observed
from .lists import Outcome, Reason

__all__ = [
    "Ability",
    "CallRequest",
    "Contact",
    "ContactNote",
    "DebtorFact",
    "Finding",
    "Observed",
    "Outcome",
    "Reason",
]
