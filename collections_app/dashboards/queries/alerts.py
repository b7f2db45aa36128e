"""Alerts as they are set, and what they have raised."""

from django.db.models import Prefetch, QuerySet

from collections_app.dashboards.alert_figures import named
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.people.models import User


def alerts() -> QuerySet[Alert]:
    """Every alert, those in use first, with its names and who is told."""
    told = Prefetch("told", queryset=User.objects.order_by("display_name", "pk"))
    found = Alert.objects.select_related("queue", "team", "created_by").prefetch_related(told)
    return named(found).order_by("-is_active", "-pk")


def raised() -> QuerySet[AlertRaised]:
    """Everything that was raised, unordered, with its alert's names."""
    return named(AlertRaised.objects.select_related("alert__queue", "alert__team"), prefix="alert__")


def raised_now(user_id: int | None) -> QuerySet[AlertRaised]:
    """What stands beyond its threshold now and is told to a user, newest first."""
    return raised().filter(ended_at=None, alert__told=user_id).order_by("-raised_at", "-pk")
