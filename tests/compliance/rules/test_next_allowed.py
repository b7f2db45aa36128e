"""What every decision keeps, on histories nobody thought of: when it names a moment, that moment is right."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from collections_app.compliance.rules.decide import broken_rules, decide
from collections_app.compliance.rules.facts import Ask, ConsentFact, Record, SignalFact, TouchFact
from collections_app.compliance.rules.zones import local_day

from .asks import CHINA, NUMBER, OTHER, REG_F, STRICT, shipped

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
# Around the night in which the US goes to summer time, and a month's end.
START = datetime(2026, 3, 1, tzinfo=UTC)

POLICIES = [
    CHINA,
    STRICT,
    REG_F,
    shipped("CN_CBA_2026", number_attempts_per_day=1, person_conversations_per_day=1),
    shipped("US_REGF", number_attempts_per_day=2, debt_attempts_per_window=3, third_party_once=False),
    shipped("CN_CBA_2026", debt_attempts_per_window=2, debt_window_days=3, quiet_days_after_conversation=2),
    shipped("US_REGF", window_opens=time(11), window_closes=time(15, 30), closing_moment_allowed=False),
]
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "Pacific/Honolulu")

# Nine days: few enough that days meet.
moments = st.integers(0, 9 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds))
days = st.integers(0, 9).map(lambda count: (START + timedelta(days=count)).date())
mostly_not = st.sampled_from([False, False, False, True])
unsure = st.sampled_from([True, False, None])
numbers = st.sampled_from([NUMBER, OTHER])
debts = st.frozensets(st.integers(1, 2), max_size=2)

touches = st.builds(
    lambda at, **rest: TouchFact(at=at, day=local_day(at, "Asia/Shanghai"), **rest),
    at=moments,
    number_hash=numbers,
    channel=st.sampled_from(["PHONE", "PHONE", "PHONE", "SMS"]),
    inbound=mostly_not,
    third_party=mostly_not,
    of_debtor=mostly_not.map(lambda foreign: not foreign),
    to_lawyer=mostly_not,
    account_ids=debts,
    by_consent=mostly_not,
    rang=unsure,
    connected=unsure,
    conversation=unsure,
)
signals = st.builds(
    lambda lasts, **rest: SignalFact(
        **rest, lifted_at=rest["effective_at"] + timedelta(hours=lasts) if lasts else None
    ),
    lasts=st.integers(0, 72),
    kind=st.sampled_from(["OPT_OUT", "OBJECTION", "CEASE", "ATTORNEY"]),
    channel=st.sampled_from(["PHONE", "SMS"]),
    number_hash=numbers,
    effective_at=moments,
)


@st.composite
def consents(draw):
    """A consent to be called, or to hours between four in the morning and midnight."""
    kind, first, given_at = draw(st.sampled_from(["CALL", "HOURS"])), draw(days), draw(moments)
    hours = sorted(draw(st.sets(st.integers(4 * 60, 24 * 60 - 1), min_size=2, max_size=2)))
    begin, end = (time(minute // 60, minute % 60) for minute in hours)
    ended = draw(st.none() | moments)
    return ConsentFact(
        kind=kind,
        channel=draw(st.sampled_from(["", "PHONE", "SMS"])),
        number_hash=draw(st.sampled_from(["", NUMBER, OTHER])),
        valid_from=first,
        valid_until=first + timedelta(days=draw(st.integers(0, 6))),
        given_at=given_at,
        hours_from=begin if kind == "HOURS" else None,
        hours_to=end if kind == "HOURS" else None,
        spent_at=ended if kind == "CALL" else None,
        withdrawn_at=ended if kind == "HOURS" else None,
    )


asks = st.builds(
    Ask,
    at=moments,
    channel=st.sampled_from(["PHONE"] * 7 + ["SMS"]),
    purpose=st.sampled_from(["LOCATE", "LOCATE", "PROMISE_REMINDER", "COLLECT"]),
    number_hash=numbers,
    role=st.sampled_from(["CARDHOLDER", "CARDHOLDER", "CARDHOLDER", "EMERGENCY_CONTACT", "ATTORNEY"]),
    bucket=st.sampled_from([2] * 8 + [0, 4]),
    stops=st.sampled_from([frozenset()] * 7 + [frozenset({"PROMISE"})]),
    account_ids=debts,
    lost=st.booleans(),
    zones=st.lists(st.sampled_from(ZONES), max_size=3, unique=True).map(tuple),
)
records = st.builds(
    Record,
    touches=st.lists(touches, min_size=3, max_size=16).map(tuple),
    signals=st.one_of(st.just(()), st.just(()), st.lists(signals, max_size=2).map(tuple)),
    consents=st.lists(consents(), max_size=3).map(tuple),
)
policies = st.sampled_from(POLICIES)


@settings(max_examples=300, deadline=None)
@given(ask=asks, policy=policies, record=records)
def test_the_next_moment_is_allowed_and_none_before_it_is(ask, policy, record):
    decision = decide(ask, policy, record)
    again = decision.next_allowed_at
    if decision.allowed or again is None:
        return
    assert again > ask.at
    assert decide(replace(ask, at=again), policy, record).allowed
    hours = range((again - ask.at) // HOUR + 1)
    earlier = [again - SECOND, *(ask.at + HOUR * count for count in hours)]
    assert not any(decide(replace(ask, at=at), policy, record).allowed for at in earlier if ask.at <= at < again)


@settings(max_examples=300, deadline=None)
@given(ask=asks, policy=policies, record=records)
def test_a_yes_has_an_end_and_a_no_its_first_broken_rule(ask, policy, record):
    decision, broken = decide(ask, policy, record), broken_rules(ask, policy, record)
    assert decision.rule == (broken[0] if broken else "")
    assert decision.allowed is not bool(broken)
    if decision.allowed:
        assert ask.at < decision.until <= ask.at + timedelta(minutes=policy.permit_minutes)
        # By the clock a moment before the end is still allowed.
        last = replace(ask, at=decision.until - timedelta(microseconds=1))
        assert "window" not in broken_rules(last, policy, record)


@settings(max_examples=200, deadline=None)
@given(ask=asks, policy=policies, record=records)
def test_what_nobody_may_override_stays(ask, policy, record):
    every = frozenset(broken_rules(ask, policy, record))
    decision = decide(ask, policy, record, overridden=every)
    assert decision.allowed is (every <= policy.house_rules)
