"""What a conversation does to the consents before it."""

from datetime import datetime, timedelta

from collections_app.compliance.models import Consent
from collections_app.shared import clock


def spend_consents(cardholder_id: int, *, before: datetime, at: datetime) -> int:
    """Spend every consent to be called that was given before the conversation `before`; returns how many.

    One given in that very conversation is given after it began and stays (Reg F, comment 14(b)(3)(i)-3.ii). One that
    ran out the day before may be spent too: it covers nothing either way, wherever its day ended.
    """
    return Consent.objects.filter(
        cardholder_id=cardholder_id,
        kind=Consent.Kind.CALL,
        given_at__lt=before,
        valid_until__gte=clock.local_date(before) - timedelta(days=1),
        spent_at=None,
        withdrawn_at=None,
    ).update(spent_at=at)
