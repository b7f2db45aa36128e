"""What we do about it: collections on top of what the bank knows (`accounts/`)."""

from .celery import app as celery_app

__all__ = ["celery_app"]
