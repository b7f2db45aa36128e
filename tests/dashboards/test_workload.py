"""Capacity against expected work: the rule, what counts as work, the planner, for whom, with how many queries."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Holiday, Position
from collections_app.dashboards.queries.workload import working_days, workload
from collections_app.dashboards.rules.workload import Move, Plan, backlog, moved, rate_of, share_of
from collections_app.people.models import Team, TeamAssignment
from collections_app.shared import clock
from tests.accounts.cards import d
from tests.cases.desk import NOW, agent, change, waiting
from tests.dashboards.figures import flow
from tests.house import source

ROW = re.compile(r"^\| (2025-[\d-]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def plan(day="03-10", agents=2, rate="100", working=True, **more):
    return Plan(day=d(day), working=working, agents=agents, rate=Decimal(rate), **more)


# -- the rule -------------------------------------------------------------------------------------------------------


def test_the_worked_example_of_the_page():
    text = (source.ROOT / "docs" / "reference" / "operation-figures.md").read_text(encoding="utf-8")
    rows = [(row[0], *map(int, row[1:])) for row in ROW.findall(text)]
    assert len(rows) == 5
    plans = [plan(day[5:], agents, "120", working=capacity > 0, rolled_in=Decimal(comes))
             for day, agents, capacity, _before, comes, _left in rows]  # fmt: skip
    lines = backlog(Decimal(500), plans)
    assert [(line.plan.capacity, line.before, line.left) for line in lines] == [
        (capacity, before, left) for _day, _agents, capacity, before, _comes, left in rows
    ]


def test_an_agents_rate_weighs_queues_by_their_cases():
    assert round(rate_of({1: Decimal(300), 2: Decimal(100)}, {1: 150, 2: 100}), 1) == Decimal("133.3")
    assert rate_of({}, {1: 150, 2: 50}) == 100
    assert rate_of({}, {}) == 0


@pytest.mark.parametrize(
    ("agents", "share"), [({1: 3, 2: 1}, "0.75"), ({1: 2}, "1"), ({}, "0.5"), ({2: 4}, "0"), ({3: 9}, "0.5")]
)
def test_a_shared_queue_is_split_by_agents(agents, share):
    assert share_of(1, [1, 2], agents) == Decimal(share)


def test_a_move_takes_no_more_people_than_are_there_and_only_on_its_days():
    plans = {1: [plan("03-10", 2), plan("03-11", 2)], 2: [plan("03-10", 1), plan("03-11", 1)]}
    after = moved(plans, Move(people=5, source=1, target=2, first=d("03-11"), last=d("03-20")))
    assert [one.agents for one in after[1]] == [2, 0]
    assert [one.agents for one in after[2]] == [1, 3]


# -- what counts ----------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def desk(cast, code="FRONT"):
    return next(one for one in workload(cast.actor("lead"), at=NOW).desks if one.team.code == code)


def test_waiting_cases_and_the_agents_of_each_day(cast):
    agent(), agent()
    gone = agent()
    TeamAssignment.objects.filter(user=gone.user_id).update(valid_to=d("03-12"))
    waiting(), waiting()
    change(waiting(), work_stopped=True)
    change(waiting(), follow_up_at=NOW + timedelta(days=3))
    front = desk(cast)
    assert (front.opening, front.rate) == (2, 150)
    assert [line.plan.agents for line in front.lines][:4] == [3, 3, 2, 2]
    assert [line.plan.due for line in front.lines][:4] == [0, 0, 0, 1]


def test_a_lead_is_no_capacity(cast):
    agent(role="lead")
    waiting()
    assert desk(cast).lines[0].plan.capacity == 0


def test_who_rolls_in_goes_where_the_bucket_stands(cast):
    agent(team="MID")
    flow("03-01", "01-31", "M1", "M2", 1, "1.00")
    flow("03-01", "01-31", "M1", "M1", 3, "3.00")
    for _ in range(4):
        made = waiting(bucket=1)
        Position.objects.filter(pk=made.account_id).update(next_statement_date=d("03-14"), bucket=1)
    waiting(bucket=2)
    lines = desk(cast, "MID").lines
    assert [line.plan.rolled_in for line in lines][:6] == [0, 0, 0, 0, 1, 0]


def test_an_agency_is_told_of_its_part_of_what_rolls_in(cast):
    east = Team.objects.create(code="agency-east", name_en="East", name_zh="东部", tier="AGENCY")
    TeamAssignment.objects.create(user=cast.user("lead"), team=east, valid_from="2000-01-01", reason="HOME")
    flow("03-01", "01-31", "M1", "M2", 1, "1.00")
    flow("03-01", "01-31", "M1", "M1", 3, "3.00")
    for _ in range(8):
        made = waiting(bucket=1)
        Position.objects.filter(pk=made.account_id).update(next_statement_date=d("03-14"), bucket=1)
    change(waiting(bucket=2), team=east)
    waiting(bucket=2), waiting(bucket=2), waiting(bucket=2)
    (ours,) = workload(cast.actor("lead"), at=NOW).desks
    assert ours.team == east
    assert [line.plan.rolled_in for line in ours.lines][4] == Decimal("0.5")


def test_working_days_follow_the_calendar():
    days = [d("03-07") + timedelta(days=ahead) for ahead in range(4)]
    Holiday.objects.update_or_create(day=d("03-07"), defaults={"is_working": False, "name_en": "x"})
    Holiday.objects.update_or_create(day=d("03-08"), defaults={"is_working": True, "name_en": "y"})
    assert working_days(days) == {d("03-08"), d("03-10")}


# -- the page -------------------------------------------------------------------------------------------------------

PLAN = "?people=1&source=FRONT&target=MID&first=2025-03-11&last=2025-03-14"


def page(cast, query="", role="lead"):
    return cast.browser(role).get(f"/dashboard/workload/{query}")


def test_the_planner_shows_both_desks_and_leads_to_the_move(cast):
    agent(), agent(), agent(team="MID")
    waiting(), waiting(bucket=2)
    answer = page(cast, PLAN, "manager")
    agents = [[line.plan.agents for line in row] for row in answer.context["plan"].rows]
    assert agents[:2] == [[2, 2, 1, 1], [2, 1, 1, 2]]
    address = answer.context["move_address"]
    move = cast.browser("manager").get(address)
    assert move.context["form"]["last_day"].value() == "2025-03-14"
    assert str(move.context["form"]["team"].value()) in {str(one.target.team.pk) for one in [answer.context["plan"]]}
    assert page(cast, PLAN).context["move_address"] == ""


def test_more_people_than_are_there_are_told_of(cast):
    agent(), agent(), agent(team="MID")
    waiting(), waiting(bucket=2)
    enough, too_many = (page(cast, PLAN.replace("people=1", f"people={people}")) for people in (2, 3))
    assert (enough.context["plan"].fewest, too_many.context["plan"].fewest) == (None, 2)
    assert "has only 2 agents" in too_many.content.decode()
    assert "has only" not in enough.content.decode()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (PLAN.replace("MID", "FRONT"), "target"),
        (PLAN.replace("last=2025-03-14", "last=2025-03-01"), "last"),
        (PLAN.replace("2025-03-1", "2025-06-1"), "first"),
        (PLAN.replace("people=1", "people=0"), "people"),
    ],
)
def test_a_plan_that_cannot_be_says_so_at_its_field(cast, query, field):
    waiting()
    answer = page(cast, query)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert cast.api("lead").get(f"/api/v1/workload{query}").status_code == 400


def test_the_tables_as_files(cast):
    agent(), agent(team="MID")
    waiting(), waiting(bucket=2)
    lines = page(cast, "days.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("FRONT,2025-03-10,yes,1,150")
    assert len(page(cast, f"move.csv{PLAN}").content.decode().splitlines()) == 15
    assert page(cast, f"move.csv{PLAN}&format=xlsx").content[:2] == b"PK"
    assert page(cast, "move.csv").status_code == 404


def test_who_sees_the_workload(cast):
    assert [page(cast, role=role).status_code for role in ("agent", "lead", "quality")] == [403, 200, 200]
    assert "No desk has work or people" in page(cast).content.decode()


def test_rest_tells_the_same(cast):
    agent(), agent(team="MID")
    waiting(), waiting(bucket=2)
    body = cast.api("lead").get(f"/api/v1/workload{PLAN}").json()
    assert [one["desk"] for one in body["desks"]] == ["FRONT", "MID"]
    assert [one["agents"] for one in body["move"]["from_team"]][:3] == [1, 0, 0]
    assert cast.api("lead").get("/api/v1/workload").json()["move"] is None


@pytest.mark.parametrize("size", [1, 4])
def test_a_fixed_number_of_queries(cast, size, django_assert_num_queries):
    for _ in range(size):
        agent(), agent(team="MID")
        waiting(), waiting(bucket=2)
    browser = cast.browser("lead")
    browser.get("/dashboard/workload/")
    with django_assert_num_queries(21):
        browser.get(f"/dashboard/workload/{PLAN}")
