"""The REST door of results."""
