"""What no hour and no cap decides: numbers, stop signals, holds, third parties, buckets, overrides."""

import pytest

from collections_app.compliance.rules.decide import RULE_CODES, broken_rules
from collections_app.compliance.rules.parties import DEBT_BEARING, OF_THE_COMPANY, THIRD_PARTIES, is_third_party

from .asks import CHINA, NUMBER, OTHER, REG_F, answer, ask, at, consent, judged, locate, record, shipped, signal, touch

NOON = at("2026-03-02 12:00")
BEFORE = at("2026-03-01 12:00")


# -- numbers and channels -------------------------------------------------------------------------------------


def test_a_wrong_number_is_never_called():
    decision = judged(ask(NOON, number_status="INVALID"), CHINA)
    assert (decision.rule, decision.next_allowed_at) == ("number_invalid", None)


@pytest.mark.parametrize(
    ("channel", "kind", "said"),
    [
        ("PHONE", "MOBILE", "yes"),
        ("PHONE", "HOME", "yes"),
        ("PHONE", "WORK", "yes"),
        ("PHONE", "EMAIL", "not_a_phone"),
        ("SMS", "MOBILE", "yes"),
        ("SMS", "HOME", "not_a_phone"),
        ("EMAIL", "EMAIL", "yes"),
        ("EMAIL", "MOBILE", "not_a_phone"),
        ("LETTER", "MOBILE", "yes"),
        ("PHONE", "", "yes"),
    ],
)
def test_a_channel_fits_its_kind_of_contact_point(channel, kind, said):
    assert answer(ask(NOON, channel=channel, point_kind=kind), CHINA) == said


# -- stop signals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["PHONE", "SMS", "VISIT", "LETTER"])
def test_cease_stops_every_channel_until_it_is_lifted(channel):
    question = ask(NOON, channel=channel, point_kind="MOBILE" if channel in ("PHONE", "SMS") else "")
    assert answer(question, CHINA, signal("CEASE", BEFORE)) == "cease"
    assert answer(question, CHINA, signal("CEASE", BEFORE, lifted_at=NOON)) == "yes"


def test_the_lawyer_alone_may_be_contacted():
    stop = signal("ATTORNEY", BEFORE)
    assert answer(ask(NOON), CHINA, stop) == "attorney"
    assert answer(locate(NOON, lost=True), CHINA, stop) == "attorney"
    assert answer(ask(NOON, role="ATTORNEY"), CHINA, stop) == "yes"


def test_an_opt_out_of_one_number_leaves_the_others():
    stop = signal("OPT_OUT", BEFORE, channel="PHONE", number_hash=NUMBER)
    assert answer(ask(NOON), CHINA, stop) == "opt_out"
    assert answer(ask(NOON, number_hash=OTHER), CHINA, stop) == "yes"


def test_an_objection_stops_one_number():
    stop = signal("OBJECTION", BEFORE, number_hash=OTHER)
    assert answer(locate(NOON, lost=True), CHINA, stop) == "objection"
    assert answer(locate(NOON, lost=True, number_hash="n3"), CHINA, stop) == "yes"


def test_a_signal_to_be_lifted_says_from_when():
    decision = judged(ask(NOON), CHINA, signal("CEASE", BEFORE, lifted_at=at("2026-03-02 23:00")))
    assert decision.next_allowed_at == at("2026-03-03 08:00")


# -- holds ----------------------------------------------------------------------------------------------------


def test_a_hold_stops_contact_and_is_named():
    decision = judged(ask(NOON, stops=frozenset({"DISPUTE", "COMPLAINT"})), CHINA)
    assert (decision.rule, decision.facts["kinds"]) == ("case_hold", ["COMPLAINT", "DISPUTE"])
    assert decision.next_allowed_at is None


@pytest.mark.parametrize(
    ("purpose", "said"),
    [("COLLECT", "case_hold"), ("LOCATE", "case_hold"), ("PROMISE_REMINDER", "yes"), ("APPOINTMENT", "yes")],
)
def test_a_running_promise_lets_its_reminder_through(purpose, said):
    assert answer(ask(NOON, purpose=purpose, stops=frozenset({"PROMISE"})), CHINA) == said
    assert answer(ask(NOON, purpose=purpose, stops=frozenset({"PROMISE", "DISPUTE"})), CHINA) == "case_hold"


# -- third parties --------------------------------------------------------------------------------------------


def test_who_is_a_third_party():
    assert not any(is_third_party(role, company=False) for role in DEBT_BEARING)
    assert all(is_third_party(role, company=company) for role in THIRD_PARTIES for company in (True, False))
    assert all(is_third_party(role, company=False) for role in OF_THE_COMPANY)
    assert not any(is_third_party(role, company=True) for role in OF_THE_COMPANY)


def test_a_third_party_is_asked_only_once_contact_is_lost_and_only_where_he_is():
    assert answer(locate(NOON), CHINA) == "third_party_not_lost"
    assert answer(locate(NOON, lost=True), CHINA) == "yes"
    assert answer(locate(NOON, lost=True, purpose="COLLECT"), CHINA) == "third_party_no_debt"
    assert answer(locate(NOON, lost=True), shipped("CN_CBA_2026", third_parties="NEVER")) == "third_party_never"
    assert answer(locate(at("2026-03-02 12:00", "America/New_York")), REG_F) == "yes"


def test_a_third_party_is_spoken_to_once_unless_he_agreed_to_more():
    moment = at("2026-03-02 12:00", "America/New_York")
    before = touch(moment.replace(year=2024), number_hash=OTHER, third_party=True, connected=True)
    assert judged(locate(moment), REG_F, before).next_allowed_at is None
    assert answer(locate(moment), REG_F, before) == "third_party_once"
    agreed = consent("CALL", moment, "2026-03-02", "2026-03-08", number_hash=OTHER)
    assert answer(locate(moment), REG_F, before, agreed) == "yes"
    general = consent("CALL", moment, "2026-03-02", "2026-03-08")
    assert answer(locate(moment), REG_F, before, general) == "third_party_once"


def test_a_call_nobody_has_reported_on_counts_as_spoken():
    moment = at("2026-03-02 12:00", "America/New_York")
    unknown = touch(moment, number_hash=OTHER, third_party=True, connected=None)
    assert answer(locate(moment), REG_F, unknown) == "third_party_once"


# -- buckets --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bucket", "channel", "purpose", "said"),
    [
        (-1, "PHONE", "COLLECT", "no_agent_call_in_m0"),
        (0, "PHONE", "COLLECT", "no_agent_call_in_m0"),
        (0, "PHONE", "PROMISE_REMINDER", "no_agent_call_in_m0"),
        (0, "VISIT", "COLLECT", "no_agent_call_in_m0"),
        (0, "SMS", "COLLECT", "yes"),
        (1, "PHONE", "COLLECT", "yes"),
        (3, "PHONE", "COLLECT", "yes"),
        (4, "PHONE", "COLLECT", "coded_only_from_m4"),
        (5, "PHONE", "LOCATE", "coded_only_from_m4"),
        (4, "PHONE", "APPOINTMENT", "yes"),
        (5, "PHONE", "PROMISE_REMINDER", "yes"),
        (4, "SMS", "COLLECT", "yes"),
        (4, "VISIT", "COLLECT", "yes"),
    ],
)
def test_buckets_refuse_channels(bucket, channel, purpose, said):
    point = "" if channel == "VISIT" else "MOBILE"
    assert answer(ask(NOON, bucket=bucket, channel=channel, purpose=purpose, point_kind=point), CHINA) == said


# -- overrides and precedence ---------------------------------------------------------------------------------


def test_only_house_rules_can_be_let_pass():
    early = ask(NOON, bucket=0)
    assert answer(early, CHINA, overridden=frozenset({"no_agent_call_in_m0"})) == "yes"
    law = shipped("CN_CBA_2026", house_rules=frozenset())
    assert answer(early, law, overridden=frozenset({"no_agent_call_in_m0"})) == "no_agent_call_in_m0"
    night = at("2026-03-02 23:00")
    assert answer(ask(night), CHINA, overridden=frozenset(RULE_CODES)) == "window"


def test_an_override_moves_no_other_rule():
    night = ask(at("2026-03-02 23:00"), bucket=0)
    decision = judged(night, CHINA, overridden=frozenset({"no_agent_call_in_m0"}))
    assert (decision.rule, decision.next_allowed_at) == ("window", at("2026-03-03 08:00"))


def test_a_rule_without_a_date_leaves_no_next_moment_behind_one_that_has():
    decision = judged(ask(at("2026-03-02 23:00"), bucket=4), CHINA)
    assert (decision.rule, decision.next_allowed_at) == ("coded_only_from_m4", None)


def test_every_rule_is_broken_at_once_in_the_order_of_precedence():
    night = at("2026-03-02 23:00", "America/New_York")
    worst = locate(
        night,
        number_status="INVALID",
        point_kind="EMAIL",
        purpose="COLLECT",
        stops=frozenset({"DISPUTE"}),
        bucket=0,
    )
    policy = shipped(
        "US_REGF",
        third_parties="WHEN_LOST",
        number_attempts_per_day=1,
        first_call_bucket=1,
        coded_call_bucket=0,
    )
    past = [touch(night, number_hash=OTHER, third_party=True, connected=True, conversation=True) for _ in range(7)]
    signals = [
        signal("CEASE", BEFORE),
        signal("ATTORNEY", BEFORE),
        signal("OPT_OUT", BEFORE, channel="PHONE"),
        signal("OBJECTION", BEFORE, number_hash=OTHER),
    ]
    broken = broken_rules(worst, policy, record(*past, *signals))
    elsewhere = ("third_party_never", "reminder_too_early", "person_day_cap")
    assert broken == tuple(code for code in RULE_CODES if code not in elsewhere)
