"""Which contact policy holds for a product on a day (B18)."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from collections_app.compliance.models import ContactPolicyVersion, ContactProfileUse
from collections_app.compliance.rules.policy import ContactPolicy
from collections_app.shared.errors import Refused

NUMBERS = (
    "window_opens",
    "window_closes",
    "closing_moment_allowed",
    "all_likely_zones",
    "zone",
    "number_attempts_per_day",
    "person_conversations_per_day",
    "debt_attempts_per_window",
    "debt_window_days",
    "quiet_days_after_conversation",
    "third_parties",
    "third_party_once",
    "lost_after_failures",
    "lost_on_distinct_days",
    "consent_days",
    "first_call_bucket",
    "coded_call_bucket",
    "reminder_days",
    "permit_minutes",
)
"""Every number of a version but its list of house rules."""


@dataclass(frozen=True)
class Policies:
    """The policy of every product on one day; read once, asked as often as needed."""

    on: date

    def of(self, product_id: int | None) -> ContactPolicy:
        """The policy of a product, or of the installation (None). Before a profile's first version: its first.

        Raises Refused("no_contact_policy") in an installation that has none: then nobody may be contacted.
        """
        lines = [self._uses.get(product_id, []), self._uses.get(None, [])]
        begun = [profile for line in lines for first, profile in line[::-1] if first <= self.on]
        profile = next(iter([*begun, *(profile for _first, profile in lines[1])]), None)
        versions = self._versions.get(profile) if profile is not None else None
        if not versions:
            raise Refused("no_contact_policy", _("No contact policy is set up: nobody may be contacted."))
        return ([version for version in versions if version.valid_from <= self.on] or versions[:1])[-1]

    def all(self) -> list[ContactPolicy]:
        """Every version of every profile."""
        return [version for versions in self._versions.values() for version in versions]

    def next_change(self) -> date | None:
        """The next day on which a version or a profile begins to count; None when none is planned."""
        begins = [first for line in self._uses.values() for first, _profile in line]
        begins += [version.valid_from for version in self.all()]
        return min((day for day in begins if day > self.on), default=None)

    @cached_property
    def _uses(self) -> dict[int | None, list[tuple[date, int]]]:
        found: dict[int | None, list[tuple[date, int]]] = {}
        rows = ContactProfileUse.objects.order_by("valid_from")
        for product, profile, first in rows.values_list("product_id", "profile_id", "valid_from"):
            found.setdefault(product, []).append((first, profile))
        return found

    @cached_property
    def _versions(self) -> dict[int, list[ContactPolicy]]:
        found: dict[int, list[ContactPolicy]] = {}
        for version in ContactPolicyVersion.objects.select_related("profile").order_by("valid_from"):
            found.setdefault(version.profile_id, []).append(as_rule_value(version))
        return found


def contact_policies(on: date) -> Policies:
    """The contact policies of a day; two queries, made when first asked."""
    return Policies(on)


def policy_for(product_id: int | None, on: date) -> ContactPolicy:
    """The policy a product follows on a day, else that of the installation; Refused("no_contact_policy") without one.

    Example: CN_CBA_2026 for a product that names no profile of its own.
    """
    return contact_policies(on).of(product_id)


def as_rule_value(version: ContactPolicyVersion) -> ContactPolicy:
    """A stored version as the rules take it."""
    return ContactPolicy(
        id=version.pk,
        code=version.profile.code,
        valid_from=version.valid_from,
        house_rules=frozenset(version.house_rules),
        **{name: getattr(version, name) for name in NUMBERS},
    )
