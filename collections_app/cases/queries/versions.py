"""The versions of a queue, and what each changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from collections_app.cases.labels import in_words, order_in_words
from collections_app.cases.models import QueueVersion, WorkQueue
from collections_app.cases.rules import conditions as rules
from collections_app.cases.rules.conditions import Condition, Conditions
from collections_app.people.labels import team_name
from collections_app.people.queries import named
from collections_app.shared.actor import Actor
from collections_app.shared.templatetags.fairdue import listed

from .choices import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version as its page shows it. `changes`: sentences, empty for the first one."""

    version: QueueVersion
    by: str
    conditions: list[str]
    order: str
    teams: list[str]
    changes: list[str]


def versions_of(queue: WorkQueue, *, reader: Actor) -> list[Version]:
    """Newest first, said in names the reader may know."""
    stored = list(queue.versions.prefetch_related("teams").order_by("number"))
    names, choices = named(version.recorded_by for version in stored), Choices(reader)
    found = []
    for before, version in zip([None, *stored], stored, strict=False):
        found.append(
            Version(
                version=version,
                by=names[version.recorded_by],
                conditions=_in_words(rules.check(version.conditions), choices),
                order=order_in_words(version.order),
                teams=_teams(version),
                changes=_changes(before, version, choices) if before else [],
            )
        )
    return found[::-1]


def _teams(version: QueueVersion) -> list[str]:
    return [team_name(team) for team in sorted(version.teams.all(), key=lambda team: team.code)]


def _in_words(conditions: Iterable[Condition], choices: Choices) -> list[str]:
    return [in_words(condition, choices.name_of) for condition in conditions]


def _changes(before: QueueVersion, after: QueueVersion, choices: Choices) -> list[str]:
    old, new = rules.check(before.conditions), rules.check(after.conditions)
    found = [_("added: %(what)s") % {"what": words} for words in _in_words(_missing(new, old), choices)]
    found += [_("dropped: %(what)s") % {"what": words} for words in _in_words(_missing(old, new), choices)]
    pairs = [
        (_("name in English"), before.name_en, after.name_en),
        (_("name in Chinese"), before.name_zh, after.name_zh),
        (_("order"), order_in_words(before.order), order_in_words(after.order)),
        (_("teams"), _team_list(before), _team_list(after)),
        (_("cases per agent and day"), str(before.capacity), str(after.capacity)),
    ]
    for what, was, now in pairs:
        if was != now:
            found.append(_("%(what)s: %(was)s, now %(now)s") % {"what": what, "was": was or "–", "now": now or "–"})
    return found


def _missing(some: Conditions, others: Conditions) -> list[Condition]:
    return [condition for condition in some if condition not in others]


def _team_list(version: QueueVersion) -> str:
    return listed(_teams(version)) or _("every team")
