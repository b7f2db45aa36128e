"""Reads of cases, from who is asking."""

from .cases import lock_visible, of_visible_cases, open_case_of, visible_cases
from .claims import live_claim
from .context import context_of, contexts_of
from .policy import desk_policy

__all__ = [
    "context_of",
    "contexts_of",
    "desk_policy",
    "live_claim",
    "lock_visible",
    "of_visible_cases",
    "open_case_of",
    "visible_cases",
]
