"""A demo is set up once, through the intake door, and goes on where it was interrupted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.models import CardAccount, Cardholder, Installation, LedgerEntry, PolicyVersion, Product, Statement
from collections_app.demo import actions
from collections_app.demo.plan import Plan, is_loaded, kept_plan
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

ACTOR = Actor.command("demo")
CHINA = Plan(source="china", until=date(2026, 11, 23), size=25, seed=3)
PANEL = Plan(source="uci", until=date(2005, 10, 1), size=0, seed=0)
AT = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def load(plan: Plan):
    return actions.load(actor=ACTOR, plan=plan, report=lambda *_: None, at=AT)


@pytest.mark.django_db
def test_beginning_makes_the_installation_a_demo_with_its_products():
    actions.begin(actor=ACTOR, plan=CHINA)
    here = Installation.objects.get()
    assert (here.demo, here.simulated, here.business_date) == (True, False, None)
    assert set(Product.objects.values_list("code", flat=True)) == {"STD", "GOLD", "PLAT", "CORP", "EXT"}
    assert Product.objects.get(code="CORP").corporate
    assert all(p.policies.get().profile.code == "CN_CBA_2026" for p in Product.objects.all())
    assert kept_plan() == CHINA
    assert not is_loaded()


@pytest.mark.django_db
def test_the_panel_has_a_clock_and_a_policy_of_its_own():
    actions.begin(actor=ACTOR, plan=PANEL)
    assert Installation.objects.get().simulated
    version = PolicyVersion.objects.get(profile__products__product__code="PANEL")
    assert (version.late_fee_ratio, version.daily_interest_rate, version.grace_days) == (0, 0, 0)


@pytest.mark.django_db
def test_every_row_lands_and_everyone_is_marked_as_a_demo():
    actions.begin(actor=ACTOR, plan=CHINA)
    deliveries = load(CHINA)
    assert [delivery.layout for delivery in deliveries] == ["cardholders", "accounts", "statements", "entries"]
    assert all(delivery.rows_new == delivery.rows_read > 0 for delivery in deliveries)
    assert CardAccount.objects.count() == 25
    assert set(Cardholder.objects.values_list("is_demo", flat=True)) == {True}
    assert is_loaded()


@pytest.mark.django_db
def test_an_interrupted_load_goes_on_without_a_second_row(monkeypatch):
    actions.begin(actor=ACTOR, plan=CHINA)
    take_in = actions.take_in

    def stops_at_statements(*, layout, **rest):
        if layout == "statements":
            raise KeyboardInterrupt
        return take_in(layout=layout, **rest)

    monkeypatch.setattr(actions, "take_in", stops_at_statements)
    with pytest.raises(KeyboardInterrupt):
        load(CHINA)
    assert not is_loaded()
    monkeypatch.setattr(actions, "take_in", take_in)
    again = load(kept_plan())
    assert [delivery.rows_new for delivery in again[:2]] == [0, 0]
    assert CardAccount.objects.count() == 25
    assert is_loaded()


@pytest.mark.django_db
def test_the_panel_lands_with_each_fact_recorded_on_its_own_day(short_panel):
    actions.begin(actor=ACTOR, plan=PANEL)
    load(PANEL)
    assert Statement.objects.count() == 180
    first = Statement.objects.order_by("statement_date").first()
    assert first.recorded_on == first.statement_date == date(2005, 4, 20)
    assert all(entry.recorded_on == entry.posting_date for entry in LedgerEntry.objects.all())


@pytest.mark.django_db
def test_a_demo_never_mixes_with_what_is_there():
    actions.begin(actor=ACTOR, plan=CHINA)
    holder = Cardholder.objects.create(customer_no="R1", kind="PERSON", recorded_on=date(2026, 1, 1))
    CardAccount.objects.create(
        account_no="R1",
        cardholder=holder,
        product=Product.objects.first(),
        currency="CNY",
        opened_on=date(2026, 1, 1),
        statement_day=5,
        due_rule="OFFSET",
        due_offset_days=20,
        first_statement_date=date(2026, 1, 5),
        credit_limit=1000,
        statements_by="OWN",
        charges_by="OWN",
        recorded_on=date(2026, 1, 1),
    )
    with pytest.raises(Refused) as refused:
        actions.begin(actor=ACTOR, plan=CHINA)
    assert refused.value.code == "not_empty"


@pytest.mark.django_db
def test_nights_do_not_begin_before_the_files_are_in():
    actions.begin(actor=ACTOR, plan=CHINA)
    with pytest.raises(Refused) as refused:
        actions.age(actor=ACTOR, plan=CHINA, until=CHINA.until, report=lambda *_: None)
    assert refused.value.code == "not_loaded"
