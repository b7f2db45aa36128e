"""A desk on the morning of 10 April 2025: cardholders aged by nights, their cases, what was said and promised before.

`on_stage(cast)` gives the agent of the cast a place in the mid end and leaves six cases of M2 in its queue, among them
张伟 with two accounts, a history of contacts and a broken promise; one of M1, one company. On 7 April the agent agreed
a call back with 孙丽 and took promises of 周杰 (due today) and 吴磊 (broken last night). 10:02 in Shanghai is NOW.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from accounts.models import CardAccount, Cardholder, ContactPoint, Installation, Product, RelatedParty
from accounts.rules.calendar import FixedDay
from accounts.rules.facts import Facts, Terms
from accounts.rules.personal_data import masked_name, masked_number
from collections_app.arrangements.entry import PromiseEntry
from collections_app.casefile.actions import log
from collections_app.cases.actions.claims import claim
from collections_app.cases.models import Case
from collections_app.compliance.models import (
    Permit,
)
from collections_app.contacts.actions import start_contact
from collections_app.contacts.entry import ContactEntry
from collections_app.people.models import Team, TeamAssignment
from collections_app.people.queries import actor_of_user
from collections_app.shared import clock, crypto
from collections_app.shared.actor import Actor
from tests.accounts.cards import PLAIN, d, entry
from tests.accounts.database import install, nights, product_following, store_account, store_facts
from tests.accounts.pages.conftest import give_person
from tests.cast import Cast

NOW = datetime(2025, 4, 10, 2, 2, tzinfo=UTC)
"""10:02 in Shanghai on Thursday 10 April 2025."""
NIGHTS = ("02-05", "02-26", "03-05", "03-26", "03-27", "03-31", "04-05", "04-07", "04-10")
"""The nights on which something happens; the others would find nothing to do."""
M2 = Terms(statement_day=5, due_rule=FixedDay(25), first_statement_date=d("02-05"))
M1 = Terms(statement_day=5, due_rule=FixedDay(25), first_statement_date=d("03-05"))


@dataclass
class Stage:
    """The cases by the name of their cardholder."""

    cases: dict[str, Case]
    agent: Actor

    def __getitem__(self, name: str) -> Case:
        return self.cases[name]


def join(cast: Cast, role: str, team: str) -> Actor:
    """Put the user of a role into a team; the actor knows it."""
    user = cast.user(role)
    TeamAssignment.objects.get_or_create(
        user=user, team=Team.objects.get(code=team), valid_from="2000-01-01", reason="HOME"
    )
    return actor_of_user(user, channel="browser")


def on_stage(cast: Cast) -> Stage:
    """Six M2 cases, one M1, one company; the past of 张伟 told by the agent and his lead."""
    install()
    agent, lead = join(cast, "agent", "MID"), join(cast, "lead", "MID")
    gold, plain = product_following(PLAIN), product_following(PLAIN)
    Product.objects.filter(pk=gold.pk).update(name_en="Gold card", name_zh="金卡")
    Product.objects.filter(pk=plain.pk).update(name_en="Classic card", name_zh="普卡")
    zhang = _person("张伟", gold, "10000.00", phones=("00010000042", "00010000043"))
    _account(plain, M1, "3600.00", of=zhang)
    _party(zhang, "EMERGENCY_CONTACT", "张建国", "父亲", "00010000044")
    for number, (name, amount) in enumerate(
        [("王秀英", "23500.00"), ("李娜", "8200.00"), ("刘洋", "15800.00"), ("陈静", "5400.00"), ("杨帆", "4700.00")]
    ):
        _person(name, gold if number % 2 else plain, amount, phones=(f"0001000006{number}",))
    for number, (name, amount) in enumerate([("孙丽", "6100.00"), ("周杰", "9300.00"), ("吴磊", "7700.00")]):
        _person(name, plain, amount, phones=(f"0001000009{number}",))
    _person("赵敏", plain, "2600.00", phones=("00010000071",), terms=M1)
    _person("恒盛贸易有限公司", gold, "68000.00", phones=("00010000081",), kind="COMPANY")
    _age({"03-27": lambda: _first_talk(lead, "张伟"), "04-07": lambda: _seventh_of_april(agent, lead)})
    cases = Case.objects.filter(closed_on=None).select_related("cardholder__personal_data")
    return Stage(cases={case.cardholder.personal_data.name: case for case in cases}, agent=agent)


def at_ten(monkeypatch) -> None:
    """The clock of the product stands at NOW and goes on from there."""
    begin = clock.now()
    really = clock.now
    monkeypatch.setattr(clock, "now", lambda: NOW + (really() - begin))


def _age(scenes: dict[str, Callable[[], None]]) -> None:
    for text in NIGHTS:
        day = d(text)
        Installation.objects.update(business_date=day - timedelta(days=1))
        nights(day, day)
        if text in scenes:
            scenes[text]()


def _person(
    name: str, product: Product, amount: str, *, phones: tuple[str, ...], terms: Terms = M2, kind: str = "PERSON"
) -> Cardholder:
    account = _account(product, terms, amount)
    holder = account.cardholder
    Cardholder.objects.filter(pk=holder.pk).update(kind=kind, region="上海市", language="普通话")
    give_person(holder, name, phone=phones[0], identity=f"99999919850101{holder.pk:04}")
    for phone in phones[1:]:
        _number(holder, phone, "WORK")
    return holder


def _account(product: Product, terms: Terms, amount: str, *, of: Cardholder | None = None) -> CardAccount:
    account = store_account(terms, product)
    opened = terms.first_statement_date - timedelta(days=16)
    CardAccount.objects.filter(pk=account.pk).update(card_last4=f"{account.pk % 10000:04}")
    if of is not None:
        CardAccount.objects.filter(pk=account.pk).update(cardholder=of)
    store_facts(account, Facts([entry("PURCHASE", amount, opened.isoformat())]))
    return account


def _number(holder: Cardholder, phone: str, kind: str, party: RelatedParty | None = None) -> None:
    ContactPoint.objects.create(
        cardholder=holder,
        related_party=party,
        kind=kind,
        value=crypto.encrypt(phone),
        value_hash=crypto.keyed_hash(phone),
        masked=masked_number(phone),
    )


def _party(holder: Cardholder, role: str, name: str, relation: str, phone: str) -> None:
    party = RelatedParty.objects.create(
        cardholder=holder,
        role=role,
        name=crypto.encrypt(name),
        name_masked=masked_name(name),
        relation=relation,
        source="APPLICATION",
        added_on=d("01-02"),
    )
    _number(holder, phone, "MOBILE", party)


def _first_talk(actor: Actor, name: str) -> None:
    """27 March: he forgot, and promises 300.00 for the 29th; the night of the 31st finds it broken."""
    case, at = _case(name), _at("03-27", 6, 20)
    said: dict[str, Any] = {
        "outcome": "RPC_PTP",
        "role": "CARDHOLDER",
        "verified_by": "ID_DIGITS",
        "reason": "CASH_FLOW_TIMING",
    }
    promise = PromiseEntry(submission=uuid4(), amount=Decimal("300.00"), due_on=d("03-29"))
    _call(actor, case, at, promise=promise, note="工资延迟到月底，答应先还300。", **said)


def _seventh_of_april(agent: Actor, lead: Actor) -> None:
    """张伟 does not answer; 孙丽 is to be called back on the 10th at 11; two promise, one of them in vain."""
    _call(agent, _case("张伟"), _at("04-07", 3, 41), outcome="NO_ANSWER")
    talked: dict[str, Any] = {"role": "CARDHOLDER", "verified_by": "BIRTH_DATE"}
    back = _at("04-10", 3, 0)
    _call(agent, _case("孙丽"), _at("04-07", 6, 5), outcome="RPC_CALLBACK", follow_up_at=back, **talked)
    for hour, (name, amount, due) in enumerate([("周杰", "1000.00", "04-10"), ("吴磊", "800.00", "04-08")], start=7):
        promise = PromiseEntry(submission=uuid4(), amount=Decimal(amount), due_on=d(due))
        _call(agent, _case(name), _at("04-07", hour, 12), promise=promise, outcome="RPC_PTP", **talked)
    # Both cases are the lead's from now on: the agent's next one is another.
    Case.objects.filter(cardholder__personal_data__name__in=["周杰", "吴磊"]).update(agent=lead.user_id)


def _call(actor: Actor, case: Case, at: datetime, *, promise: PromiseEntry | None = None, **said: Any) -> None:
    held = claim(actor=actor, case_id=case.pk, at=at)
    point = ContactPoint.objects.filter(cardholder=case.cardholder_id).order_by("id")[0]
    permit = start_contact(actor=actor, case_id=case.pk, contact_point_id=point.pk, claim_token=held.token, at=at)
    assert isinstance(permit, Permit)
    told = ContactEntry(
        submission=uuid4(), contact_point_id=point.pk, permit_token=permit.token, happened_at=at, **said
    )
    log(actor=actor, case_id=case.pk, entry=told, promise=promise, claim_token=held.token, at=at + timedelta(minutes=3))


def _case(name: str) -> Case:
    return Case.objects.get(cardholder__personal_data__name=name, closed_on=None)


def _at(day: str, hour: int, minute: int) -> datetime:
    on: date = d(day)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC)
