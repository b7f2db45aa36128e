"""What stops a contact until a moment: the window, and how often was already called. An unreported contact counts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import islice

from .facts import Ask, Record, TouchFact
from .matter import PHONE, Matter, Verdict
from .parties import ATTORNEY
from .policy import ContactPolicy
from .zones import DAY, local_day

LONGEST_QUIET = 400
"""Days after which the search for a day that fits is given up: the cap is zero."""


def window(matter: Matter, at: datetime) -> Verdict:
    """The hours of the day in the debtor's likely zones, widened by hours he agreed to. A letter has none.

    Example: 22:00 to 08:00 is forbidden in China; 21:59:59 is allowed, 22:00:00 is not, 08:00:00 is.
    """
    if matter.ask.channel == "LETTER":
        return Verdict(at)
    hours, policy = matter.hours, matter.policy
    opens, closes = f"{policy.window_opens:%H:%M}", f"{policy.window_closes:%H:%M}"
    return Verdict(hours.opens_at(at), {"opens": opens, "closes": closes, "zones": list(hours.zones)})


def number_day_cap(matter: Matter, at: datetime) -> Verdict:
    """Attempts on this number today, whoever's debt they were about and whatever came of them."""
    tried = _calls_of_the_number(matter.ask, matter.record)
    return _of_the_day(matter, at, tried, matter.policy.number_attempts_per_day)


def tries_of_the_day(ask: Ask, policy: ContactPolicy, record: Record) -> int:
    """How many calls were made on this number on the day asked about."""
    today = local_day(ask.at, policy.zone)
    return sum(1 for touch in _calls_of_the_number(ask, record) if local_day(touch.at, policy.zone) == today)


def person_day_cap(matter: Matter, at: datetime) -> Verdict:
    """Calls today in which someone on the debtor's side spoke, over all his numbers."""
    spoken = [
        touch
        for touch in _calls_made(matter.record)
        if touch.of_debtor and not touch.third_party and touch.connected is not False
    ]
    cap = None if matter.ask.to_third_party else matter.policy.person_conversations_per_day
    return _of_the_day(matter, at, spoken, cap)


def debt_week_cap(matter: Matter, at: datetime) -> Verdict:
    """Calls to this person about one debt that reached the number, on this day and the six before it (F1, F2, F5).

    Calls the debtor agreed to and calls to his lawyer do not count (F8).
    """
    policy = matter.policy
    cap, days = policy.debt_attempts_per_window, policy.debt_window_days
    if cap is None:
        return Verdict(at)
    rung = [touch for touch in _of_this_person(matter) if not touch.inbound and not touch.by_consent]
    counted = [touch for touch in rung if touch.rang is not False]

    def made(day: date) -> int:
        first = day - (days - 1) * DAY
        inside = [touch for touch in counted if first <= matter.day(touch.at) <= day]
        return _most_on_one_debt(matter, inside)

    facts = {"cap": cap, "days": days, "made": made(matter.day(at))}
    return _unless_agreed(matter, at, lambda day: made(day) < cap, facts)


def quiet_after_conversation(matter: Matter, at: datetime) -> Verdict:
    """A conversation about the debt, whoever called whom, keeps its day and those after it quiet (F3, F4, F7)."""
    days = matter.policy.quiet_days_after_conversation
    spoken = [touch for touch in _of_this_person(matter) if touch.conversation is not False]
    spoke_on = {matter.day(touch.at) for touch in spoken if _most_on_one_debt(matter, [touch])}

    def is_quiet(day: date) -> bool:
        return any(spoke <= day < spoke + days * DAY for spoke in spoke_on)

    today = matter.day(at)
    last = max((spoke for spoke in spoke_on if spoke <= today), default=today)
    return _unless_agreed(matter, at, lambda day: not is_quiet(day), {"days": days, "spoke_on": last.isoformat()})


def _calls_made(record: Record) -> list[TouchFact]:
    return [touch for touch in record.touches if touch.channel == PHONE and not touch.inbound]


def _calls_of_the_number(ask: Ask, record: Record) -> list[TouchFact]:
    return [touch for touch in _calls_made(record) if touch.number_hash == ask.number_hash]


def _of_this_person(matter: Matter) -> list[TouchFact]:
    """Calls with the person asked for: the debtor over all numbers, a third party on this one; none with a lawyer."""
    ask = matter.ask
    if not matter.is_call or ask.role == ATTORNEY:
        return []
    calls = [t for t in matter.record.touches if t.channel == PHONE and t.of_debtor and not t.to_lawyer]
    if matter.ask.to_third_party:
        return [touch for touch in calls if touch.third_party and touch.number_hash == ask.number_hash]
    return [touch for touch in calls if not touch.third_party]


def _most_on_one_debt(matter: Matter, touches: list[TouchFact]) -> int:
    """How many of `touches` were about the same debt, the one with most; a contact without debts was about all."""
    debts = matter.ask.account_ids
    if not debts:
        return len(touches)
    return max(sum(1 for t in touches if debt in t.account_ids or not t.account_ids) for debt in debts)


def _of_the_day(matter: Matter, at: datetime, counted: list[TouchFact], cap: int | None) -> Verdict:
    """No once `cap` of `counted` fall on the day of `at`, until the next day begins."""
    if cap is None or not matter.is_call:
        return Verdict(at)
    today = matter.day(at)
    made = sum(1 for touch in counted if matter.day(touch.at) == today)
    facts = {"cap": cap, "made": made}
    if made < cap:
        return Verdict(at, facts)
    return Verdict(matter.midnight(today + DAY) if cap > 0 else None, facts)


def _unless_agreed(matter: Matter, at: datetime, fits: Callable[[date], bool], facts: Mapping[str, object]) -> Verdict:
    """Free on the first day that `fits`, or from when the debtor's consent to be called holds, if that is earlier."""
    today = matter.day(at)
    if not matter.is_call or matter.ask.role == ATTORNEY or fits(today):
        return Verdict(at, facts)
    later = (today + count * DAY for count in range(1, LONGEST_QUIET))
    free = [matter.midnight(day) for day in islice(filter(fits, later), 1)]
    agreed = matter.agreed_from(at)
    return Verdict(min([*free, *([] if agreed is None else [agreed])], default=None), facts)
