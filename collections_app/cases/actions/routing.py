"""Which queue a case stands in."""

from collections.abc import Iterable


def reroute(case_ids: Iterable[int]) -> int:
    """Look again where these cases stand; returns how many moved."""
    return 0
