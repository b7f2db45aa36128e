"""Which teams and people a reader may choose from: an outside agency from its own desks alone."""

from datetime import date

from django.db.models import Q, QuerySet

from collections_app.people.models import Team, TeamAssignment, User
from collections_app.shared.actor import Actor


def teams_offered(to: Actor) -> QuerySet[Team]:
    """The teams that are open."""
    teams = Team.objects.filter(is_active=True).order_by("code")
    return teams.filter(pk__in=to.teams) if to.agency else teams


def agents_offered(to: Actor, *, on: date | None = None) -> QuerySet[User]:
    """The people who work in a team, by name: on the day `on`, else for good."""
    stays = TeamAssignment.objects.filter(valid_to=None)
    if on is not None:
        stays = TeamAssignment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    if to.agency:
        stays = stays.filter(team__in=to.teams)
    return User.objects.filter(is_active=True, pk__in=stays.values("user")).order_by("display_name", "username")
