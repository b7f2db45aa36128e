"""The REST door of the figures, one file a noun."""
