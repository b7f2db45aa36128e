"""Writing a scorecard."""

from .schemes import write_scheme

__all__ = ["write_scheme"]
