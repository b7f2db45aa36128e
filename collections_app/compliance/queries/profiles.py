"""Contact profiles with their versions, what changed between them, and who follows which since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Prefetch, QuerySet

from accounts.queries.policies import Change
from collections_app.compliance.models import ContactPolicyVersion, ContactProfile, ContactProfileUse

from .policies import NUMBERS

PARAMETERS = (*NUMBERS, "house_rules")
"""What a version consists of, in the order in which pages show it."""


@dataclass(frozen=True)
class VersionLine:
    """A version with what it changed; the first version of a profile changed nothing."""

    version: ContactPolicyVersion
    changes: tuple[Change, ...]
    is_first: bool


def profiles() -> QuerySet[ContactProfile]:
    """Every profile with its versions and with who follows it, both oldest first."""
    return ContactProfile.objects.order_by("code").prefetch_related(
        Prefetch("versions", queryset=ContactPolicyVersion.objects.order_by("valid_from")),
        Prefetch("uses", queryset=ContactProfileUse.objects.select_related("product").order_by("valid_from", "id")),
    )


def version_lines(versions: Sequence[ContactPolicyVersion]) -> list[VersionLine]:
    """Versions newest first, each with its difference from the one before. `versions`: oldest first."""
    lines = [VersionLine(version, (), True) for version in versions[:1]]
    lines += [VersionLine(after, changes_between(before, after), False) for before, after in pairwise(versions)]
    return lines[::-1]


def changes_between(before: ContactPolicyVersion, after: ContactPolicyVersion) -> tuple[Change, ...]:
    """The parameters that differ, in the order of `PARAMETERS`."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in PARAMETERS)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


def in_force(versions: Sequence[ContactPolicyVersion], on: date) -> ContactPolicyVersion | None:
    """The version that counts on a day: the newest that has begun, before the first one the first."""
    begun = [version for version in versions if version.valid_from <= on]
    return next(iter([*begun[::-1], *versions]), None)


def uses() -> QuerySet[ContactProfileUse]:
    """Who follows which profile from when on, newest first."""
    return ContactProfileUse.objects.select_related("product", "profile").order_by("-valid_from", "-id")
