"""A rule change: a new version of a policy profile from a day on. Versions are never edited."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import AccountHold, PolicyProfile, PolicyVersion
from accounts.queries import business_date, policy_lines, recording_day
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

NUMBERS = (*policy_lines.NUMBERS, *policy_lines.HOLD_LISTS)
"""What a version consists of."""


@transaction.atomic
def write_version(
    *, actor: Actor, profile: str, valid_from: date, numbers: Mapping[str, Any], reason: str, at: datetime
) -> PolicyVersion:
    """Add a version that holds from `valid_from`; nothing before it changes.

    `numbers` names every one of `NUMBERS`. Raises Refused: `forbidden`, `not_found`; at its field `not_after_today`
    (valid_from must lie after the business date), `taken` (the profile has a version for that day), `same` (it changes
    nothing), `missing`, `too_long` or `card_number` (reason), `unknown_hold`.
    Example: grace days 3 -> 5 from 2026-12-01: the statement of 2026-11-30 still has 3, that of 12-01 has 5.
    """
    actor.must("policies.edit")
    line = PolicyProfile.objects.select_for_update(no_key=True).filter(code=profile).first()
    if line is None:
        raise Refused("not_found", _("There is no such policy profile."))
    today = recording_day(at)
    reason = text_of(reason, field="reason", longest=300)
    _check(valid_from, numbers, today=max(today, business_date() or today))
    if line.versions.filter(valid_from=valid_from).exists():
        raise Refused("taken", _("This profile already has a version that begins on that day."), field="valid_from")
    before = line.versions.filter(valid_from__lt=valid_from).order_by("-valid_from").first()
    changes = {name: numbers[name] for name in NUMBERS if before is None or getattr(before, name) != numbers[name]}
    if not changes:
        raise Refused("same", _("This version would change nothing."))
    version = _store(line, valid_from, numbers, reason, actor, today)
    events.record(
        "policy.version_written",
        actor=actor,
        data={"profile": profile, "valid_from": valid_from, "version": version.pk, "changed": sorted(changes)},
        on=today,
    )
    return version


def _check(valid_from: date, numbers: Mapping[str, Any], *, today: date) -> None:
    if valid_from <= today:
        raise Refused(
            "not_after_today",
            _("A version must begin after the business date, %(day)s: what was computed stays as it was.")
            % {"day": local_date(today)},
            field="valid_from",
        )
    for name in policy_lines.HOLD_LISTS:
        if set(numbers[name]) - set(AccountHold.Kind.values):
            raise Refused("unknown_hold", _("There is no such kind of hold."), field=name)


def _store(
    line: PolicyProfile, valid_from: date, numbers: Mapping[str, Any], reason: str, actor: Actor, today: date
) -> PolicyVersion:
    return PolicyVersion.objects.create(
        profile=line,
        valid_from=valid_from,
        reason=reason,
        recorded_on=today,
        recorded_by=actor.label,
        **{name: numbers[name] for name in NUMBERS},
    )
