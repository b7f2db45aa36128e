"""Who acts: a person in the browser, a caller of the REST door, the night, or a command."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks, through which door, with which permissions.

    `channel` is `browser`, `api`, `night` or `command:<name>`. `user_id` is None for everyone but people.
    """

    user_id: int | None
    name: str
    channel: str
    roles: frozenset[str] = field(default_factory=frozenset)
    permissions: frozenset[str] = field(default_factory=frozenset)
    teams: frozenset[int] = field(default_factory=frozenset)
    """Numbers of the desks this actor works on today."""
    clearances: frozenset[str] = field(default_factory=frozenset)
    """Restricted files this actor may open, such as STAFF; those of nobody else are seen by everyone with the role."""
    languages: frozenset[str] = field(default_factory=frozenset)
    """Languages this actor has on record; none: nobody asked."""
    agency: bool = False
    """Works for outside agencies and on no desk of the house: sees whom those desks were given, and nobody else."""
    everything: bool = False
    api_key: str = ""
    """The prefix of the API key that was used; empty for people and for machines of our own."""

    @classmethod
    def night(cls) -> "Actor":
        """The nightly run; may do everything."""
        return cls(user_id=None, name="night", channel="night", everything=True)

    @classmethod
    def command(cls, name: str) -> "Actor":
        """A command typed by whoever runs the server; may do everything."""
        return cls(user_id=None, name=name, channel=f"command:{name}", everything=True)

    @classmethod
    def nobody(cls, channel: str = "browser") -> "Actor":
        """Someone who has not logged in; may do nothing."""
        return cls(user_id=None, name="", channel=channel)

    @property
    def label(self) -> str:
        """How the event table names the actor: `user:12`, `night` or `command:nightly`."""
        return f"user:{self.user_id}" if self.user_id is not None else self.channel

    def may(self, *permissions: str) -> bool:
        """True when the actor holds one of `permissions`, such as `payments.post`."""
        return self.everything or not self.permissions.isdisjoint(permissions)

    def cleared_for(self, restriction: str) -> bool:
        """True when the actor may open files of `restriction`; every file without one is open to the role."""
        return self.everything or not restriction or restriction in self.clearances

    def must(self, *permissions: str) -> None:
        """Raise Refused("forbidden") unless the actor holds one of `permissions`."""
        if not self.may(*permissions):
            raise Refused(
                "forbidden",
                _("Your role does not allow this (%(permission)s is needed).")
                % {"permission": " / ".join(permissions)},
            )


def actor_of(request: Any) -> Actor:
    """The actor behind a browser or REST request, as `settings.ACTOR_RESOLVER` finds it."""
    return import_string(settings.ACTOR_RESOLVER)(request)
