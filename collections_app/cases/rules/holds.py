"""What each kind of hold stops, how long it lasts when nobody says, and who may end it (B8, domain 2.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRule:
    """`stops_work`: the case leaves its queue. `stops_contact`: no contact goes out, whatever the case.

    `days`: it ends after so many days when no last day is given, because somebody has to look again; None: it lasts
    until released. `to_place`, `to_release`: the permission each needs. `by_hand`: people choose it; else another
    action places it.
    """

    stops_work: bool = True
    stops_contact: bool = True
    days: int | None = None
    to_place: str = "cases.hold"
    to_release: str = "cases.release_hold"
    by_hand: bool = True
    keeps_open: bool = False


HOLD_RULES: dict[str, HoldRule] = {
    "DISPUTE": HoldRule(),
    "HARDSHIP": HoldRule(stops_contact=False, days=30),
    "COMPLAINT": HoldRule(),
    "DECEASED": HoldRule(),
    "BANKRUPTCY": HoldRule(),
    "FRAUD_CLAIM": HoldRule(),
    "PLAN": HoldRule(keeps_open=True),
    "LEGAL": HoldRule(keeps_open=True),
    # Reminders and coded appointments pass it: compliance says so in its rule `case_hold`.
    "PROMISE": HoldRule(to_place="promises.take", to_release="promises.cancel", by_hand=False),
}

STOPS_WORK = frozenset(kind for kind, rule in HOLD_RULES.items() if rule.stops_work)
STOPS_CONTACT = frozenset(kind for kind, rule in HOLD_RULES.items() if rule.stops_contact)
KEEPS_OPEN = frozenset(kind for kind, rule in HOLD_RULES.items() if rule.keeps_open)
"""What still runs when everything is paid: the case stays open (B9)."""
BY_HAND = tuple(kind for kind, rule in HOLD_RULES.items() if rule.by_hand)


def work_stops(kinds: Iterable[str]) -> bool:
    """Whether a case with open holds of `kinds` leaves its queue."""
    return not STOPS_WORK.isdisjoint(kinds)


def contact_stops(kinds: Iterable[str]) -> frozenset[str]:
    """Those of `kinds` that stop contact. Example: of HARDSHIP and DISPUTE only DISPUTE."""
    return STOPS_CONTACT & frozenset(kinds)


def last_day(kind: str, *, since: date, until: date | None) -> date | None:
    """The last day of a hold placed on `since`; None while nobody releases it.

    Example: HARDSHIP placed on 2025-03-01 without a last day ends with 2025-03-31, a DISPUTE never by itself.
    """
    days = HOLD_RULES[kind].days
    return since + timedelta(days=days) if until is None and days is not None else until
