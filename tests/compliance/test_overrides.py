"""Overrides: of house rules only, once, within a day, by a manager."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from collections_app.compliance.actions.overrides import grant_override
from collections_app.compliance.models import ContactPolicyVersion, Override
from collections_app.compliance.rules.decide import RULE_CODES
from collections_app.events.models import Event
from tests.accounts.desk import roles_let_in
from tests.compliance.debtors import DESK, MORNING, debtor, local
from tests.compliance.refusing import refused

pytestmark = pytest.mark.django_db
HOUSE = {"no_agent_call_in_m0", "coded_only_from_m4"}


@pytest.fixture
def manager(cast):
    return cast.actor("manager")


def grant(someone, manager, rule="no_agent_call_in_m0", at=MORNING, **more):
    more.setdefault("reason", "asked the branch to be called")
    return grant_override(actor=manager, cardholder_id=someone.holder.pk, rule=rule, at=at, **more)


def test_an_override_lets_the_next_permit_pass_and_no_other(manager):
    early = debtor(bucket=0)
    assert early.refusal().rule == "no_agent_call_in_m0"
    override = grant(early, manager)
    permit = early.permit()
    assert permit.override_id == override.pk
    override.refresh_from_db()
    assert override.used_at == MORNING
    assert early.refusal().rule == "no_agent_call_in_m0"


def test_a_permit_that_needs_no_override_leaves_it(manager):
    someone = debtor(bucket=1)
    override = grant(someone, manager)
    assert someone.permit().override is None
    override.refresh_from_db()
    assert override.used_at is None


def test_a_refusal_for_another_reason_leaves_it(manager):
    early = debtor(bucket=0)
    override = grant(early, manager)
    assert early.refusal(local("2026-03-10 22:30")).rule == "window"
    override.refresh_from_db()
    assert override.used_at is None


def test_it_is_over_after_a_day(manager):
    early = debtor(bucket=0)
    grant(early, manager)
    assert early.refusal(MORNING + timedelta(days=1)).rule == "no_agent_call_in_m0"


@pytest.mark.parametrize("rule", sorted({*RULE_CODES, "made_up"} - HOUSE))
def test_what_the_law_sets_no_role_can_override(manager, rule):
    assert refused(grant, someone=debtor(), manager=manager, rule=rule) == "law"
    assert not Override.objects.exists()


@pytest.mark.parametrize("rule", sorted(set(RULE_CODES) - HOUSE))
def test_the_database_knows_no_override_of_the_law(manager, rule):
    override = grant(debtor(bucket=0), manager)
    with pytest.raises(IntegrityError, match="only_house_rules_are_overridden"), transaction.atomic():
        Override.objects.filter(pk=override.pk).update(rule=rule)
    shipped = ContactPolicyVersion.objects.filter(profile__code="CN_CBA_2026").earliest("valid_from")
    shipped.pk, shipped.valid_from, shipped.house_rules = None, date(2031, 1, 1), [*shipped.house_rules, rule]
    with pytest.raises(IntegrityError, match="law_is_never_a_house_rule"), transaction.atomic():
        shipped.save()


def test_one_at_a_time(manager):
    early = debtor(bucket=0)
    grant(early, manager)
    assert refused(grant, someone=early, manager=manager) == "already_granted"
    early.permit()
    grant(early, manager)


def test_it_needs_a_reason_and_a_person(manager):
    assert refused(grant, someone=debtor(), manager=manager, reason=" ") == "missing"
    assert refused(grant, someone=debtor(), manager=DESK) == "needs_a_person"


def test_it_is_on_record(manager):
    someone = debtor()
    grant(someone, manager)
    event = Event.objects.get()
    assert (event.kind, event.cardholder_id) == ("override.granted", someone.holder.pk)
    assert (event.data["rule"], "reason" in event.data) == ("no_agent_call_in_m0", False)


def test_the_rest_door(cast):
    someone = debtor()
    body = {"customer_no": someone.holder.customer_no, "rule": "no_agent_call_in_m0", "reason": "asked for it"}
    answer = cast.api("manager").post("/api/v1/overrides", body)
    assert (answer.status_code, answer.json()["granted_by"]) == (201, "manager.one")
    law = cast.api("manager").post("/api/v1/overrides", {**body, "rule": "window"})
    assert (law.status_code, law.json()["code"], law.json()["errors"][0]["field"]) == (422, "law", "rule")
    listed = cast.api("lead").get("/api/v1/overrides", {"used": "false"}).json()["results"]
    assert [row["rule"] for row in listed] == ["no_agent_call_in_m0"]
    assert roles_let_in(cast, "/api/v1/overrides", {}) == {"manager"}
