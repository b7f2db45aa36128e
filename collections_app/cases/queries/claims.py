"""Who works a case now."""

from datetime import datetime

from collections_app.cases.models import Claim


def live_claim(case_id: int, at: datetime) -> Claim | None:
    """The claim on a case that has not run out at `at`, with its user; None when nobody works the case."""
    return Claim.objects.select_related("user").filter(case=case_id, expires_at__gt=at).first()
