"""What a person said about being contacted that is in force: shown on the case page, where he says more of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import ContactPoint
from collections_app.compliance.models import Consent, StopSignal
from collections_app.shared import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Consents and stop signals in force; each has `masked`, the number it is about, None for every number."""

    consents: list[Consent]
    signals: list[StopSignal]


def said_of(cardholder_id: int, *, at: datetime) -> Said:
    """What stands of a cardholder at `at`, the oldest first; two queries."""
    consents = Consent.objects.filter(
        cardholder=cardholder_id, spent_at=None, withdrawn_at=None, valid_until__gte=clock.local_date(at)
    )
    signals = StopSignal.objects.filter(cardholder=cardholder_id, lifted_at=None)
    return Said(consents=list(_numbered(consents)), signals=list(_numbered(signals)))


def _numbered(rows: QuerySet[Any]) -> QuerySet[Any]:
    points = ContactPoint.objects.filter(cardholder=OuterRef("cardholder"), value_hash=OuterRef("number_hash"))
    return rows.annotate(masked=Subquery(points.values("masked")[:1])).order_by("id")
