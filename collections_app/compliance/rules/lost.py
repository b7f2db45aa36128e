"""Is contact with the debtor lost? Only then may a third party be asked where he is (B20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .policy import ContactPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFact:
    """One phone number of the debtor himself; `status` as of its contact point (VERIFIED, INVALID …)."""

    number_hash: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureFact:
    """A try to reach the debtor on `number_hash` that failed, on `day`."""

    number_hash: str
    day: date


def contact_lost(policy: ContactPolicy, points: Sequence[PointFact], failures: Sequence[FailureFact]) -> bool:
    """True when nothing is left to try: `failures` are those in a row since he was last reached.

    Every number invalid, or `lost_after_failures` failures on `lost_on_distinct_days` different days; and no verified
    number that was not tried among them. A debtor without any number is lost: there is nothing to try.
    One number that is wrong says nothing of the others (`docs/decisions/lost-contact.md`).
    Example: three misses on three days on one number, another one verified and never dialled: not lost; his old work
    number out of service, his mobile not verified and never dialled: not lost.
    """
    tried = {failure.number_hash for failure in failures}
    if any(point.status == "VERIFIED" and point.number_hash not in tried for point in points):
        return False
    if all(point.status == "INVALID" for point in points):
        return True
    days = {failure.day for failure in failures}
    return len(failures) >= policy.lost_after_failures and len(days) >= policy.lost_on_distinct_days
