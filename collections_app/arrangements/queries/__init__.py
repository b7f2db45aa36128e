"""Reads of promises, from who is asking."""

from .policy import promise_policy
from .promises import (
    broken_last_night,
    matching,
    open_promise,
    open_promises,
    promises_due,
    promises_of,
    visible_promises,
)
from .results import kept_by

__all__ = [
    "broken_last_night",
    "kept_by",
    "matching",
    "open_promise",
    "open_promises",
    "promise_policy",
    "promises_due",
    "promises_of",
    "visible_promises",
]
