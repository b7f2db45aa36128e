"""Words for the tests of contact rules: the shipped policies, a question, what happened before."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from collections_app.compliance.rules.decide import decide
from collections_app.compliance.rules.facts import Ask, ConsentFact, Decision, Record, SignalFact, TouchFact
from collections_app.compliance.rules.policy import ContactPolicy
from collections_app.compliance.rules.zones import local_day
from collections_app.compliance.shipped_policies import HOUSE_RULES, PROFILES

SHANGHAI = "Asia/Shanghai"
NEW_YORK = "America/New_York"
NUMBER, OTHER = "n1", "n2"


def shipped(code: str, **changed: Any) -> ContactPolicy:
    """A shipped profile as the rules take it, with changes of the test."""
    (row,) = [row for row in PROFILES if row["code"] == code]
    numbers = {key: value for key, value in row.items() if key not in ("name_en", "name_zh", "is_default")}
    return ContactPolicy(**{**numbers, "house_rules": frozenset(HOUSE_RULES), **changed})


CHINA = shipped("CN_CBA_2026")
STRICT = shipped("CN_GBT_45251")
REG_F = shipped("US_REGF")


def at(text: str, zone: str = SHANGHAI) -> datetime:
    """ "2026-04-01 10:00" (seconds if given) as a moment in `zone`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def us(text: str) -> datetime:
    """A moment in New York."""
    return at(text, NEW_YORK)


def ask(moment: datetime, **changed: Any) -> Ask:
    """A call about the debt to the debtor's mobile in M2."""
    usual = {
        "channel": "PHONE",
        "purpose": "COLLECT",
        "number_hash": NUMBER,
        "role": "CARDHOLDER",
        "bucket": 2,
        "account_ids": frozenset({1}),
    }
    return Ask(at=moment, **{**usual, **changed})


def locate(moment: datetime, **changed: Any) -> Ask:
    """A call to someone else, only to ask how to reach the debtor."""
    return ask(moment, **{"purpose": "LOCATE", "role": "EMERGENCY_CONTACT", "number_hash": OTHER, **changed})


def touch(moment: datetime, **changed: Any) -> TouchFact:
    """An outbound call that rang out, about account 1."""
    usual = {
        "day": local_day(moment, SHANGHAI),
        "number_hash": NUMBER,
        "account_ids": frozenset({1}),
        "rang": True,
        "connected": False,
        "conversation": False,
    }
    return TouchFact(at=moment, **{**usual, **changed})


def spoke(moment: datetime, **changed: Any) -> TouchFact:
    """An outbound call in which the debtor spoke about the debt."""
    return touch(moment, **{"connected": True, "conversation": True, **changed})


def signal(kind: str, moment: datetime, **changed: Any) -> SignalFact:
    return SignalFact(kind=kind, effective_at=moment, **changed)


def consent(kind: str, given: datetime, first: str, last: str, **changed: Any) -> ConsentFact:
    """A consent of both days included."""
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    return ConsentFact(kind=kind, given_at=given, valid_from=begins, valid_until=ends, **changed)


def record(*facts: TouchFact | SignalFact | ConsentFact) -> Record:
    """What happened before, in any order."""
    return Record(
        touches=tuple(fact for fact in facts if isinstance(fact, TouchFact)),
        signals=tuple(fact for fact in facts if isinstance(fact, SignalFact)),
        consents=tuple(fact for fact in facts if isinstance(fact, ConsentFact)),
    )


def answer(question: Ask, policy: ContactPolicy, *facts: Any, **options: Any) -> str:
    """ "yes", or the code of the rule that refuses."""
    decision = judged(question, policy, *facts, **options)
    return "yes" if decision.allowed else decision.rule


def judged(question: Ask, policy: ContactPolicy, *facts: Any, **options: Any) -> Decision:
    return decide(question, policy, record(*facts), **options)
