"""What an event about a person says, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from collections_app.events.models import Event
from collections_app.shared.templatetags.fairdue import listed, local_date

from .labels import LANGUAGE_LABELS, RESTRICTION_LABELS, ROLE_LABELS, team_name
from .models import ChangeNote, Team, TeamAssignment
from .queries import named

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One change on record: when, what, by whom, and the note left with it."""

    at: datetime
    what: str
    who: str
    note: str = ""


def told(events: Iterable[Event]) -> list[Told]:
    """Each event in words, with the name of who did it and the note left with it; three queries, however many."""
    listed = list(events)
    notes = _notes(listed)
    names = named({event.actor for event in listed})
    teams = {team.code: team_name(team) for team in Team.objects.all()}
    return [
        Told(
            at=event.recorded_at,
            what=_WORDS[event.kind](event.data | {"team_name": teams.get(event.data.get("team", ""), "")}),
            who=names[event.actor],
            note=notes.get(event.data.get("note"), ""),
        )
        for event in listed
        if event.kind in _WORDS
    ]


def _notes(events: Iterable[Event]) -> dict[int | None, str]:
    """What was noted beside changes of team, by its number: events repeat no words."""
    ids = {event.data["note"] for event in events if event.data.get("note")}
    return dict(ChangeNote.objects.filter(pk__in=ids).values_list("pk", "text"))


def _said(text: str | None) -> str:
    return local_date(date.fromisoformat(text)) if text else ""


def _span(first: str, last: str | None) -> str:
    if last is None:
        return _("from %(first)s") % {"first": _said(first)}
    return _("%(first)s to %(last)s") % {"first": _said(first), "last": _said(last)}


def _assigned(data: Data) -> str:
    reason = TeamAssignment.Reason(data["reason"]).label
    words = {"team": data["team_name"], "reason": reason, "first": _said(data["from"])}
    if data["until_before"]:
        return _("team %(team)s from %(first)s until before %(end)s: %(reason)s") % {
            **words,
            "end": _said(data["until_before"]),
        }
    return _("team %(team)s from %(first)s: %(reason)s") % words


def _languages(data: Data) -> str:
    spoken = listed(LANGUAGE_LABELS.get(code, code) for code in data["languages"])
    return _("languages: %(languages)s") % {"languages": spoken or "–"}


def _role(data: Data) -> str:
    return str(ROLE_LABELS.get(data["role"], data["role"]))


def _cleared(data: Data) -> str:
    return str(RESTRICTION_LABELS.get(data["restriction"], data["restriction"]))


_WORDS: dict[str, Callable[[Data], str]] = {
    "person.invited": lambda data: _("invited"),
    "person.link_renewed": lambda data: _("new set-password link; the old password ended"),
    "person.locked": lambda data: _("locked out"),
    "person.unlocked": lambda data: _("unlocked"),
    "person.password_set": lambda data: _("password set"),
    "person.languages_set": _languages,
    "person.assigned": _assigned,
    "person.assignment_cancelled": lambda data: (
        _("change to team %(team)s on %(first)s cancelled") % {"team": data["team_name"], "first": _said(data["from"])}
    ),
    "role.granted": lambda data: (
        _("role %(role)s given, %(span)s") % {"role": _role(data), "span": _span(data["from"], data["last_day"])}
    ),
    "role.revoked": lambda data: (
        _("role %(role)s taken away on %(day)s") % {"role": _role(data), "day": _said(data["on"])}
    ),
    "clearance.granted": lambda data: (
        _("cleared for restricted files (%(whose)s), %(span)s")
        % {"whose": _cleared(data), "span": _span(data["from"], data["last_day"])}
    ),
    "clearance.ended": lambda data: (
        _("clearance for restricted files (%(whose)s) ended on %(day)s")
        % {"whose": _cleared(data), "day": _said(data["on"])}
    ),
}
