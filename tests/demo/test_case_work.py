"""The demo's agents call under permits and take promises; what they leave is what a desk would find the day after."""

from datetime import date, timedelta

import pytest

from accounts.models import Installation
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.models import Claim
from collections_app.compliance.models import Breach, ContactRefusal, Permit
from collections_app.contacts.models import Contact
from collections_app.demo import actions, case_work
from collections_app.demo.plan import Plan
from collections_app.people.models import TeamAssignment, User
from collections_app.shared.actor import Actor
from tests.desk.stage import NOW, on_stage

pytestmark = pytest.mark.django_db
ACTOR = Actor.command("demo")
THURSDAY = date(2025, 4, 10)
PLAN = Plan(source="china", until=date(2026, 11, 23), size=60, seed=3)


@pytest.fixture
def desk(cast):
    stage = on_stage(cast)
    Installation.objects.update(demo=True)
    return stage


def test_a_day_of_calls_leaves_contacts_under_permits(desk):
    before = set(Contact.objects.values_list("pk", flat=True))
    case_work.work(actor=ACTOR, on=THURSDAY)
    made = Contact.objects.exclude(pk__in=before)
    assert made.filter(breach=False).count() >= 4
    assert all(contact.permit is not None for contact in made.filter(breach=False))
    assert not Permit.objects.filter(state="LIVE").exists()
    assert not Claim.objects.exists()
    assert all(contact.verified_by for contact in made.filter(right_party=True))


def test_on_a_thursday_somebody_calls_after_hours_and_it_shows(desk):
    case_work.work(actor=ACTOR, on=THURSDAY)
    assert Breach.objects.get().rules[0] == "window"
    assert ContactRefusal.objects.get().rule == "window"


def test_whoever_promised_for_today_pays_all_a_part_or_nothing(desk):
    promise = PromiseToPay.objects.get(status="OPEN", last_due_on=THURSDAY)
    case_work.work(actor=ACTOR, on=THURSDAY)
    paid = promise.case.account.ledger_entries.filter(source_ref=f"demo-promise-{promise.pk}")
    assert [-entry.amount for entry in paid] in (
        [],
        [promise.amount],
        [(promise.amount * 4 / 10).quantize(promise.amount)],
    )


def test_agents_stand_in_teams_and_have_no_password_of_their_own(desk):
    case_work.work(actor=ACTOR, on=THURSDAY)
    staff = User.objects.get(username="huang.lei")
    assert not staff.has_usable_password()
    assert TeamAssignment.objects.get(user=staff).team.code == "MID"
    assert staff.display_name == "黄磊"


def test_each_of_the_last_days_is_worked_once(monkeypatch):
    worked, aged = [], []
    monkeypatch.setattr(case_work, "work", lambda *, actor, on: worked.append(on))
    monkeypatch.setattr(case_work, "is_done", lambda on: on < date(2026, 11, 21))
    monkeypatch.setattr(actions, "_nights", lambda actor, plan, until, report: aged.append(until))
    actions._work_cases(ACTOR, PLAN, PLAN.until, lambda *_: None)
    assert worked == aged == [PLAN.until - timedelta(days=2), PLAN.until - timedelta(days=1)]


def test_the_stage_is_a_thursday():
    assert (NOW + timedelta(hours=8)).date() == THURSDAY
    assert THURSDAY.weekday() == 3
