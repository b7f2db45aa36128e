"""Who is behind a request, and what they may do on a day."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from rest_framework.request import Request

from collections_app.shared import clock
from collections_app.shared.actor import Actor

from ..models import ClearanceGrant, RoleGrant, Team, TeamAssignment, User
from ..rules.roles import ADMINISTRATOR, permissions_of


def grants_on(day: date) -> QuerySet[RoleGrant]:
    """Grants in force on `day`: `valid_from` counts, `valid_to` does not."""
    return RoleGrant.objects.on(day)


def roles_of(user: User, *, on: date | None = None) -> frozenset[str]:
    """The roles `user` holds on a day (default: today)."""
    return frozenset(grants_on(on or clock.local_date()).filter(user=user).values_list("role", flat=True))


def actor_of_user(user: User, *, channel: str) -> Actor:
    """`user` as the actor of an action; a locked user may do nothing."""
    if not user.is_active:
        return Actor(user_id=user.pk, name=str(user), channel=channel)
    held = _held_on(user, clock.local_date())
    roles = frozenset(held["role"])
    agency = Team.Tier.AGENCY in (held["tier"] or held["tier to come"])
    return Actor(
        user_id=user.pk,
        name=str(user),
        channel=channel,
        roles=roles,
        permissions=permissions_of(roles, agency=agency),
        teams=frozenset(int(team) for team in held["team"]),
        clearances=frozenset(held["clearance"]),
        languages=frozenset(user.spoken_languages),
        agency=agency,
    )


def _held_on(user: User, day: date) -> dict[str, set[str]]:
    """Roles, teams, clearances of a day, as text; one query, because every request asks it.

    `tier` is that of the newest team, also of one whose time is over, `tier to come` that of the first team still to
    come: who leaves an outside agency's desk, or does not stand at it yet, is not of the house for that.
    """
    stays = TeamAssignment.objects.filter(user=user)
    parts = (
        ("role", "role", RoleGrant.objects.filter(in_force(day), user=user)),
        ("team", "team_id", stays.filter(in_force(day))),
        ("tier", "team__tier", stays.filter(valid_from__lte=day).order_by("-valid_from")[:1]),
        ("tier to come", "team__tier", stays.filter(valid_from__gt=day).order_by("valid_from")[:1]),
        ("clearance", "restriction", ClearanceGrant.objects.filter(in_force(day), user=user)),
    )
    first, *rest = (rows.values_list(Value(kind), Cast(name, CharField())) for kind, name, rows in parts)
    held: dict[str, set[str]] = {kind: set() for kind, _name, _rows in parts}
    for kind, name in first.union(*rest, all=True):
        held[kind].add(name)
    return held


def in_force(day: date) -> Q:
    """Rows in force on `day`: `valid_from` counts, `valid_to` does not."""
    return (Q(valid_to__isnull=True) | Q(valid_to__gt=day)) & Q(valid_from__lte=day)


def teams_of(user_id: int, *, on: date) -> frozenset[int]:
    """Numbers of the teams the user works in on a day; at most one, none before the first assignment."""
    return frozenset(TeamAssignment.objects.filter(in_force(on), user=user_id).values_list("team", flat=True))


def clearances_of(user_id: int, *, on: date) -> frozenset[str]:
    """The restricted files the user may open on a day, such as {"STAFF"}."""
    return frozenset(ClearanceGrant.objects.filter(in_force(on), user=user_id).values_list("restriction", flat=True))


def actor_for(request: Any) -> Actor:
    """The actor behind a browser or REST request; asked once per request and user."""
    channel = "api" if isinstance(request, Request) else "browser"
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Actor.nobody(channel)
    holder = getattr(request, "_request", request)
    known = getattr(holder, "_actor", None)
    if known is None or known.user_id != user.pk or known.channel != channel:
        known = holder._actor = _narrowed(actor_of_user(user, channel=channel), getattr(request, "auth", None))
    return known


def _narrowed(actor: Actor, auth: Any) -> Actor:
    """The actor with no more permissions than what brought it has `scopes` for: an API key has, a token has not."""
    scopes = getattr(auth, "scopes", None)
    if scopes is None:
        return actor
    return replace(actor, permissions=actor.permissions & frozenset(scopes), api_key=auth.prefix)


def other_administrators(user: User, *, on: date) -> int:
    """How many active administrators there are on `on` besides `user`; whose role ends by itself does not count."""
    return (
        grants_on(on)
        .filter(role=ADMINISTRATOR, valid_to=None, user__is_active=True)
        .exclude(user=user)
        .values("user")
        .distinct()
        .count()
    )
