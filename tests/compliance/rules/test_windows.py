"""The hours of contact, to the second: closing moments, two zones, summer time, hours the debtor agreed to."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from .asks import CHINA, NEW_YORK, OTHER, REG_F, STRICT, answer, ask, at, consent, judged, locate, us

CHICAGO, DENVER, PHOENIX = "America/Chicago", "America/Denver", "America/Phoenix"


@pytest.mark.parametrize("policy", [CHINA, STRICT])
@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("00:00:00", "window"),
        ("07:59:59", "window"),
        ("08:00:00", "yes"),
        ("12:00:00", "yes"),
        ("21:59:59", "yes"),
        ("22:00:00", "window"),
        ("23:59:59", "window"),
    ],
)
def test_china_forbids_from_ten_at_night_to_eight(policy, clock, said):
    assert answer(ask(at(f"2026-03-02 {clock}")), policy) == said


@pytest.mark.parametrize(
    ("clock", "said"),
    [("07:59:59", "window"), ("08:00:00", "yes"), ("21:00:00", "yes"), ("21:00:01", "window"), ("21:01:00", "window")],
)
def test_the_us_closing_moment_itself_is_allowed(clock, said):
    assert answer(ask(us(f"2026-03-02 {clock}")), REG_F) == said


def test_the_last_half_second_before_the_window_closes_is_open():
    assert answer(ask(at("2026-03-02 21:59:59.999999")), CHINA) == "yes"
    assert answer(ask(us("2026-03-02 21:00:00.999999")), REG_F) == "yes"


def test_china_has_one_zone_wherever_the_debtor_is():
    assert answer(ask(at("2026-03-02 21:30"), zones=("Asia/Urumqi", NEW_YORK)), CHINA) == "yes"


@pytest.mark.parametrize(
    ("clock", "said"), [("08:59:59", "window"), ("09:00", "yes"), ("21:00:00", "yes"), ("21:00:01", "window")]
)
def test_every_likely_zone_must_be_open(clock, said):
    """Texas: Chicago's clock, with El Paso an hour behind."""
    question = ask(at(f"2026-03-02 {clock}", CHICAGO), zones=(CHICAGO, DENVER))
    assert answer(question, REG_F) == said


def test_a_zone_that_keeps_no_summer_time_drifts():
    """On 8 March 2026 Denver goes to summer time, Phoenix does not: from then on an hour apart."""
    zones = (DENVER, PHOENIX)
    assert answer(ask(at("2026-03-07 08:00", DENVER), zones=zones), REG_F) == "yes"
    before = ask(at("2026-03-08 08:00", DENVER), zones=zones)
    decision = judged(before, REG_F)
    assert (decision.rule, decision.next_allowed_at) == ("window", at("2026-03-08 09:00", DENVER))


def test_without_a_known_zone_the_policys_own_counts():
    assert answer(ask(at("2026-03-02 08:30", CHICAGO)), REG_F) == "yes"
    assert answer(ask(at("2026-03-02 06:59:59", CHICAGO)), REG_F) == "window"


def test_zones_that_are_never_open_together_have_no_next_moment():
    lunch = replace(REG_F, window_opens=time(12), window_closes=time(13))
    decision = judged(ask(us("2026-03-02 12:30"), zones=(NEW_YORK, "Asia/Shanghai")), lunch)
    assert (decision.rule, decision.next_allowed_at) == ("window", None)


@pytest.mark.parametrize(("channel", "kind"), [("SMS", "MOBILE"), ("EMAIL", "EMAIL"), ("VISIT", "")])
def test_the_window_holds_for_messages_by_their_send_moment_and_for_visits(channel, kind):
    question = {"channel": channel, "point_kind": kind}
    assert answer(ask(at("2026-03-02 21:59:59"), **question), CHINA) == "yes"
    assert answer(ask(at("2026-03-02 22:00:00"), **question), CHINA) == "window"


def test_a_letter_has_no_window():
    assert answer(ask(at("2026-03-02 23:00"), channel="LETTER", point_kind=""), CHINA) == "yes"


# -- until ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "until"), [("14:00:00", "14:10:00"), ("21:55:00", "22:00:00"), ("21:59:59", "22:00:00")]
)
def test_a_yes_lasts_ten_minutes_or_until_the_window_closes(clock, until):
    decision = judged(ask(at(f"2026-03-02 {clock}")), CHINA)
    assert decision.until == at(f"2026-03-02 {until}")


def test_a_yes_at_the_closing_moment_lasts_one_second():
    moment = us("2026-03-02 21:00:00")
    assert judged(ask(moment), REG_F).until == moment + timedelta(seconds=1)


def test_a_yes_ends_when_the_first_zone_closes():
    decision = judged(ask(us("2026-03-02 20:55"), zones=(NEW_YORK, CHICAGO)), REG_F)
    assert decision.until == us("2026-03-02 21:00:01")


def test_a_yes_ends_with_the_consent_it_rests_on():
    given = consent("CALL", us("2026-06-04 12:00"), "2026-06-04", "2026-06-04")
    whole_day = replace(REG_F, window_opens=time(0), window_closes=time(23, 59, 59))
    assert judged(ask(us("2026-06-04 23:55")), whole_day, given).until == us("2026-06-05 00:00")


# -- hours he agreed to ---------------------------------------------------------------------------------------


def evening(**changed):
    """He may be contacted from 21:30 until before 22:30, from 2 to 4 March."""
    hours = {"hours_from": time(21, 30), "hours_to": time(22, 30)}
    return consent("HOURS", at("2026-03-01 10:00"), "2026-03-02", "2026-03-04", **{**hours, **changed})


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("03-01 22:15", "window"),
        ("03-02 22:00", "yes"),
        ("03-02 22:29:59", "yes"),
        ("03-02 22:30", "window"),
        ("03-04 22:15", "yes"),
        ("03-05 22:15", "window"),
        ("03-02 12:00", "yes"),
    ],
)
def test_hours_he_agreed_to_are_added_to_the_window(moment, said):
    assert answer(ask(at(f"2026-{moment}")), CHINA, evening()) == said


def test_a_yes_in_agreed_hours_lasts_until_they_end():
    assert judged(ask(at("2026-03-02 21:55")), CHINA, evening()).until == at("2026-03-02 22:05")
    assert judged(ask(at("2026-03-02 22:25")), CHINA, evening()).until == at("2026-03-02 22:30")


def test_consent_for_one_channel_or_number_opens_no_other():
    moment = at("2026-03-02 22:15")
    assert answer(ask(moment), CHINA, evening(channel="SMS")) == "window"
    assert answer(ask(moment, channel="SMS"), CHINA, evening(channel="SMS")) == "yes"
    assert answer(ask(moment), CHINA, evening(number_hash=OTHER)) == "window"
    assert answer(ask(moment, number_hash=OTHER), CHINA, evening(number_hash=OTHER)) == "yes"


def test_consent_that_was_withdrawn_opens_nothing_any_more():
    withdrawn = evening(withdrawn_at=at("2026-03-02 22:10"))
    assert answer(ask(at("2026-03-02 22:09:59")), CHINA, withdrawn) == "yes"
    assert answer(ask(at("2026-03-02 22:10")), CHINA, withdrawn) == "window"


def test_what_the_debtor_agreed_to_is_not_for_third_parties():
    moment = at("2026-03-02 22:15")
    assert answer(locate(moment, lost=True), CHINA, evening()) == "window"
    assert answer(locate(moment, lost=True), CHINA, evening(number_hash=OTHER)) == "yes"


def test_the_next_moment_is_the_agreed_hour_when_that_comes_first():
    early = evening(hours_from=time(6), hours_to=time(7))
    decision = judged(ask(at("2026-03-02 23:00")), CHINA, early)
    assert decision.next_allowed_at == at("2026-03-03 06:00")
