"""Whom may we reach now? Read from the database: numbers, touches, signals, consents, overrides, zones, policies."""

from datetime import date, timedelta

import pytest

from accounts.models import RelatedParty
from collections_app.compliance.models import (
    Consent,
    ContactPolicyVersion,
    ContactProfile,
    ContactProfileUse,
    Override,
    StopSignal,
)
from collections_app.compliance.queries import contact_policies, evidence_for, likely_zones, policy_for, reach
from collections_app.compliance.rules.decide import broken_rules, decide
from collections_app.shared.errors import Refused
from tests.compliance.people import called, context, debtor, number, product

from .asks import at, us

pytestmark = pytest.mark.django_db
NOW = at("2026-04-08 10:00")


@pytest.fixture
def american():
    """A product under US_REGF."""
    made = product()
    profile = ContactProfile.objects.get(code="US_REGF")
    ContactProfileUse.objects.create(product=made, profile=profile, valid_from=date(2026, 1, 1))
    return made


def shown(holder, *, now=NOW, **changed):
    """The reach of one debtor, by contact point: "yes" or the rule."""
    (line,) = reach([context(holder, **changed)], at=now).values()
    return {each.contact_point_id: each.decision.rule or "yes" for each in line}


# -- which policy ---------------------------------------------------------------------------------------------


def test_a_product_without_a_profile_follows_the_installation():
    assert policy_for(None, date(2005, 10, 1)).code == "CN_CBA_2026"
    assert policy_for(product().pk, date(2026, 4, 8)).code == "CN_CBA_2026"


def test_a_product_follows_its_profile_from_the_day_it_was_given(american):
    assert policy_for(american.pk, date(2025, 12, 31)).code == "CN_CBA_2026"
    assert policy_for(american.pk, date(2026, 1, 1)).code == "US_REGF"


def test_the_version_in_force_is_the_newest_that_has_begun():
    profile = ContactProfile.objects.get(code="CN_CBA_2026")
    first = profile.versions.get()
    ContactPolicyVersion.objects.create(
        **{
            field.name: getattr(first, field.name)
            for field in ContactPolicyVersion._meta.fields
            if field.name not in ("id", "valid_from", "number_attempts_per_day")
        },
        valid_from=date(2026, 5, 1),
        number_attempts_per_day=4,
    )
    assert policy_for(None, date(2026, 4, 30)).number_attempts_per_day == 6
    assert policy_for(None, date(2026, 5, 1)).number_attempts_per_day == 4


def test_the_policies_of_a_day_cost_two_queries(american, django_assert_num_queries):
    with django_assert_num_queries(2):
        policies = contact_policies(date(2026, 4, 8))
        assert {policies.of(None).code, policies.of(american.pk).code} == {"CN_CBA_2026", "US_REGF"}


def test_without_any_policy_nobody_may_be_contacted():
    ContactProfileUse.objects.all().delete()
    with pytest.raises(Refused) as caught:
        policy_for(None, date(2026, 4, 8))
    assert caught.value.code == "no_contact_policy"


# -- where the debtor may be ----------------------------------------------------------------------------------


def test_likely_zones_are_those_of_region_and_addresses():
    split, chinese = debtor("Nevada", region="TX"), debtor("广东省", region="广东省")
    assert likely_zones([split.pk, chinese.pk]) == {
        split.pk: ("America/Chicago", "America/Denver", "America/Los_Angeles"),
        chinese.pk: (),
    }


def test_a_debtor_in_two_zones_is_called_when_both_are_open(american):
    holder = debtor(region="TX")
    point = number(holder)
    assert shown(holder, now=at("2026-04-08 08:59:59", "America/Chicago"), of_product=american) == {point.pk: "window"}
    assert shown(holder, now=at("2026-04-08 09:00", "America/Chicago"), of_product=american) == {point.pk: "yes"}
    assert shown(holder, now=at("2026-04-08 21:00:01", "America/Chicago"), of_product=american) == {point.pk: "window"}


# -- whom -----------------------------------------------------------------------------------------------------


def test_every_number_says_whose_it_is_and_whether_it_may_be_called():
    holder = debtor()
    wife = number(holder, role="EMERGENCY_CONTACT")
    own, wrong, mail = number(holder), number(holder, status="INVALID"), number(holder, kind="EMAIL")
    line = reach([context(holder)], at=NOW)[holder.pk]
    assert [(each.contact_point_id, each.purpose, each.decision.rule) for each in line] == [
        (own.pk, "COLLECT", ""),
        (wrong.pk, "COLLECT", "number_invalid"),
        (mail.pk, "COLLECT", "not_a_phone"),
        (wife.pk, "LOCATE", "third_party_not_lost"),
    ]
    assert (line[0].tries_today, line[0].cap) == (0, 6)
    assert (line[3].party_name_masked, line[3].third_party) == ("李*", True)
    assert shown(holder, lost=True)[wife.pk] == "yes"


def test_a_party_who_does_not_know_the_cardholder_has_a_wrong_number():
    holder = debtor()
    stranger = number(holder, role="EMERGENCY_CONTACT")
    RelatedParty.objects.update(status="WRONG")
    assert shown(holder, lost=True) == {stranger.pk: "number_invalid"}


def test_accounts_payable_is_no_third_party_of_a_company_and_one_of_a_person():
    company, person = debtor(kind="COMPANY"), debtor()
    assert list(shown(company, lost=False).values()) == []
    payer, strange = number(company, role="PAYER"), number(person, role="PAYER")
    assert shown(company) == {payer.pk: "yes"}
    assert shown(person) == {strange.pk: "third_party_not_lost"}


# -- after what -----------------------------------------------------------------------------------------------


def test_a_number_two_debtors_share_has_one_cap():
    first, second = debtor(), debtor()
    shared, same, own = number(first, "shared"), number(second, "shared"), number(second)
    for minute in range(6):
        holder, point = (first, shared) if minute % 2 else (second, same)
        called(holder, point, NOW - timedelta(minutes=minute + 1))
    (line,) = reach([context(second)], at=NOW).values()
    assert [(each.contact_point_id, each.decision.rule, each.tries_today) for each in line] == [
        (same.pk, "number_day_cap", 6),
        (own.pk, "", 0),
    ]
    assert line[0].decision.next_allowed_at == at("2026-04-09 08:00")
    assert shown(first) == {shared.pk: "number_day_cap"}


def test_a_call_that_was_handed_back_counts_for_nothing():
    holder = debtor()
    point = number(holder)
    for minute in range(6):
        called(holder, point, NOW - timedelta(minutes=minute + 1), made=minute > 0)
    assert shown(holder) == {point.pk: "yes"}


def test_a_third_party_spoken_to_years_ago_is_not_asked_again(american):
    holder = debtor()
    mother, aunt = number(holder, role="EMERGENCY_CONTACT"), number(holder, role="UNRELATED_THIRD_PARTY")
    called(holder, mother, us("2026-01-05 10:00"), connected=True)
    called(holder, aunt, us("2026-01-05 11:00"))
    expected = {mother.pk: "third_party_once", aunt.pk: "yes"}
    assert shown(holder, now=us("2026-04-08 10:00"), of_product=american) == expected


def test_signals_consents_and_overrides_are_looked_at():
    holder = debtor()
    point = number(holder)
    recorded = {"recorded_at": NOW, "recorded_by": "test"}
    late = at("2026-04-08 22:30")
    Consent.objects.create(
        cardholder=holder,
        kind="HOURS",
        valid_from=date(2026, 4, 1),
        valid_until=date(2026, 4, 30),
        hours_from="21:00",
        hours_to="23:00",
        given_at=at("2026-04-01 10:00"),
        recorded_by="test",
    )
    assert shown(holder, now=late) == {point.pk: "yes"}
    stop = StopSignal.objects.create(cardholder=holder, kind="CEASE", effective_at=late, **recorded)
    assert shown(holder, now=late) == {point.pk: "cease"}
    StopSignal.objects.filter(pk=stop.pk).update(lifted_at=late)
    assert shown(holder, now=late, bucket=0) == {point.pk: "no_agent_call_in_m0"}


def test_an_override_counts_until_it_is_used(cast):
    holder = debtor()
    point = number(holder)
    granted = Override.objects.create(
        cardholder=holder,
        rule="no_agent_call_in_m0",
        reason="He asked for it",
        granted_by=cast.user("manager"),
        granted_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    assert shown(holder, bucket=0) == {point.pk: "yes"}
    assert shown(holder, bucket=0, now=NOW + timedelta(days=1)) == {point.pk: "no_agent_call_in_m0"}
    Override.objects.filter(pk=granted.pk).update(used_at=NOW)
    assert shown(holder, bucket=0) == {point.pk: "no_agent_call_in_m0"}


def test_a_third_partys_objection_holds_for_every_debtor_and_not_for_his_own_debt():
    first, second, herself = debtor(), debtor(), debtor()
    mother = {"value_hash": "mother", "role": "EMERGENCY_CONTACT"}
    number(first, **mother)
    asked, own = number(second, **mother), number(herself, "mother")
    StopSignal.objects.create(
        cardholder=first, kind="OBJECTION", number_hash="mother", effective_at=NOW, recorded_at=NOW, recorded_by="test"
    )
    assert shown(second, lost=True) == {asked.pk: "objection"}
    assert shown(herself) == {own.pk: "yes"}


def test_the_queries_are_as_many_for_one_case_as_for_twenty(american, django_assert_num_queries):
    holders = [debtor(region="TX") for _ in range(20)]
    for holder in holders:
        number(holder)
        called(holder, number(holder, role="GUARANTOR"), us("2026-04-07 10:00"))
    contexts = [context(holder, of_product=american if place % 2 else None) for place, holder in enumerate(holders)]
    for some in (contexts[:2], contexts):
        with django_assert_num_queries(11):
            assert len(reach(some, at=NOW)) == len(some)


# -- one number, as a permit asks -----------------------------------------------------------------------------


def test_evidence_for_one_number_gives_what_a_permit_decides_on():
    holder = debtor()
    point = number(holder)
    for minute in range(6):
        called(holder, point, NOW - timedelta(minutes=minute + 1))
    policy = policy_for(None, NOW.date())
    ask, record = evidence_for(context(holder), point, policy=policy, channel="PHONE", purpose="COLLECT", at=NOW)
    assert decide(ask, policy, record).rule == "number_day_cap"
    assert broken_rules(ask, policy, record) == ("number_day_cap",)


def test_a_number_nobody_keeps_is_judged_by_the_role_that_was_called():
    holder = debtor()
    policy = policy_for(None, NOW.date())
    unknown = type(number(holder))(cardholder_id=holder.pk, value_hash="gone")
    ask, record = evidence_for(
        context(holder), unknown, policy=policy, channel="PHONE", purpose="COLLECT", at=NOW, role="EMPLOYER"
    )
    assert broken_rules(ask, policy, record) == ("third_party_not_lost", "third_party_no_debt")
