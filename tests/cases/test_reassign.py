"""Bulk reassignment: preview, one statement, undo."""

import pytest

from collections_app.cases.actions.reassign import preview, reassign, undo
from collections_app.cases.models import Case, Reassigned, Reassignment
from collections_app.cases.queries.reassign import Choice
from collections_app.cases.rules.conditions import check
from collections_app.events.models import Event
from collections_app.people.models import Team
from collections_app.shared.errors import Refused
from tests.cases.desk import NOW, agent, change, later, waiting
from tests.cases.files import holder

pytestmark = pytest.mark.django_db

M1 = Choice(queue="m1")


def team(code: str) -> int:
    return Team.objects.get(code=code).pk


def refused(action, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        action(**given)
    return caught.value


def owners():
    return set(Case.objects.values_list("pk", "team__code", "agent"))


@pytest.fixture
def lead():
    return agent(role="lead")


def test_cases_are_given_to_a_team(lead):
    given, other = waiting(), waiting(bucket=2)
    made = reassign(actor=lead, choice=M1, to_team=team("MID"), reason="support in July", at=NOW)
    assert owners() == {(given.pk, "MID", None), (other.pk, None, None)}
    assert (made.cases, made.made_by, made.undo_until) == (1, lead.label, later(15))
    assert Reassigned.objects.get().case_id == given.pk
    assert Event.objects.get(kind="cases.reassigned").data["cases"] == 1


def test_an_agents_cases_are_his_teams_too(lead):
    given, works = waiting(), agent(team="MID")
    reassign(actor=lead, choice=M1, to_agent=works.user_id, reason="knows them", at=NOW)
    assert owners() == {(given.pk, "MID", works.user_id)}


def test_cases_are_given_back_to_their_queue(lead):
    given = waiting(team_id=team("MID"))
    reassign(actor=lead, choice=M1, reason="support is over", at=NOW)
    assert owners() == {(given.pk, None, None)}


def test_conditions_numbers_and_how_many_choose(lead):
    small, large, other = waiting(past_due="100.00"), waiting(past_due="900.00"), waiting(past_due="800.00")
    over = check([{"field": "past_due", "operator": "at_least", "value": "500"}])
    choice = Choice(conditions=over, case_ids=(small.pk, large.pk, other.pk), most=1)
    reassign(actor=lead, choice=choice, to_team=team("MID"), reason="x", at=NOW)
    assert owners() == {(small.pk, None, None), (large.pk, "MID", None), (other.pk, None, None)}


def test_what_is_there_already_is_not_counted(lead):
    waiting(team_id=team("MID"))
    assert refused(reassign, actor=lead, choice=M1, to_team=team("MID"), reason="x", at=NOW).code == "nothing"


def test_nobody_gives_away_what_he_may_not_see(lead):
    waiting(of=holder(restriction="VIP"))
    assert refused(reassign, actor=lead, choice=M1, to_team=team("MID"), reason="x", at=NOW).code == "nothing"


def test_the_preview_says_what_would_happen_and_changes_nothing(lead):
    works = agent()
    for _ in range(3):
        waiting()
    waiting(agent_id=works.user_id, team_id=team("FRONT"))
    waiting(bucket=2)
    seen = preview(actor=lead, choice=M1, to_team=team("SENIOR"), at=NOW)
    assert (seen.count, seen.worked_now, len(seen.sample)) == (4, 0, 4)
    assert seen.by_queue == {"m1": 4}
    assert seen.by_team == {"": 3, "FRONT": 1}
    assert list(seen.by_agent.values()) == [3, 1]
    assert not Reassignment.objects.exists()


def test_undo_gives_back_what_nobody_has_touched_since(lead):
    works = agent()
    mine, plain, moved, closed = waiting(agent_id=works.user_id), waiting(), waiting(), waiting()
    made = reassign(actor=lead, choice=M1, to_team=team("MID"), reason="x", at=NOW)
    reassign(actor=lead, choice=Choice(case_ids=(moved.pk,)), to_team=team("BACK"), reason="y", at=NOW)
    change(closed, closed_on="2025-03-11", close_reason="CURED")
    undone = undo(actor=lead, reassignment_id=made.pk, at=later(14.9))
    assert undone.restored == 2
    assert {(mine.pk, None, works.user_id), (plain.pk, None, None), (moved.pk, "BACK", None)} <= owners()
    assert Event.objects.get(kind="cases.reassignment_undone").data["restored"] == 2


def test_what_was_given_away_and_back_since_stays(lead):
    given = waiting()
    made = reassign(actor=lead, choice=M1, to_team=team("MID"), reason="x", at=NOW)
    for code in ("BACK", "MID"):
        reassign(actor=lead, choice=M1, to_team=team(code), reason="y", at=NOW)
    assert undo(actor=lead, reassignment_id=made.pk, at=later(1)).restored == 0
    assert owners() == {(given.pk, "MID", None)}


def test_undo_once_and_in_time(lead):
    waiting()
    made = reassign(actor=lead, choice=M1, to_team=team("MID"), reason="x", at=NOW)
    assert refused(undo, actor=lead, reassignment_id=made.pk, at=later(15)).code == "too_late"
    undo(actor=lead, reassignment_id=made.pk, at=later(1))
    assert refused(undo, actor=lead, reassignment_id=made.pk, at=later(2)).code == "already_undone"
    assert refused(undo, actor=lead, reassignment_id=made.pk + 1, at=later(2)).code == "not_found"


def test_a_queue_that_looks_at_the_team_follows(lead):
    given = waiting()
    version = given.queue.versions.get()
    version.pk, version.number = None, 2
    version.conditions = [*version.conditions, {"field": "team", "operator": "is", "value": ""}]
    version.save()
    made = reassign(actor=lead, choice=M1, to_team=team("MID"), reason="x", at=NOW)
    given.refresh_from_db()
    assert given.queue is None
    undo(actor=lead, reassignment_id=made.pk, at=later(1))
    given.refresh_from_db()
    assert given.queue.code == "m1"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"choice": Choice(most=5)}, "too_wide", "queue"),
        ({"reason": " "}, "missing", "reason"),
        ({"to_team": 0}, "unknown_team", "to_team"),
        ({"to_agent": 0}, "unknown_agent", "to_agent"),
    ],
)
def test_what_is_refused(lead, given, code, field):
    waiting()
    found = refused(reassign, **{"actor": lead, "choice": M1, "reason": "x", "at": NOW, **given})
    assert (found.code, found.field) == (code, field)


def test_only_who_works_cases_is_given_some_and_in_his_own_team(lead):
    waiting()
    watcher, works = agent(role="quality"), agent(team="MID")
    for target in ({"to_agent": watcher.user_id}, {"to_agent": works.user_id, "to_team": team("BACK")}):
        assert refused(reassign, actor=lead, choice=M1, reason="x", at=NOW, **target).code == "cannot_work"


@pytest.mark.parametrize("role", ["agent", "quality", "compliance", "integration"])
def test_who_may_not(role):
    waiting()
    for action, more in [(reassign, {"choice": M1, "reason": "x"}), (preview, {"choice": M1}), (undo, {})]:
        given = {"reassignment_id": 1} if action is undo else more
        assert refused(action, actor=agent(role=role), at=NOW, **given).code == "forbidden"
