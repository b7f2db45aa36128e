"""API keys, who may have one and for what."""

from datetime import date

from django.db.models import QuerySet

from collections_app.people.models import User
from collections_app.people.queries.actors import grants_on
from collections_app.people.rules.roles import INTEGRATION, PERMISSIONS, permissions_of

from ..models import ApiKey

SCOPES = tuple(code for code in PERMISSIONS if code in permissions_of([INTEGRATION]))
"""What a key may allow, in the order of the table of roles."""


def api_keys() -> QuerySet[ApiKey]:
    """Every key there ever was, those in use first, newest first; a dozen or so."""
    return ApiKey.objects.select_related("user", "created_by").order_by("revoked", "-created", "prefix")


def machines(*, on: date) -> QuerySet[User]:
    """Active users that are a machine: the role integration on that day and no other."""
    grants = grants_on(on)
    others = grants.exclude(role=INTEGRATION).values("user")
    mine = grants.filter(role=INTEGRATION).values("user")
    return User.objects.filter(is_active=True, pk__in=mine).exclude(pk__in=others).order_by("username")
