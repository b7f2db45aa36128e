"""The policy line of every product, as rule values."""

from datetime import date

from accounts.models import PolicyProfile, PolicyVersion, Product, ProductPolicy
from accounts.rules.policy import Policy, PolicyLine

NUMBERS = (
    "minimum_ratio",
    "minimum_floor_amount",
    "late_fee_ratio",
    "late_fee_minimum_amount",
    "late_fee_bears_interest",
    "daily_interest_rate",
    "grace_days",
    "overdue_tolerance_amount",
    "full_payment_tolerance_amount",
    "principal_first_from_dpd",
    "max_late_fees",
    "cost_ceiling_annual_rate",
    "cost_ceiling_caps",
)
HOLD_LISTS = ("fee_stop_holds", "interest_stop_holds")
"""Kinds of hold that stop late fees, and that stop interest."""


def policy_lines() -> dict[int, PolicyLine]:
    """The policy line of every product by product id; a product that follows none follows the default profile."""
    versions: dict[int, list[PolicyVersion]] = {}
    for version in PolicyVersion.objects.order_by("profile_id", "valid_from"):
        versions.setdefault(version.profile_id, []).append(version)
    default = PolicyProfile.objects.filter(is_default=True).values_list("pk", flat=True).first()
    assigned: dict[int, list[ProductPolicy]] = {product: [] for product in Product.objects.values_list("pk", flat=True)}
    for row in ProductPolicy.objects.order_by("product_id", "valid_from"):
        assigned[row.product_id].append(row)
    for product, rows in assigned.items():
        if not rows and default is not None:
            rows.append(ProductPolicy(product_id=product, profile_id=default, valid_from=date.min))
    return {product: PolicyLine(_line(rows, versions)) for product, rows in assigned.items() if rows}


def _line(assigned: list[ProductPolicy], versions: dict[int, list[PolicyVersion]]) -> list[Policy]:
    """Versions of the profile a product follows, each from the later of its own and the assignment's first day."""
    line: dict[date, Policy] = {}
    for place, row in enumerate(assigned):
        until = assigned[place + 1].valid_from if place + 1 < len(assigned) else date.max
        for version in versions[row.profile_id]:
            start = max(version.valid_from, row.valid_from)
            if start < until:
                line[start] = _policy(version, start)
    return list(line.values())


def _policy(version: PolicyVersion, start: date) -> Policy:
    numbers = {name: getattr(version, name) for name in NUMBERS}
    return Policy(
        valid_from=start,
        id=version.pk,
        fee_stop_holds=frozenset(version.fee_stop_holds),
        interest_stop_holds=frozenset(version.interest_stop_holds),
        **numbers,
    )
