"""Who said stop to everything, so that looking for him would lead to no contact."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from collections_app.compliance.models import StopSignal

OF_THE_PERSON = (StopSignal.Kind.CEASE, StopSignal.Kind.ATTORNEY)


def who_stopped(cardholder_ids: Iterable[int], *, at: datetime) -> set[int]:
    """Those of the cardholders whom nobody may call at `at`: they asked us to stop, or are represented by a lawyer."""
    signals = StopSignal.objects.filter(
        Q(lifted_at=None) | Q(lifted_at__gt=at),
        cardholder__in=list(cardholder_ids),
        kind__in=OF_THE_PERSON,
        effective_at__lte=at,
    )
    return set(signals.values_list("cardholder", flat=True))
