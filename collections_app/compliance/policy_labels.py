"""How the parameters of a contact policy are called, and how their values are read."""

from datetime import time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.compliance.labels import rule_label
from collections_app.compliance.models import ContactPolicyVersion
from collections_app.shared.templatetags.fairdue import listed

PARAMETER_NAMES: dict[str, Any] = {
    "window_opens": gettext_lazy("Contact window opens"),
    "window_closes": gettext_lazy("Contact window closes"),
    "closing_moment_allowed": gettext_lazy("The closing moment is still allowed"),
    "all_likely_zones": gettext_lazy("Open in every likely zone of the debtor"),
    "zone": gettext_lazy("Zone in which days are counted"),
    "number_attempts_per_day": gettext_lazy("Tries of a number per day"),
    "person_conversations_per_day": gettext_lazy("Connected calls per debtor and day"),
    "debt_attempts_per_window": gettext_lazy("Calls about one debt in its window"),
    "debt_window_days": gettext_lazy("Window of calls about one debt, days"),
    "quiet_days_after_conversation": gettext_lazy("Quiet days after a conversation"),
    "third_parties": gettext_lazy("Third parties"),
    "third_party_once": gettext_lazy("A third party is spoken to once"),
    "lost_after_failures": gettext_lazy("Contact is lost after failures"),
    "lost_on_distinct_days": gettext_lazy("Failures on different days"),
    "consent_days": gettext_lazy("A consent to be called lasts, days"),
    "first_call_bucket": gettext_lazy("First bucket that is called"),
    "coded_call_bucket": gettext_lazy("Only coded calls from bucket"),
    "reminder_days": gettext_lazy("Reminder of a promise, days before it is due"),
    "permit_minutes": gettext_lazy("A permit lasts, minutes"),
    "house_rules": gettext_lazy("Rules a manager may let pass once"),
}

BUCKET_CHOICES: list[tuple[int, str | Promise]] = [
    (0, "M0"),
    (1, "M1"),
    (2, "M2"),
    (3, "M3"),
    (4, "M4"),
    (5, "M4+"),
    (6, gettext_lazy("no bucket")),
]
BUCKETS = {"first_call_bucket", "coded_call_bucket"}


def parameter_value(name: str, value: Any) -> str:
    """A parameter as people read it: 08:00, yes, no such cap, M4."""
    if isinstance(value, list):
        return listed(rule_label(code) for code in value) or _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return _("no such cap")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if name in BUCKETS:
        return str(dict(BUCKET_CHOICES).get(value, value))
    if name == "third_parties":
        return str(dict(ContactPolicyVersion.ThirdParties.choices).get(value, value))
    return str(value)
