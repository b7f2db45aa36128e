"""Twin: the caps of contact rules counted again, slowly and by other means, on generated histories."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from collections_app.compliance.rules.decide import broken_rules
from collections_app.compliance.rules.facts import Ask, Record, TouchFact
from tests.compliance.rules.asks import CHINA, NUMBER, OTHER, REG_F, STRICT, shipped

CAPS = ("number_day_cap", "person_day_cap", "debt_week_cap", "quiet_after_conversation")
ALL_AT_ONCE = shipped(
    "US_REGF",
    number_attempts_per_day=3,
    person_conversations_per_day=2,
    debt_attempts_per_window=4,
    debt_window_days=5,
    quiet_days_after_conversation=3,
)


def day_of(at, policy) -> date:
    """The calendar day, from the offset of the zone instead of a conversion."""
    offset = ZoneInfo(policy.zone).utcoffset(at.astimezone(ZoneInfo(policy.zone)))
    return (at.astimezone(UTC).replace(tzinfo=None) + offset).date()


def slow(ask, policy, record):
    """Which caps refuse, each counted by itself over every call."""
    if ask.channel != "PHONE":
        return set()
    calls = [(day_of(touch.at, policy), touch) for touch in record.touches if touch.channel == "PHONE"]
    today = day_of(ask.at, policy)
    tests = {
        "number_day_cap": too_many_on_the_number(ask, policy, calls, today),
        "person_day_cap": too_many_spoken_to(ask, policy, calls, today),
        "debt_week_cap": ask.role != "ATTORNEY" and too_many_on_a_debt(ask, policy, calls, today),
        "quiet_after_conversation": ask.role != "ATTORNEY" and still_quiet(ask, policy, calls, today),
    }
    return {code for code, refuses in tests.items() if refuses}


def too_many_on_the_number(ask, policy, calls, today):
    made = Counter((touch.number_hash, day) for day, touch in calls if not touch.inbound)
    cap = policy.number_attempts_per_day
    return cap is not None and made[ask.number_hash, today] >= cap


def too_many_spoken_to(ask, policy, calls, today):
    ours = [(day, t) for day, t in calls if t.of_debtor and not t.third_party and not t.inbound]
    answered = Counter(day for day, touch in ours if touch.connected in (True, None))
    cap = policy.person_conversations_per_day
    return cap is not None and not ask.to_third_party and answered[today] >= cap


def with_the_person(ask, calls):
    """Calls with whom we ask for, one line for every debt they were about; 0 is the debt of nobody knows which."""
    for day, touch in calls:
        if not touch.of_debtor or touch.to_lawyer or touch.third_party != ask.to_third_party:
            continue
        if ask.to_third_party and touch.number_hash != ask.number_hash:
            continue
        for debt in ask.account_ids or {0}:
            if not touch.account_ids or debt in touch.account_ids or debt == 0:
                yield debt, day, touch


def too_many_on_a_debt(ask, policy, calls, today):
    rung = [(d, day) for d, day, t in with_the_person(ask, calls) if not (t.inbound or t.by_consent or t.rang is False)]
    week = {today - timedelta(days=back) for back in range(policy.debt_window_days)}
    made = Counter(debt for debt, day in rung if day in week)
    cap = policy.debt_attempts_per_window
    return cap is not None and any(count >= cap for count in made.values())


def still_quiet(ask, policy, calls, today):
    spoke_on = {day for _debt, day, touch in with_the_person(ask, calls) if touch.conversation in (True, None)}
    return any(today - timedelta(days=back) in spoke_on for back in range(policy.quiet_days_after_conversation))


moments = st.integers(0, 9 * 24 * 60).map(lambda minutes: datetime(2026, 3, 3, tzinfo=UTC) + timedelta(minutes=minutes))
unsure = st.sampled_from([True, False, None])
debts = st.frozensets(st.integers(1, 3), max_size=3)
touches = st.builds(
    lambda at, **rest: TouchFact(at=at, day=at.date(), **rest),
    at=moments,
    number_hash=st.sampled_from([NUMBER, OTHER]),
    channel=st.sampled_from(["PHONE"] * 5 + ["SMS"]),
    inbound=st.sampled_from([False, False, True]),
    third_party=st.sampled_from([False, False, True]),
    of_debtor=st.sampled_from([True, True, False]),
    to_lawyer=st.sampled_from([False, False, False, True]),
    account_ids=debts,
    by_consent=st.sampled_from([False, False, True]),
    rang=unsure,
    connected=unsure,
    conversation=st.sampled_from([False, False, False, True, None]),
)
asks = st.builds(
    Ask,
    at=moments,
    channel=st.sampled_from(["PHONE"] * 5 + ["SMS"]),
    purpose=st.just("LOCATE"),
    number_hash=st.sampled_from([NUMBER, OTHER]),
    role=st.sampled_from(["CARDHOLDER", "CARDHOLDER", "GUARANTOR", "EMERGENCY_CONTACT", "ATTORNEY"]),
    bucket=st.just(2),
    account_ids=debts,
)


@settings(max_examples=500, deadline=None)
@given(
    ask=asks,
    policy=st.sampled_from([CHINA, STRICT, REG_F, ALL_AT_ONCE]),
    touches=st.lists(touches, max_size=20),
)
def test_both_count_the_same(ask, policy, touches):
    record = Record(touches=tuple(touches))
    assert set(broken_rules(ask, policy, record)) & set(CAPS) == slow(ask, policy, record)
