"""The browser door of results."""
