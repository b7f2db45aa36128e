"""May this contact be made, at this moment? The one place that answers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from . import caps, reminders, stops
from .facts import Ask, Decision, Record
from .matter import Matter, Verdict
from .policy import ContactPolicy

Rule = Callable[[Matter, datetime], Verdict]

RULES: tuple[tuple[str, Rule], ...] = (
    ("number_invalid", stops.number_invalid),
    ("not_a_phone", stops.not_a_phone),
    ("cease", stops.cease),
    ("attorney", stops.attorney),
    ("opt_out", stops.opt_out),
    ("objection", stops.objection),
    ("case_hold", stops.case_hold),
    ("third_party_never", stops.third_party_never),
    ("third_party_not_lost", stops.third_party_not_lost),
    ("third_party_no_debt", stops.third_party_no_debt),
    ("third_party_once", stops.third_party_once),
    ("no_agent_call_in_m0", stops.no_agent_call_in_m0),
    ("coded_only_from_m4", stops.coded_only_from_m4),
    ("reminder_too_early", reminders.reminder_too_early),
    ("window", caps.window),
    ("number_day_cap", caps.number_day_cap),
    ("person_day_cap", caps.person_day_cap),
    ("debt_week_cap", caps.debt_week_cap),
    ("quiet_after_conversation", caps.quiet_after_conversation),
)
"""Every rule in order of precedence: the first that refuses is the one shown."""

RULE_CODES = tuple(code for code, _rule in RULES)

LONGEST_SEARCH = 400
"""Steps after which the search for a moment that suits every rule is given up."""


def decide(ask: Ask, policy: ContactPolicy, record: Record, *, overridden: frozenset[str] = frozenset()) -> Decision:
    """Yes until a moment, or no with the first rule that refuses and the earliest moment at which none does.

    `overridden`: rules a manager let pass; only house rules of the policy can be, the others stand (B21).
    Example: 6 of 6 attempts on the number made, at 14:00 in China: no by `number_day_cap`, again tomorrow at 08:00.
    """
    matter = Matter(ask, policy, record)
    passed = overridden & policy.house_rules
    rules = [(code, rule) for code, rule in RULES if code not in passed]
    for code, rule in rules:
        verdict = rule(matter, ask.at)
        if verdict.free_at != ask.at:
            again = _earliest(matter, [rule for _code, rule in rules])
            return Decision(allowed=False, rule=code, next_allowed_at=again, facts=verdict.facts)
    return _yes(matter)


def broken_rules(ask: Ask, policy: ContactPolicy, record: Record) -> tuple[str, ...]:
    """Every rule that refuses this contact, in order of precedence; house rules too, overridden or not."""
    matter = Matter(ask, policy, record)
    return tuple(code for code, rule in RULES if rule(matter, ask.at).free_at != ask.at)


def _yes(matter: Matter) -> Decision:
    """Allowed until the permit runs out, a zone closes or the consent it rests on ends, whichever comes first."""
    ask = matter.ask
    ends = [ask.at + timedelta(minutes=matter.policy.permit_minutes)]
    if ask.channel != "LETTER":
        ends.append(matter.hours.closes_at(ask.at) or ends[0])
    agreed = matter.agreed_until(ask.at) if matter.is_call else None
    if agreed is not None:
        ends.append(agreed)
    return Decision(allowed=True, until=min(ends), by_consent=agreed is not None)


def _earliest(matter: Matter, rules: list[Rule]) -> datetime | None:
    """The first moment from the one asked about at which no rule stands in the way; None when no date is known.

    Every rule names the first moment at which it is out of the way by itself; the latest of them is asked again until
    none moves it. Because none names a later moment than needed, the moment found is the earliest.
    """
    at = matter.ask.at
    for _ in range(LONGEST_SEARCH):
        before = at
        for rule in rules:
            free_at = rule(matter, at).free_at
            if free_at is None:
                return None
            at = max(at, free_at)
        if at == before:
            return at.astimezone(UTC)
    return None
