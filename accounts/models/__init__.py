"""Tables of what the bank knows. Facts are append-only; derived tables say so in their docstring."""

from accounts.models.calendar import Holiday
from accounts.models.card_account import CalendarChange, CardAccount, Product
from accounts.models.cardholder import Address, Cardholder, ContactPoint, PersonalData, RestrictionChange
from accounts.models.corrected import CorrectedFigure, CorrectedFlow, CorrectedTrend
from accounts.models.delivery import Delivery, Reject, SuspectedDuplicate
from accounts.models.derived import Allocation, BalancePool, BucketInterval, Position, Slice
from accounts.models.figures import BucketFlow, ChargeComparison, MonthEnd, PortfolioFigure
from accounts.models.hold import AccountHold
from accounts.models.installation import FeedDay, Installation
from accounts.models.ledger import LedgerEntry
from accounts.models.policy import PolicyProfile, PolicyVersion, ProductPolicy
from accounts.models.related_party import FoundBy, PartyRole, RelatedParty
from accounts.models.statement import Statement
from accounts.models.vintage import Reached91, VintageFigure

__all__ = [
    "AccountHold",
    "Address",
    "Allocation",
    "BalancePool",
    "BucketFlow",
    "BucketInterval",
    "CalendarChange",
    "CardAccount",
    "Cardholder",
    "ChargeComparison",
    "ContactPoint",
    "CorrectedFigure",
    "CorrectedFlow",
    "CorrectedTrend",
    "Delivery",
    "FeedDay",
    "FoundBy",
    "Holiday",
    "Installation",
    "LedgerEntry",
    "MonthEnd",
    "PartyRole",
    "PersonalData",
    "PolicyProfile",
    "PolicyVersion",
    "PortfolioFigure",
    "Position",
    "Product",
    "ProductPolicy",
    "Reached91",
    "Reject",
    "RelatedParty",
    "RestrictionChange",
    "Slice",
    "Statement",
    "SuspectedDuplicate",
    "VintageFigure",
]
