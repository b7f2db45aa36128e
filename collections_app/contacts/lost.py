"""Is contact with a debtor lost, as the contacts on record show it (B20)?"""

from datetime import datetime

from django.db.models import Max, QuerySet

from accounts.models import ContactPoint
from collections_app.cases.models import Case
from collections_app.compliance.queries import policy_for
from collections_app.compliance.rules.lost import FailureFact, PointFact, contact_lost
from collections_app.shared import clock

from .models import Contact
from .rules.outcomes import FAIL, TRIED

PHONES = (ContactPoint.Kind.MOBILE, ContactPoint.Kind.HOME, ContactPoint.Kind.WORK)


def is_lost(case: Case, *, at: datetime) -> bool:
    """Whether nothing is left to try at the debtor's own numbers, by the policy of the case's product."""
    points = ContactPoint.objects.filter(cardholder=case.cardholder_id, related_party=None, kind__in=PHONES)
    return contact_lost(
        policy_for(case.product_id, clock.local_date(at)),
        [PointFact(number_hash=number, status=status) for number, status in points.values_list("value_hash", "status")],
        [
            FailureFact(number_hash=number, day=clock.local_date(moment))
            for number, moment in _failures(case.cardholder_id).values_list("number_hash", "at")
        ],
    )


def standing(cardholder_id: int) -> QuerySet[Contact]:
    """The contacts of a cardholder as they stand: what was corrected is left out, its correction counts."""
    return Contact.objects.filter(cardholder=cardholder_id, corrections=None)


def _failures(cardholder_id: int) -> QuerySet[Contact]:
    """Tries to reach the debtor himself that failed, since he was last reached."""
    contacts = standing(cardholder_id)
    reached = contacts.filter(right_party=True).aggregate(last=Max("at"))["last"]
    failures = contacts.filter(
        inbound=False, outcome__outcome_class=FAIL, channel__in=TRIED, related_party=None
    ).order_by("at", "id")
    return failures.filter(at__gt=reached) if reached else failures
