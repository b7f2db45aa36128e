"""Today's operation over REST: presence, capacity, what stands nowhere; the rows behind a figure; open cases."""

import pytest

from collections_app.cases.models import Case
from collections_app.people.models import Team, TeamAssignment
from collections_app.shared import clock
from tests.cases.desk import NOW, agent, change, waiting
from tests.contacts.desk import open_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def get(cast, address, role="lead", **asked):
    return cast.api(role).get(f"/api/v1/{address}", asked).json()


def rows(cast, figure, role="lead", **asked):
    return get(cast, f"operation/{figure}", role, **asked)


def test_desks_say_who_is_present_and_queues_what_is_beyond_capacity(cast):
    worker = agent()
    open_file().log(worker, "NO_ANSWER", inbound=True, number="13800138000")
    waiting(), waiting()
    found = get(cast, "operation")
    front = next(line for line in found["desks"] if line["code"] == "FRONT")
    assert (front["present"], front["agents"], found["total"]["present"]) == (1, 1, 1)
    assert "beyond" not in front
    m1 = next(line for line in found["queues"] if line["code"] == "m1")
    assert m1["beyond"] == 0


def test_what_stands_in_no_queue_and_was_done_by_no_desk(cast):
    homeless = agent(team=None)
    file = open_file()
    file.log(homeless, "NO_ANSWER", inbound=True, number="13800138000")
    Case.objects.filter(pk=file.case.pk).update(queue=None)
    found = get(cast, "operation")
    assert (found["no_queue"]["cases"], found["no_desk"]["contacts"]) == (1, 1)


def test_the_rows_behind_a_figure_are_those_it_counts(cast):
    worker, other = agent(), agent(team="MID")
    file, second = open_file(), open_file()
    file.log(worker, "NO_ANSWER", inbound=True, number="13800138000")
    second.log(other, "NO_ANSWER", inbound=True, number="13800138001")
    assert rows(cast, "contacts")["count"] == 2
    (row,) = rows(cast, "contacts", team="FRONT")["results"]
    assert (row["case"], row["customer_no"]) == (file.case.pk, file.case.cardholder.customer_no)
    name = get(cast, "operation")["people"][0]["user"]
    assert [row["user"] for row in rows(cast, "contacts", user=name)["results"]] == [name]
    assert rows(cast, "contacts", queue="m2") == {"count": 0, "next": None, "results": []}


def test_pages_go_on_where_the_last_ended(cast):
    for _ in range(3):
        waiting()
    first = rows(cast, "cases", page_size=2)
    second = cast.api("lead").get(first["next"]).json()
    assert (first["count"], len(first["results"]), len(second["results"]), second["next"]) == (3, 2, 1, None)
    assert len({row["case"] for row in first["results"] + second["results"]}) == 3


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ({"queue": "nope"}, 422, "queue"),
        ({"team": "NOPE"}, 400, "team"),
        ({"user": "nobody"}, 400, "user"),
        ({"page_size": 0}, 400, "page_size"),
        ({"desk": "FRONT"}, 400, "desk"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(cast, asked, status, field):
    answer = cast.api("lead").get("/api/v1/operation/cases", asked)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)


@pytest.mark.parametrize("address", ["money", "cases?cursor=x", "cases?cursor=2025-03-10T12:00:00%2B08:00/x"])
def test_what_there_is_not_is_not_found(cast, address):
    assert cast.api("lead").get(f"/api/v1/operation/{address}").status_code == 404


def test_an_agency_sees_its_own_desk_only(cast):
    agency = Team.objects.create(code="OUT", name_en="Out", name_zh="外", tier="AGENCY")
    TeamAssignment.objects.create(user=cast.user("lead"), team=agency, valid_from="2000-01-01", reason="HOME")
    waiting(), change(waiting(), team=agency)
    found = get(cast, "operation")
    assert ([line["code"] for line in found["desks"]], found["total"]["cases"]) == (["OUT"], 1)
    assert rows(cast, "cases")["count"] == rows(cast, "cases", team="FRONT", queue="m1")["count"] + 1 == 1
    assert cast.api("lead").get("/api/v1/portfolio/open-cases").status_code == 403


def test_open_cases_by_team_and_queue(cast):
    waiting(), waiting(bucket=2)
    change(waiting(), team=Team.objects.get(code="FRONT"))
    lines = get(cast, "portfolio/open-cases")
    shown = [(line["queue"], line["team"], line["total"], line["buckets"]["M1"]) for line in lines]
    assert shown == [("m1", None, 1, 1), ("m1", "FRONT", 1, 1), ("m2", None, 1, 0)]
    assert [line["takers"] for line in lines] == [["FRONT"], [], ["MID"]]
    assert {line["balance"] for line in lines} == {None}


def test_what_open_cases_of_a_currency_owe(cast):
    change(waiting(), team=Team.objects.get(code="FRONT"), balance="150.00", past_due="15.00")
    waiting(bucket=2)
    lines = {line["queue"]: line for line in get(cast, "portfolio/open-cases?currency=CNY")}
    assert (lines["m1"]["balance"]["M1"], lines["m1"]["past_due"]["M1"]) == ("150.00", "15.00")
    assert lines["m1"]["balance"]["M2"] == "0.00"
    (dollars, *_rest) = get(cast, "portfolio/open-cases?currency=USD")
    assert set(dollars["balance"].values()) == {"0.00"}


def test_who_may(cast):
    assert cast.api("agent").get("/api/v1/operation/cases").status_code == 403
    assert cast.api("stranger").get("/api/v1/portfolio/open-cases").status_code == 403
