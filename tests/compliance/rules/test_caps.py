"""How often: tries of a number, conversations of a person, calls about a debt, days after a conversation."""

from dataclasses import replace
from datetime import timedelta

import pytest

from collections_app.compliance.rules.decide import broken_rules

from .asks import CHINA, OTHER, REG_F, STRICT, answer, ask, at, consent, judged, locate, record, spoke, touch, us

NOON = at("2026-03-02 12:00")


def tries(count, moment=NOON, **changed):
    """Calls one minute apart, the last a minute before `moment`."""
    return [touch(moment - timedelta(minutes=count - place), **changed) for place in range(count)]


# -- China: six tries of a number -----------------------------------------------------------------------------


def test_the_sixth_try_is_allowed_and_the_seventh_is_not():
    assert answer(ask(NOON), CHINA, *tries(5)) == "yes"
    decision = judged(ask(NOON), CHINA, *tries(6))
    assert (decision.rule, decision.facts) == ("number_day_cap", {"cap": 6, "made": 6})
    assert decision.next_allowed_at == at("2026-03-03 08:00")


@pytest.mark.parametrize(
    "changed",
    [
        {"rang": False},
        {"connected": True, "conversation": True},
        {"rang": None, "connected": None, "conversation": None},
        {"by_consent": True},
        {"of_debtor": False, "account_ids": frozenset({99})},
        {"third_party": True},
    ],
)
def test_every_try_counts_whatever_came_of_it_and_whoevers_debt_it_was_about(changed):
    assert answer(ask(NOON), CHINA, *tries(6, **changed)) == "number_day_cap"


@pytest.mark.parametrize("changed", [{"inbound": True}, {"channel": "SMS"}, {"number_hash": OTHER}])
def test_calls_of_the_debtor_messages_and_other_numbers_do_not(changed):
    assert answer(ask(NOON), CHINA, *tries(6, **changed)) == "yes"


def test_the_day_of_the_cap_begins_at_midnight_of_the_issuer():
    yesterday = tries(6, at("2026-03-01 21:59"))
    assert answer(ask(at("2026-03-01 21:59:30")), CHINA, *yesterday) == "number_day_cap"
    assert answer(ask(at("2026-03-02 08:00")), CHINA, *yesterday) == "yes"


def test_a_call_counts_on_its_day_even_if_its_clock_was_a_second_ahead():
    assert answer(ask(NOON), CHINA, *tries(5), touch(NOON + timedelta(seconds=1))) == "number_day_cap"


@pytest.mark.parametrize("channel", ["SMS", "LETTER", "VISIT"])
def test_caps_of_calls_stop_only_calls(channel):
    kind = "MOBILE" if channel == "SMS" else ""
    assert answer(ask(NOON, channel=channel, point_kind=kind), CHINA, *tries(6)) == "yes"


def test_a_cap_of_zero_has_no_next_moment():
    decision = judged(ask(NOON), replace(CHINA, number_attempts_per_day=0))
    assert (decision.rule, decision.next_allowed_at) == ("number_day_cap", None)
    never = judged(ask(us("2026-03-02 12:00")), replace(REG_F, debt_attempts_per_window=0))
    assert (never.rule, never.next_allowed_at) == ("debt_week_cap", None)


# -- GB/T 45251: three conversations of a person --------------------------------------------------------------


def test_three_connected_calls_over_all_numbers_end_the_day():
    answered = [spoke(NOON - timedelta(minutes=3)), spoke(NOON - timedelta(minutes=2), number_hash=OTHER)]
    assert answer(ask(NOON), STRICT, *answered, *tries(6)) == "yes"
    decision = judged(ask(NOON), STRICT, *answered, touch(NOON, connected=None))
    assert (decision.rule, decision.facts) == ("person_day_cap", {"cap": 3, "made": 3})
    assert decision.next_allowed_at == at("2026-03-03 08:00")


@pytest.mark.parametrize("changed", [{"inbound": True}, {"third_party": True}, {"of_debtor": False}])
def test_only_calls_we_made_to_the_debtor_count(changed):
    answered = [spoke(NOON - timedelta(minutes=place), **changed) for place in range(1, 5)]
    assert answer(ask(NOON), STRICT, *answered) == "yes"


def test_the_debtors_conversations_do_not_close_a_third_partys_line():
    answered = [spoke(NOON - timedelta(minutes=place)) for place in range(1, 5)]
    assert answer(locate(NOON, lost=True), STRICT, *answered) == "yes"


# -- Regulation F: one debt -----------------------------------------------------------------------------------

US_NOON = us("2026-03-09 12:00")


def test_calls_count_per_debt():
    about_one = tries(7, US_NOON)
    assert answer(ask(US_NOON, account_ids=frozenset({2})), REG_F, *about_one) == "yes"
    assert answer(ask(US_NOON, account_ids=frozenset({1, 2})), REG_F, *about_one) == "debt_week_cap"
    split = [*tries(4, US_NOON), *tries(4, US_NOON, account_ids=frozenset({2}))]
    assert answer(ask(US_NOON, account_ids=frozenset({1, 2})), REG_F, *split) == "yes"


def test_a_call_about_unknown_debts_counts_for_all():
    assert answer(ask(US_NOON, account_ids=frozenset({2})), REG_F, *tries(7, US_NOON, account_ids=frozenset())) != "yes"
    assert answer(ask(US_NOON, account_ids=frozenset()), REG_F, *tries(7, US_NOON)) == "debt_week_cap"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rang": False}, "yes"),
        ({"rang": None}, "debt_week_cap"),
        ({"by_consent": True}, "yes"),
        ({"inbound": True}, "yes"),
        ({"to_lawyer": True}, "yes"),
        ({"number_hash": OTHER}, "debt_week_cap"),
        ({"third_party": True}, "yes"),
        ({"of_debtor": False}, "yes"),
    ],
)
def test_which_calls_count_for_the_week(changed, said):
    assert answer(ask(US_NOON), REG_F, *tries(7, US_NOON, **changed)) == said


def test_a_conversation_nobody_has_reported_on_yet_keeps_the_line_quiet():
    unknown = touch(US_NOON, rang=None, connected=None, conversation=None)
    assert answer(ask(US_NOON), REG_F, unknown) == "quiet_after_conversation"


def test_the_lawyer_may_be_called_after_any_conversation():
    past = [spoke(US_NOON), *tries(7, US_NOON)]
    assert answer(ask(US_NOON, role="ATTORNEY"), REG_F, *past) == "yes"


def test_consent_given_for_later_days_opens_the_line_from_then():
    spoken = spoke(us("2026-03-02 10:00"))
    later = consent("CALL", us("2026-03-02 10:05"), "2026-03-05", "2026-03-06")
    decision = judged(ask(us("2026-03-03 10:00")), REG_F, spoken, later)
    assert (decision.rule, decision.next_allowed_at) == ("quiet_after_conversation", us("2026-03-05 08:00"))


def test_consent_covers_the_channel_and_number_it_names_and_no_moment_before_it_was_given():
    spoken, moment = spoke(us("2026-03-02 10:00")), us("2026-03-03 10:00")
    days = ("2026-03-02", "2026-03-08")
    given = us("2026-03-02 10:05")
    assert answer(ask(moment), REG_F, spoken, consent("CALL", given, *days, channel="PHONE")) == "yes"
    assert answer(ask(moment), REG_F, spoken, consent("CALL", given, *days, channel="SMS")) != "yes"
    assert answer(ask(moment), REG_F, spoken, consent("CALL", given, *days, number_hash=OTHER)) != "yes"
    assert answer(ask(moment), REG_F, spoken, consent("CALL", us("2026-03-03 10:01"), *days)) != "yes"


def test_consent_moves_no_cap_of_a_number():
    agreed = consent("CALL", at("2026-03-02 08:00"), "2026-03-02", "2026-03-08")
    assert answer(ask(NOON), CHINA, *tries(6), agreed) == "number_day_cap"


def test_every_broken_rule_is_named_in_order():
    late = at("2026-03-02 22:30")
    past = record(*tries(6, late))
    assert broken_rules(ask(late, bucket=0), CHINA, past) == ("no_agent_call_in_m0", "window", "number_day_cap")
    assert broken_rules(ask(NOON), CHINA, record()) == ()
