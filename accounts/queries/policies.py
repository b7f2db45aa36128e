"""Policy profiles with their versions, what changed between them, and who follows which since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import PolicyProfile, PolicyVersion, ProductPolicy

PARAMETERS = (
    ("minimum_ratio", "statement_date"),
    ("minimum_floor_amount", "statement_date"),
    ("late_fee_ratio", "effective_due_date"),
    ("late_fee_minimum_amount", "effective_due_date"),
    ("late_fee_bears_interest", "billing_statement_date"),
    ("daily_interest_rate", "each_day"),
    ("grace_days", "statement_date"),
    ("overdue_tolerance_amount", "effective_due_date"),
    ("full_payment_tolerance_amount", "effective_due_date"),
    ("principal_first_from_dpd", "payment_value_date"),
    ("max_late_fees", "effective_due_date"),
    ("fee_stop_holds", "effective_due_date"),
    ("interest_stop_holds", "each_day"),
    ("cost_ceiling_annual_rate", "day_looked_at"),
    ("cost_ceiling_caps", "effective_due_date"),
)
"""Every number of a version and the date that selects its version (B5)."""


@dataclass(frozen=True)
class Change:
    """One number that differs from the version before."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class VersionLine:
    """A version with what it changed; the first version of a profile changed nothing."""

    version: PolicyVersion
    changes: tuple[Change, ...]
    is_first: bool


def profiles() -> QuerySet[PolicyProfile]:
    """Every profile with its versions (oldest first) and the products that follow it."""
    return PolicyProfile.objects.order_by("-is_default", "code").prefetch_related(
        Prefetch("versions", queryset=PolicyVersion.objects.order_by("valid_from")),
        Prefetch("products", queryset=ProductPolicy.objects.select_related("product").order_by("valid_from", "id")),
    )


def version_lines(versions: Sequence[PolicyVersion]) -> list[VersionLine]:
    """Versions newest first, each with its difference from the one before. `versions`: oldest first."""
    lines = [VersionLine(version, (), True) for version in versions[:1]]
    lines += [VersionLine(after, changes_between(before, after), False) for before, after in pairwise(versions)]
    return lines[::-1]


def changes_between(before: PolicyVersion, after: PolicyVersion) -> tuple[Change, ...]:
    """The numbers that differ, in the order of `PARAMETERS`."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name, _ in PARAMETERS)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)
