"""The approved words for a bucket: who is calling, how the call begins, what to say once the outcome is clear."""

from django.db.models import Q

from collections_app.compliance.models import Phrase


def phrases_for(bucket: int, *, language: str) -> list[Phrase]:
    """Phrases in use, in the reader's language: those of any bucket first, then the script, then those of outcomes."""
    spoken = Phrase.objects.filter(Q(bucket=bucket) | Q(bucket=None), language=language, retired_at=None)
    return list(spoken.order_by("kind", "outcome", "id"))
