"""Tables of case work. What a case repeats of accounts, contacts and promises is kept for its queue."""

from .case import Case
from .claim import Claim, Passed
from .hold import CaseHold
from .policy import DeskPolicy
from .queue import QueueVersion, WorkQueue
from .reassignment import Reassigned, Reassignment

__all__ = [
    "Case",
    "CaseHold",
    "Claim",
    "DeskPolicy",
    "Passed",
    "QueueVersion",
    "Reassigned",
    "Reassignment",
    "WorkQueue",
]
