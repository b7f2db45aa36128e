"""Tables of arrangements."""

from .policy import PromisePolicy
from .promise import PromiseInstalment, PromiseToPay

__all__ = ["PromiseInstalment", "PromisePolicy", "PromiseToPay"]
