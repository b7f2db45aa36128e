"""Who sees which case, and the lock an action begins with."""

import pytest

from collections_app.cases.models import Case, CaseHold, Claim, DeskPolicy
from collections_app.cases.queries import context_of, contexts_of, desk_policy, live_claim, lock_visible, visible_cases
from collections_app.cases.rules.holds import HOLD_RULES, KEEPS_OPEN, contact_stops, last_day, work_stops
from collections_app.people.models import ClearanceGrant, Team, TeamAssignment
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.cases.files import account, case, holder

pytestmark = pytest.mark.django_db


def works_in(user, code: str, tier: str) -> Team:
    team = Team.objects.create(code=code, name_en=code, name_zh=code, tier=tier)
    TeamAssignment.objects.create(user=user, team=team, valid_from="2000-01-01", reason="HOME")
    return team


def test_a_restricted_file_is_seen_by_those_cleared_for_it(cast):
    plain, staff, vip = case(), case(of=holder(restriction="STAFF")), case(of=holder(restriction="VIP"))
    assert set(visible_cases(cast.actor("manager"))) == {plain}
    ClearanceGrant.objects.create(user=cast.user("agent"), restriction="STAFF", valid_from="2000-01-01")
    assert set(visible_cases(cast.actor("agent"))) == {plain, staff}
    assert set(visible_cases(Actor.night())) == {plain, staff, vip}


def test_a_file_closed_to_the_desk_at_noon_is_closed_at_noon(cast):
    kept = case()
    kept.cardholder.restriction = "VIP"
    kept.cardholder.save()
    assert Case.objects.get(pk=kept.pk).restriction == ""
    assert not visible_cases(cast.actor("agent")).exists()


def test_an_outside_agency_sees_what_it_was_given_and_nothing_else(cast):
    team = works_in(cast.user("agent"), "agency-east", "AGENCY")
    ours, _inside = case(team=team), case()
    assert list(visible_cases(cast.actor("agent"))) == [ours]


def test_a_desk_of_the_house_and_nobodys_desk_see_all(cast):
    works_in(cast.user("agent"), "front", "FRONT")
    one, other = case(), case()
    assert set(visible_cases(cast.actor("agent"))) == set(visible_cases(cast.actor("lead"))) == {one, other}


def test_a_case_out_of_sight_is_as_one_that_is_not_there(cast):
    hidden = case(of=holder(restriction="STAFF"))
    for number in (hidden.pk, 999_999):
        with pytest.raises(Refused) as refused:
            lock_visible(cast.actor("agent"), number)
        assert refused.value.code == "not_found"


def test_a_closed_case_is_locked_only_when_asked_for(cast):
    closed = case(closed_on=d("2025-03-09"), close_reason="CURED")
    with pytest.raises(Refused) as refused:
        lock_visible(cast.actor("agent"), closed.pk)
    assert (refused.value.code, "2025" in str(refused.value)) == ("case_closed", True)
    assert lock_visible(cast.actor("agent"), closed.pk, closed_too=True) == closed


def test_the_context_of_many_cases_takes_two_queries(django_assert_num_queries):
    held = case(hold_kinds=["HARDSHIP", "DISPUTE"], lost_since=d("2025-03-01"), bucket=2)
    late, paid = account(held.cardholder), account(held.cardholder, bucket=-1, past_due="0.00")
    other = case()
    with django_assert_num_queries(2):
        contexts = contexts_of([held.pk, other.pk])
    assert contexts[held.pk] == context_of(held)
    assert (contexts[held.pk].stops, contexts[held.pk].lost) == (frozenset({"DISPUTE"}), True)
    assert contexts[held.pk].account_ids == {held.account_id, late.pk}
    assert paid.pk not in contexts[held.pk].account_ids
    assert (contexts[other.pk].stops, contexts[other.pk].lost, contexts[other.pk].bucket) == (frozenset(), False, 1)


def test_a_claim_lives_until_it_runs_out(cast):
    worked = case()
    claim = Claim.objects.create(
        case=worked, user=cast.user("agent"), claimed_at=noon("2025-03-10"), expires_at=noon("2025-03-11")
    )
    assert live_claim(worked.pk, noon("2025-03-10")) == claim
    assert live_claim(worked.pk, noon("2025-03-11")) is None


def test_the_newest_policy_that_has_begun_is_in_force():
    assert desk_policy(d("2025-03-10")).reopen_within_days == 60
    DeskPolicy.objects.create(valid_from=d("2025-03-10"), reopen_within_days=30, recorded_by="test")
    assert [desk_policy(d(day)).reopen_within_days for day in ("2025-03-09", "2025-03-10")] == [60, 30]
    DeskPolicy.objects.all().delete()
    assert (desk_policy(d("2025-03-10")).lease_seconds, desk_policy(d("2025-03-10")).undo_minutes) == (300, 15)


def test_every_kind_of_hold_has_its_rule():
    assert set(HOLD_RULES) == set(CaseHold.Kind.values)
    assert {kind for kind in HOLD_RULES if not contact_stops([kind])} == {"HARDSHIP"}
    assert all(work_stops([kind]) for kind in HOLD_RULES)
    assert not work_stops([])
    assert {"PLAN", "LEGAL"} == KEEPS_OPEN


def test_only_hardship_ends_by_itself():
    today = d("2025-03-01")
    assert [kind for kind in HOLD_RULES if last_day(kind, since=today, until=None)] == ["HARDSHIP"]
    assert last_day("HARDSHIP", since=today, until=None) == d("2025-03-31")
    assert last_day("HARDSHIP", since=today, until=d("2025-03-05")) == d("2025-03-05")
