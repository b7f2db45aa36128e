"""Everyone who can log in: the list, and what is on record about one of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from axes.models import AccessFailureLog
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from collections_app.events.models import Event

from ..models import RoleGrant, TeamAssignment, User
from .actors import grants_on, in_force

KINDS = (
    "person.invited",
    "person.link_renewed",
    "person.locked",
    "person.unlocked",
    "person.password_set",
    "person.languages_set",
    "person.assigned",
    "person.assignment_cancelled",
    "role.granted",
    "role.revoked",
    "clearance.granted",
    "clearance.ended",
)
"""Events about a person: each names them in `data.user_id`."""

LOGGED_IN = "person.logged_in"


def people(*, on: date, text: str = "", team: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Users by log-in name, active ones first.

    Each has `grants_now` (roles in force on `on` or to come) and `stays_now` (the team of the day, at most one).
    `text` is part of a name or log-in name, `team` a code or "none", `role` a role held on the day, `state` is
    `active` or `locked`; "" leaves a filter out.
    """
    current = RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).order_by("role", "valid_from")
    stays = TeamAssignment.objects.filter(in_force(on)).select_related("team")
    users = User.objects.order_by(F("is_active").desc(), "username").prefetch_related(
        Prefetch("grants", queryset=current.select_related("granted_by"), to_attr="grants_now"),
        Prefetch("team_assignments", queryset=stays, to_attr="stays_now"),
    )
    if text:
        users = users.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    if team == "none":
        users = users.exclude(pk__in=stays.values("user"))
    elif team:
        users = users.filter(pk__in=stays.filter(team__code=team).values("user"))
    if role:
        users = users.filter(pk__in=grants_on(on).filter(role=role).values("user"))
    return users.filter(is_active=state == "active") if state in ("active", "locked") else users


def events_of_person(user: User) -> QuerySet[Event]:
    """What was done to one user, and the passwords they set, newest first."""
    about = Q(data__user_id=user.pk) | Q(kind="person.password_set", actor=_label(user))
    return Event.objects.filter(about, kind__in=KINDS).order_by("-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Somebody came in, or tried to. `door` is browser or api; `address` is known of failures only."""

    at: datetime
    succeeded: bool
    door: str
    address: str = ""
    locked_out: bool = False


def sign_ins_of(user: User, *, most: int = 20) -> list[SignIn]:
    """The latest sign-ins and failures under this log-in name, newest first."""
    came = Event.objects.filter(kind=LOGGED_IN, actor=_label(user)).order_by("-id")[:most]
    failed = AccessFailureLog.objects.filter(username__iexact=user.username).order_by("-attempt_time")[:most]
    found = [SignIn(at=event.recorded_at, succeeded=True, door=event.data.get("door", "")) for event in came]
    found += [
        SignIn(
            at=one.attempt_time,
            succeeded=False,
            door="api" if one.path_info.startswith("/api/") else "browser",
            address=one.ip_address or "",
            locked_out=one.locked_out,
        )
        for one in failed
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def named(labels: Iterable[str]) -> dict[str, str]:
    """Who each label of an actor stands for; one query. Example: `{"user:12": "李娜", "night": "the night"}`."""
    known = set(labels)
    numbers = {label: int(found[1]) for label in known if (found := re.fullmatch(r"user:(\d+)", label))}
    names = dict(User.objects.filter(pk__in=numbers.values()).values_list("pk", "display_name"))
    return {label: names.get(numbers.get(label, 0)) or in_words(label) for label in known}


def in_words(label: str) -> str:
    """The label of an actor who is no person, in words; every other label as it is."""
    kind, _colon, name = label.partition(":")
    if kind == "command":
        return _("system: %(name)s") % {"name": _("demo data") if name == "demo" else name}
    return {"night": _("the night"), "shipped": _("shipped with Fairdue")}.get(label, label)


def _label(user: User) -> str:
    return f"user:{user.pk}"
