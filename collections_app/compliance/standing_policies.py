"""The contact policies a cardholder's products follow, where a write is about the person and not about one case."""

from datetime import date, datetime

from accounts.models import CardAccount
from collections_app.compliance.queries import contact_policies, policy_for
from collections_app.compliance.rules.policy import ContactPolicy
from collections_app.compliance.rules.zones import local_day
from collections_app.shared import clock


def policies_of(cardholder_id: int, *, on: date) -> list[ContactPolicy]:
    """The policy of every product the cardholder has an account of; that of the installation when there is none."""
    products = CardAccount.objects.filter(cardholder_id=cardholder_id).values_list("product", flat=True)
    return [policy_for(product, on) for product in sorted(set(products))] or [policy_for(None, on)]


def day_of_consent(cardholder_id: int, at: datetime) -> date:
    """The day of `at` as his contact policy counts days: the first of his products' policies says in which zone."""
    return local_day(at, policies_of(cardholder_id, on=clock.local_date(at))[0].zone)


def consent_days(cardholder_id: int, *, on: date) -> int:
    """How many days a consent to be called lasts at most; the shortest of his policies, since it is one consent."""
    return min(policy.consent_days for policy in policies_of(cardholder_id, on=on))


def house_rules_of(cardholder_id: int, *, on: date) -> frozenset[str]:
    """The rules that a manager may let be broken once for this cardholder; a permit asks its own policy again."""
    return frozenset().union(*(policy.house_rules for policy in policies_of(cardholder_id, on=on)))


def house_rules(*, on: date) -> frozenset[str]:
    """The house rules of every version of every profile: what an override may ever be about."""
    return frozenset().union(*(policy.house_rules for policy in contact_policies(on).all()))
