"""A new version of the desk policy."""

from django.utils.translation import gettext_lazy as _

from accounts.dated.forms import DatedForm
from collections_app.cases.queries.policy import POLICIES

LABELS = {
    "lease_seconds": _("A claim lasts without a sign of life, in seconds"),
    "rest_minutes": _("A case rests after a contact, in minutes"),
    "skip_minutes": _("A case skipped or returned is not handed to the same agent, in minutes"),
    "undo_minutes": _("A reassignment can be undone, in minutes"),
    "reopen_within_days": _("A case is opened again instead of anew, within days"),
}


class DeskPolicyForm(DatedForm):
    """Every number of the desk policy."""

    labels, ranges = LABELS, POLICIES.ranges
