"""The browser door of the figures, one file a page."""

from .bucket_tables import dashboard_csv
from .buckets import dashboard

__all__ = ["dashboard", "dashboard_csv"]
