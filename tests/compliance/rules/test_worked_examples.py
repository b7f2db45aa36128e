"""The worked examples of Regulation F's official commentary (`domain.md` 3.3), each with its dates in 2026."""

from datetime import timedelta

import pytest

from .asks import NUMBER, OTHER, REG_F, answer, ask, consent, judged, locate, signal, spoke, touch, us

WEEK = "debt_week_cap"
QUIET = "quiet_after_conversation"


def calls(*days, hour=10, **changed):
    """One unanswered call at ten for every "04-01" given."""
    return [touch(us(f"2026-{day} {hour:02}:{place:02}"), **changed) for place, day in enumerate(days)]


def test_f1_seven_calls_in_every_seven_days_comply():
    past = calls("04-01", "04-02", "04-03", "04-04", "04-05", "04-06", "04-07")
    for place in range(1, 7):
        assert answer(ask(past[place].at), REG_F, *past[:place]) == "yes"
    assert answer(ask(us("2026-04-08 10:00")), REG_F, *past) == "yes"


def test_f2_the_eighth_call_in_seven_days_is_refused():
    past = calls("04-01", "04-02", "04-02", "04-03", "04-03", "04-06", "04-06")
    decision = judged(ask(us("2026-04-07 10:00")), REG_F, *past)
    assert (decision.rule, decision.facts) == (WEEK, {"cap": 7, "days": 7, "made": 7})
    # On 04-08 the call of 04-01 no longer counts.
    assert decision.next_allowed_at == us("2026-04-08 08:00")


@pytest.mark.parametrize(("day", "said"), [("08-13", QUIET), ("08-19", QUIET), ("08-20", "yes")])
def test_f3_after_the_consumer_called_in_seven_days_are_quiet(day, said):
    called_in = spoke(us("2026-08-13 09:00"), inbound=True)
    assert answer(ask(us(f"2026-{day} 10:00")), REG_F, called_in) == said


@pytest.mark.parametrize(("day", "said"), [("08-14", QUIET), ("08-20", QUIET), ("08-21", "yes")])
def test_f4_after_a_conversation_seven_days_are_quiet(day, said):
    past = [*calls("08-11"), spoke(us("2026-08-14 09:00"))]
    decision = judged(ask(us(f"2026-{day} 10:00")), REG_F, *past)
    assert (decision.rule or "yes") == said
    assert decision.allowed or decision.next_allowed_at == us("2026-08-21 08:00")


def test_f5_a_third_party_may_be_called_seven_times_unanswered():
    days = ["10-06", "10-07", "10-08", "10-09", "10-10", "10-11", "10-12"]
    past = calls(*days, number_hash=OTHER, third_party=True)
    for place, call in enumerate(past):
        assert answer(locate(call.at), REG_F, *past[:place]) == "yes"
    assert answer(locate(us("2026-10-12 15:00")), REG_F, *past) == WEEK
    assert answer(locate(us("2026-10-13 10:00")), REG_F, *past) == "yes"
    # They are calls to another person: the debtor's own week is untouched.
    assert answer(ask(us("2026-10-12 15:00")), REG_F, *past) == "yes"


def test_f7_a_call_he_asked_for_is_allowed_and_a_conversation_spends_the_consent():
    friday = spoke(us("2026-04-03 10:00"))
    monday = consent("CALL", us("2026-04-03 10:05"), "2026-04-03", "2026-04-09")
    allowed = judged(ask(us("2026-04-06 10:00")), REG_F, friday, monday)
    assert allowed.allowed and allowed.by_consent
    spent = consent("CALL", us("2026-04-03 10:05"), "2026-04-03", "2026-04-09", spent_at=us("2026-04-06 10:10"))
    again = spoke(us("2026-04-06 10:00"), by_consent=True)
    decision = judged(ask(us("2026-04-08 10:00")), REG_F, friday, spent, again)
    assert (decision.rule, decision.next_allowed_at) == (QUIET, us("2026-04-13 08:00"))


def test_f8_calls_within_seven_days_of_consent_do_not_count():
    before = calls("06-01", "06-02", "06-03")
    given = consent("CALL", us("2026-06-04 12:00"), "2026-06-04", "2026-06-10")
    agreed = []
    for day in ("06-08", "06-08", "06-08", "06-09", "06-09", "06-09", "06-10", "06-10"):
        moment = us(f"2026-{day} 10:00") + timedelta(minutes=len(agreed))
        decision = judged(ask(moment), REG_F, *before, given, *agreed)
        assert decision.allowed and decision.by_consent
        agreed.append(touch(moment, by_consent=True))
    counted = []
    for _ in range(7):
        moment = us("2026-06-11 10:00") + timedelta(minutes=len(counted))
        decision = judged(ask(moment), REG_F, *before, given, *agreed, *counted)
        assert decision.allowed and not decision.by_consent
        counted.append(touch(moment))
    assert answer(ask(us("2026-06-11 11:00")), REG_F, *before, given, *agreed, *counted) == WEEK


@pytest.mark.parametrize(
    ("moment", "said"), [("08-04 10:00", "yes"), ("08-06 09:29:59", "yes"), ("08-06 09:30", "cease")]
)
def test_f14_a_cease_letter_counts_from_when_it_was_received(moment, said):
    received = signal("CEASE", us("2026-08-06 09:30"))
    question = ask(us(f"2026-{moment}"), channel="EMAIL", point_kind="EMAIL")
    assert answer(question, REG_F, received) == said


def test_f15_stop_calling_blocks_the_phone_and_leaves_the_rest():
    stop = signal("OPT_OUT", us("2026-05-01 10:00"), channel="PHONE")
    moment = us("2026-05-04 10:00")
    for number in (NUMBER, OTHER):
        assert answer(ask(moment, number_hash=number), REG_F, stop) == "opt_out"
    assert answer(ask(moment, channel="SMS"), REG_F, stop) == "yes"
    assert answer(ask(moment, channel="EMAIL", point_kind="EMAIL"), REG_F, stop) == "yes"
    assert answer(ask(moment, channel="LETTER", point_kind=""), REG_F, stop) == "yes"
