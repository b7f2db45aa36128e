"""What the doors hand to the actions of contacts."""

from .rules.entry import ContactEntry

__all__ = ["ContactEntry"]
