"""Reading events, newest first."""

from django.db.models import QuerySet

from .models import Event


def events_of_account(account_id: int) -> QuerySet[Event]:
    """What happened to one card account, newest first."""
    return Event.objects.filter(account_id=account_id).order_by("-id")


def events_of_kind(*kinds: str) -> QuerySet[Event]:
    """Every event of the given kinds, newest first."""
    return Event.objects.filter(kind__in=kinds).order_by("-id")
