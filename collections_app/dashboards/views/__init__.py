"""The browser door of the figures, one file a page."""

from .buckets import dashboard, dashboard_csv

__all__ = ["dashboard", "dashboard_csv"]
