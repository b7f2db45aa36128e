"""The REST door of promises."""
