"""Writes of promises. A policy is written in `policies`, the night settles in `nightly`."""

from .cancel import cancel
from .promise import promise

__all__ = ["cancel", "promise"]
