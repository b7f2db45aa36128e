"""Alerts as they are set, what they have raised, and who may read of them."""

from django.db.models import Prefetch, Q, QuerySet

from collections_app.dashboards.alert_figures import FIGURES, OPERATION_PAGE
from collections_app.dashboards.alert_words import named
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.people.models import User
from collections_app.shared.actor import Actor


def may_read(actor: Actor, alert: Alert) -> bool:
    """Whoever may open the pages of alerts and of the figure; of an outside agency only what watches his own desk."""
    if not (actor.may(OPERATION_PAGE) and actor.may(FIGURES[alert.figure].page)):
        return False
    return not actor.agency or alert.team_id in actor.teams


def _read_by(actor: Actor, prefix: str = "") -> Q:
    """`may_read` as a condition; `prefix`: how rows lead to the alert."""
    open_to = [code for code, figure in FIGURES.items() if actor.may(OPERATION_PAGE) and actor.may(figure.page)]
    found = Q(**{f"{prefix}figure__in": open_to})
    return found & Q(**{f"{prefix}team__in": actor.teams}) if actor.agency else found


def alerts(actor: Actor) -> QuerySet[Alert]:
    """Every alert the actor may read of, those in use first, with its names and who is told."""
    told = Prefetch("told", queryset=User.objects.order_by("display_name", "pk"))
    found = Alert.objects.filter(_read_by(actor)).select_related("queue", "team", "product", "created_by")
    return named(found.prefetch_related(told)).order_by("-is_active", "-pk")


def raised(actor: Actor) -> QuerySet[AlertRaised]:
    """What was raised of these, unordered, with its alert's names."""
    found = AlertRaised.objects.filter(_read_by(actor, "alert__"))
    return named(found.select_related("alert__queue", "alert__team", "alert__product"), prefix="alert__")


def raised_now(actor: Actor) -> QuerySet[AlertRaised]:
    """What stands beyond its threshold now and is told to the actor, newest first."""
    return raised(actor).filter(ended_at=None, alert__told=actor.user_id).order_by("-raised_at", "-pk")
