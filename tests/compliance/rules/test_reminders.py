"""When whoever promised may be reminded."""

from datetime import date

import pytest

from .asks import CHINA, answer, ask, at, judged, shipped

RUNNING = {"purpose": "PROMISE_REMINDER", "stops": frozenset({"PROMISE"}), "promise_due_on": date(2026, 3, 12)}


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-03-08 21:59", "reminder_too_early"),
        ("2026-03-09 08:00", "yes"),
        ("2026-03-12 12:00", "yes"),
        ("2026-03-13 12:00", "yes"),
    ],
)
@pytest.mark.parametrize("bucket", [2, 4])
def test_a_reminder_is_given_from_three_days_before_a_part_is_due_until_it_is_settled(bucket, moment, said):
    assert answer(ask(at(moment), bucket=bucket, **RUNNING), CHINA) == said


def test_a_refusal_names_the_first_moment_of_the_first_day():
    decision = judged(ask(at("2026-03-05 12:00"), **RUNNING), CHINA)
    assert (decision.rule, decision.next_allowed_at) == ("reminder_too_early", at("2026-03-09 08:00"))
    assert decision.facts == {"first": "2026-03-09", "due": "2026-03-12"}


def test_an_agreed_follow_up_brings_it_forward_and_never_puts_it_off():
    agreed = {**RUNNING, "agreed_at": at("2026-03-07 15:00")}
    assert answer(ask(at("2026-03-07 08:00"), **agreed), CHINA) == "yes"
    assert judged(ask(at("2026-03-06 12:00"), **agreed), CHINA).next_allowed_at == at("2026-03-07 08:00")
    later = {**RUNNING, "agreed_at": at("2026-03-11 15:00")}
    assert answer(ask(at("2026-03-09 08:00"), **later), CHINA) == "yes"


def test_how_early_is_policy_and_nobody_lets_it_pass():
    on_the_day = shipped("CN_CBA_2026", reminder_days=0)
    early = ask(at("2026-03-11 12:00"), **RUNNING)
    assert answer(early, on_the_day) == "reminder_too_early"
    assert answer(early, on_the_day, overridden=frozenset({"reminder_too_early"})) == "reminder_too_early"


def test_it_asks_nothing_of_other_calls():
    other = ask(at("2026-03-05 12:00"), **{**RUNNING, "purpose": "APPOINTMENT"})
    assert answer(other, CHINA) == "yes"
