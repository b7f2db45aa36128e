"""The house numbers of case work on a day."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.dated import Dated, Words
from collections_app.cases.models import DeskPolicy
from collections_app.cases.shipped_policy import FROM, NUMBERS

POLICIES = Dated(
    model=DeskPolicy,
    shipped_from=FROM,
    shipped=NUMBERS,
    ranges={
        "reopen_within_days": (0, 365),
        "lease_seconds": (60, 3600),
        "undo_minutes": (0, 1440),
        "rest_minutes": (0, 10_080),
        "skip_minutes": (0, 1440),
    },
    event="desk_policy.written",
    noun="policy",
    words=Words(
        too_early=_("A desk policy must begin after today, %(day)s: today's work goes on as it began."),
        taken=_("A desk policy begins on that day already."),
        same=_("This policy would change nothing."),
    ),
)


def desk_policy(on: date) -> DeskPolicy:
    """The policy in force on `on`."""
    return POLICIES.on(on)
