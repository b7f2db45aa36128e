"""What a count says is what a click behind it lists: restricted files and an agency's bounds count in every figure."""

import pytest

from accounts.models import Cardholder
from collections_app.cases.actions.queues import QueueEntry, change_queue
from collections_app.cases.models import WorkQueue
from collections_app.cases.queries import visible_cases
from collections_app.cases.queries.fitting import fitting
from collections_app.cases.queries.queue_figures import QueueFigures, queue_figures
from collections_app.cases.rules.conditions import check
from collections_app.people.models import ClearanceGrant, Team, User
from collections_app.people.queries import actor_of_user
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.cases.desk import NOW, agent, waiting
from tests.cases.files import TODAY, holder
from tests.desk.stage import join

pytestmark = pytest.mark.django_db
M1 = check([{"field": "bucket", "operator": "is", "value": "M1"}])


def m1(actor) -> QueueFigures:
    return queue_figures(actor, at=NOW).get(WorkQueue.objects.get(code="m1").pk, QueueFigures())


def cleared(actor, *restrictions):
    for restriction in restrictions:
        ClearanceGrant.objects.create(user_id=actor.user_id, restriction=restriction, valid_from="2000-01-01")
    return actor_of_user(User.objects.get(pk=actor.user_id), channel="browser")


def test_a_restricted_file_counts_for_those_cleared_for_it():
    waiting(), waiting(of=holder(restriction="STAFF")), waiting(of=holder(restriction="VIP"))
    for reader, cases in [
        (agent(role="manager"), 1),
        (cleared(agent(), "STAFF"), 2),
        (cleared(agent(), "STAFF", "VIP"), 3),
        (Actor.night(), 3),
    ]:
        assert visible_cases(reader).count() == cases
        assert (m1(reader).cases, m1(reader).callable) == (cases, cases)
        assert fitting(reader, M1, before=None, on=TODAY).fit == cases


def test_a_file_closed_at_noon_counts_no_more_at_noon():
    kept = waiting()
    Cardholder.objects.filter(pk=kept.cardholder_id).update(restriction="VIP")
    assert m1(agent()) == QueueFigures()
    assert fitting(agent(), M1, before=None, on=TODAY).fit == 0


def test_an_outside_agency_counts_what_it_was_given():
    agency = Team.objects.create(code="agency", name_en="A", name_zh="A", tier="AGENCY")
    waiting(team=agency), waiting(), waiting(team=Team.objects.get(code="FRONT"))
    works = agent(team="agency")
    assert (m1(works).cases, fitting(works, M1, before=None, on=TODAY).fit) == (1, 1)
    assert m1(agent()).cases == 3


def test_pages_and_rest_count_what_they_list(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    waiting(past_due="6000.00"), waiting(of=holder(restriction="VIP"), past_due="6000.00")
    lead = cast.browser("lead")
    standing = lead.get("/queues/m1/").context["standing"]
    assert standing.figures.cases == len(lead.get("/cases/?queue=m1").context["page"].rows) == 1
    (line,) = [line for line in lead.get("/queues/").context["lines"] if line.queue.code == "m1"]
    assert line.figures.cases == 1
    assert cast.api("lead").get("/api/v1/queues/m1").json()["figures"]["cases"] == 1
    body = {"field": ["past_due"], "operator": ["at_least"], "value": ["5000"]}
    assert lead.post("/queues/count/", body).context["fits"].fit == 1


@pytest.mark.parametrize(("agents", "beyond"), [(0, 3), (1, 1), (2, 0)])
def test_a_queue_is_over_capacity_when_todays_agents_cannot_work_what_may_be_called(cast, monkeypatch, agents, beyond):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    waiting(), waiting(), waiting()
    two_a_day = QueueEntry(
        name_en="M1",
        name_zh="M1",
        conditions=[{"field": "bucket", "operator": "is", "value": "M1"}],
        teams=["FRONT"],
        capacity=2,
    )
    change_queue(actor=agent(role="manager"), code="m1", entry=two_a_day, based_on=1, at=NOW)
    for _ in range(agents):
        agent()
    agent(role="lead"), agent(team="MID")
    User.objects.filter(pk=agent().user_id).update(is_active=False)
    lead = cast.browser("lead")
    standing = lead.get("/queues/m1/").context["standing"]
    assert (standing.agents, standing.room, standing.beyond) == (agents, 2 * agents, beyond)
    assert ("over capacity by" in lead.get("/queues/m1/").content.decode()) == bool(beyond)
    assert ("over capacity</span>" in lead.get("/queues/").content.decode()) == bool(beyond)
    shown = cast.api("lead").get("/api/v1/queues/m1").json()
    assert (shown["agents"], shown["beyond"]) == (agents, beyond)


def test_a_queue_of_every_team_counts_every_agent(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    waiting().queue.versions.get().teams.clear()
    agent(), agent(team="MID")
    assert cast.browser("lead").get("/queues/m1/").context["standing"].agents == 2


def test_a_lead_who_joins_a_desk_counts_the_same(cast):
    waiting()
    assert m1(join(cast, "lead", "FRONT")).cases == m1(cast.actor("lead")).cases == 1
