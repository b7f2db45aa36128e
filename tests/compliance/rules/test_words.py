"""Rules and decisions in plain words, in both languages, with moments in local time."""

import pytest
from django.utils import translation

from collections_app.compliance.labels import HOLDS, REASONS, RULE_LABELS, explain, rule_label
from collections_app.compliance.models import ContactRefusal
from collections_app.compliance.rules.decide import RULE_CODES

from .asks import CHINA, REG_F, ask, at, consent, judged, signal, spoke, touch, us

NOON = at("2026-03-02 12:00")


def said(decision, language="en", **options):
    with translation.override(language):
        return explain(decision, **options)


def test_every_rule_has_a_name_and_a_reason():
    assert set(RULE_LABELS) == set(REASONS) == set(RULE_CODES)
    assert rule_label("of_tomorrow") == "of_tomorrow"


def test_a_used_up_cap_says_how_much_and_from_when():
    decision = judged(ask(NOON), CHINA, *[touch(NOON)] * 6)
    assert said(decision) == ("All 6 tries of this number were made today. Allowed again from 3 Mar 2026 08:00.")
    assert said(decision, at=NOON).endswith("Allowed again from tomorrow 08:00.")
    assert said(decision, "zh-hans", at=NOON) == "今天该号码的6次拨打已用完。明天08:00起可再次联系。"


def test_a_yes_says_until_when():
    assert said(judged(ask(NOON), CHINA), at=NOON) == "May be contacted until 12:10."
    assert said(judged(ask(NOON), CHINA), "zh-hans", at=NOON) == "可联系至12:10。"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (judged(ask(at("2026-03-02 23:00")), CHINA), "Contact is allowed from 08:00 to 22:00 of the debtor's day."),
        (judged(ask(NOON, bucket=0), CHINA), "Nobody calls before bucket M1."),
        (judged(ask(NOON, stops=frozenset({"DISPUTE", "LEGAL"})), CHINA), "The case is on hold: dispute, legal."),
        (
            judged(ask(NOON), CHINA, signal("CEASE", NOON)),
            "The customer asked us on 2 Mar 2026 12:00 to stop all contact.",
        ),
        (
            judged(ask(us("2026-03-02 12:00")), REG_F, spoke(us("2026-03-02 10:00"))),
            "We spoke about the debt on 2 Mar 2026; that day and those after it stay quiet, 7 in all.",
        ),
        (
            judged(ask(us("2026-03-02 12:00")), REG_F, *[touch(us("2026-03-02 10:00"))] * 7),
            "7 calls about the same debt in 7 days; the most allowed is 7.",
        ),
        (
            judged(ask(us("2026-03-02 23:00"), zones=("America/Chicago", "America/Denver")), REG_F),
            "Contact is allowed from 08:00 to 21:00 wherever the debtor may be (America/Chicago, America/Denver).",
        ),
    ],
)
def test_reasons(decision, words):
    assert said(decision).startswith(words)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_reason_can_be_said_even_without_facts(language):
    for rule in RULE_CODES:
        words = said(ContactRefusal(rule=rule, facts={}, next_allowed_at=NOON), language)
        assert words and "%(" not in words and "{" not in words


def test_a_stored_refusal_reads_as_the_decision_did():
    agreed = consent("CALL", NOON, "2026-03-02", "2026-03-08")
    decision = judged(ask(NOON), CHINA, *[touch(NOON)] * 6, agreed)
    stored = ContactRefusal(rule=decision.rule, facts=dict(decision.facts), next_allowed_at=decision.next_allowed_at)
    assert said(stored) == said(decision)


def test_every_kind_of_hold_has_its_name():
    from collections_app.cases.models import CaseHold

    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert {code: str(name) for code, name in HOLDS.items()} == dict(CaseHold.Kind.choices)
