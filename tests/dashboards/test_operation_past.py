"""The operation of a past day: its morning as the night kept it, its work as corrected since, for whom, and no more."""

import csv
from datetime import timedelta

import pytest

from accounts.models import Cardholder
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.models import QueueVersion
from collections_app.compliance.models import Permit
from collections_app.contacts.actions import correct_contact
from collections_app.contacts.models import Contact
from collections_app.dashboards.models import MorningBacklog, MorningDesk
from collections_app.dashboards.nightly.steps import keep_morning
from collections_app.dashboards.queries import operation_rows
from collections_app.dashboards.queries.operation import operation
from collections_app.dashboards.queries.operation_past import operation_on
from collections_app.events.models import Event
from collections_app.people.models import ClearanceGrant, Team, TeamAssignment, User
from collections_app.shared import clock
from tests.accounts.cards import d
from tests.arrangements.promised import promised
from tests.cases.desk import NOW, agent, change, waiting
from tests.contacts.desk import RPC, entry, open_file
from tests.dashboards.figures import business_date, figure

pytestmark = pytest.mark.django_db
DAY, TODAY = d("03-10"), d("03-20")
EVERYBODY = ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration")


@pytest.fixture(autouse=True)
def ten_days_later(monkeypatch):
    """What is done at NOW was done on DAY; the pages are looked at on TODAY."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=10))
    for day in ("2025-03-01", "2025-03-20"):
        figure(day, "M1", 1, "100.00")


def page(cast, query="", role="lead", day="2025-03-10"):
    return cast.browser(role).get(f"/dashboard/operation/{query}", {"day": day} if day else {})


def shown(cast, role="lead", day=DAY):
    return operation_on(cast.actor(role), day=day)


def of_queue(found, code):
    return next(line for line in found.queues if line.queue.code == code)


def of_desk(found, code):
    return next(line for line in found.desks if line.team.code == code)


def of_person(found, actor):
    return next(one for one in found.people if one.user.pk == actor.user_id)


def a_day_of_work():
    """A day that leaves something under every figure; who worked."""
    worker, other = agent(), agent(team="MID")
    file = open_file()
    file.call(worker, "RPC_EXCUSE", **RPC, reason="ILLNESS", at=NOW - timedelta(minutes=40))
    file.log(worker, "NO_ANSWER", at=NOW - timedelta(minutes=30))
    for status in ("KEPT", "BROKEN"):
        made = promised(waiting(), "100.00", "03-10", actor=other)
        PromiseToPay.objects.filter(pk=made.pk).update(status=status, settled_on=DAY)
    asked = open_file()
    asked.start(other)
    asked.log(other, "NO_ANSWER")
    return worker, other


# -- the morning ---------------------------------------------------------------------------------------------------


def test_a_morning_is_kept_as_the_cases_stood(cast):
    agent(), agent()
    first, due, stopped = waiting(), waiting(), waiting()
    change(due, follow_up_at=NOW + timedelta(hours=5))
    change(stopped, work_stopped=True, hold_kinds=["DISPUTE"])
    change(waiting(), follow_up_at=NOW + timedelta(days=1))
    keep_morning(DAY)
    change(first, team=Team.objects.get(code="MID"))
    line = of_queue(shown(cast), "m1")
    assert (line.standing.cases, line.standing.due, line.standing.held) == (4, 1, 1)
    assert (line.agents, line.cases_per_agent) == (2, 2)
    assert line.age_days == (DAY - first.opened_on).days
    assert of_desk(shown(cast), "FRONT").standing.cases == shown(cast).total.standing.cases == 4


def test_a_morning_is_what_the_live_page_says_at_that_moment(cast):
    agent(), agent(), agent(team="MID"), agent(team="SENIOR")
    teams = [None, *Team.objects.filter(code__in=["FRONT", "MID"])]
    for place in range(24):
        made = waiting(bucket=1 + place % 3)
        change(
            made,
            team=teams[place % 3],
            work_stopped=place % 4 == 0,
            follow_up_at=NOW - timedelta(hours=place) if place % 5 == 0 else None,
            last_contact_at=NOW - timedelta(days=place) if place % 2 else None,
            lost_since=d("03-01") if place % 7 == 0 else None,
        )
    keep_morning(DAY)

    def told(line):
        known = [getattr(line.standing, name) for name in ("cases", "due", "held", "oldest")]
        return (*known, line.agents, line.cases_per_agent, line.age_days)

    then, now = shown(cast), operation(cast.actor("lead"), at=NOW)
    assert told(then.total) == told(now.total)
    assert {line.team.code: told(line) for line in then.desks} == {line.team.code: told(line) for line in now.desks}
    assert {line.queue.code: told(line) for line in then.queues} == {
        line.queue.code: told(line) for line in now.queues if line.standing.cases
    }
    assert len(then.queues) > 2


def test_a_night_done_twice_keeps_one_morning(cast):
    agent(), waiting(), change(waiting(), team=Team.objects.get(code="MID"))

    def kept():
        columns = ("day", "version", "team", "restriction", "cases", "due", "held", "oldest")
        return list(MorningBacklog.objects.order_by("team").values_list(*columns)), MorningDesk.objects.count()

    written, before = keep_morning(DAY), kept()
    assert (keep_morning(DAY), kept()) == (written, before)
    keep_morning(TODAY)
    assert MorningDesk.objects.filter(day=DAY).count() == before[1]


def test_a_night_that_runs_late_finds_nothing_older_than_its_day(cast):
    change(waiting(), last_contact_at=NOW + timedelta(days=2))
    keep_morning(DAY)
    assert (shown(cast).total.standing.cases, shown(cast).total.age_days) == (1, 0)


def test_a_queue_is_as_it_was_that_morning(cast):
    agent(), waiting()
    keep_morning(DAY)
    now = QueueVersion.objects.get(queue__code="m1")
    later = QueueVersion.objects.create(
        queue=now.queue, number=2, name_en="Renamed", name_zh="改名", conditions=[], order=now.order, recorded_at=NOW
    )
    assert of_queue(shown(cast), "m1").queue.name_en == now.name_en != later.name_en
    assert of_queue(shown(cast), "m1").queue.teams == {team.pk for team in now.teams.all()}


def test_a_morning_that_no_night_kept_is_not_made_up(cast):
    worker = agent()
    open_file().log(worker, "NO_ANSWER", inbound=True, number="13800138000")
    found = shown(cast)
    assert (list(found.states), found.queues, found.total.done["contacts"]) == ([], [], 1)
    assert "How the queues stood that morning is not kept" in page(cast).content.decode()


# -- the work ------------------------------------------------------------------------------------------------------


def test_work_of_the_day_counts_for_person_desk_and_all(cast):
    worker, _other = a_day_of_work()
    open_file().log(worker, "NO_ANSWER", inbound=True, number="13800138009", at=NOW + timedelta(days=1))
    found = shown(cast)
    done = of_desk(found, "FRONT").done
    assert (done["contacts"], done["right_party"], done["breaches"], done["unreported"]) == (2, 1, 1, 0)
    mid = of_desk(found, "MID").done
    assert (mid["promises_made"], mid["promises_due"], mid["promises_kept"], mid["promises_broken"]) == (2, 2, 1, 1)
    assert found.total.done["contacts"] == 3
    here = of_person(found, worker)
    assert (here.since, here.last) == (NOW - timedelta(minutes=40), NOW - timedelta(minutes=30))


def test_a_promise_that_was_cancelled_since_neither_was_made_nor_due(cast):
    made = promised(waiting(), "100.00", "03-10", actor=agent())
    assert shown(cast).total.done["promises_made"] == shown(cast).total.done["promises_due"] == 1
    PromiseToPay.objects.filter(pk=made.pk).update(status="CANCELLED")
    assert shown(cast).total.done["promises_made"] == shown(cast).total.done["promises_due"] == 0


def test_each_instalment_of_a_promise_is_due_on_its_day(cast):
    promised(waiting(), "300.00", instalments=(("03-11", "100.00"), ("03-13", "200.00")), actor=agent())
    due = {day: shown(cast, day=d(day)).total.done["promises_due"] for day in ("03-11", "03-12", "03-13")}
    assert due == {"03-11": 1, "03-12": 0, "03-13": 1}


def test_a_contact_corrected_later_counts_as_its_last_entry_says_and_for_who_made_it(cast):
    worker, chief = agent(), agent(team="MID", role="lead")
    file = open_file()
    wrong = file.call(worker, "NO_ANSWER")
    assert of_person(shown(cast), worker).done["right_party"] == 0
    correct_contact(
        actor=chief,
        contact_id=wrong.pk,
        entry=entry("RPC_EXCUSE", **RPC, reason="ILLNESS"),
        reason="It was the customer",
        at=NOW + timedelta(days=3),
    )
    found = shown(cast)
    assert (found.total.done["contacts"], found.total.done["right_party"]) == (1, 1)
    assert of_desk(found, "FRONT").done["right_party"] == of_person(found, worker).done["contacts"] == 1
    assert of_desk(found, "MID").done["contacts"] == 0
    assert page(cast, "right_party/").context["count"] == 1
    assert [row.user.pk for row in page(cast, "right_party/").context["rows"]] == [worker.user_id]


def test_a_desk_is_where_somebody_stood_that_day(cast):
    mover = agent()
    TeamAssignment.objects.filter(user=mover.user_id).update(valid_to=d("03-12"))
    TeamAssignment.objects.create(
        user_id=mover.user_id, team=Team.objects.get(code="MID"), valid_from=d("03-12"), reason="TRANSFER"
    )
    open_file().log(mover, "NO_ANSWER", inbound=True, number="13800138000")
    open_file().log(mover, "NO_ANSWER", inbound=True, number="13800138001", at=NOW + timedelta(days=3))
    for day, desk, elsewhere in (("03-10", "FRONT", "MID"), ("03-13", "MID", "FRONT")):
        found = shown(cast, day=d(day))
        assert of_desk(found, desk).done["contacts"] == 1
        assert elsewhere not in [line.team.code for line in found.desks]
        assert of_person(found, mover).team.code == desk
        assert page(cast, f"contacts/?team={desk}&day=2025-{day}", day="").context["count"] == 1
        assert page(cast, f"contacts/?team={elsewhere}&day=2025-{day}", day="").context["count"] == 0


def test_who_is_locked_and_what_is_closed_by_now_was_there(cast):
    worker = agent()
    open_file().log(worker, "NO_ANSWER", inbound=True, number="13800138000")
    keep_morning(DAY)
    User.objects.filter(pk=worker.user_id).update(is_active=False)
    Team.objects.filter(code="FRONT").update(is_active=False)
    desk = of_desk(shown(cast), "FRONT")
    assert (desk.agents, desk.done["contacts"]) == (1, 1)
    assert of_person(shown(cast), worker).last is not None


# -- the rows ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", operation_rows.DONE_ON)
def test_every_figure_leads_to_as_many_rows(cast, name):
    _worker, other = a_day_of_work()
    Permit.objects.filter(user=other.user_id).update(state="LIVE")
    found = shown(cast)
    assert page(cast, f"{name}/").context["count"] == len(page(cast, f"{name}/").context["rows"])
    assert page(cast, f"{name}/").context["count"] == found.total.done[name]
    for desk in found.desks:
        address = f"{name}/?team={desk.team.code}&day=2025-03-10"
        assert page(cast, address, day="").context["count"] == desk.done[name], desk.team.code
    for one in found.people:
        address = f"{name}/?user={one.user.pk}&day=2025-03-10"
        assert page(cast, address, day="").context["count"] == one.done[name]
        body = (
            cast.api("lead").get(f"/api/v1/operation/{name}", {"day": "2025-03-10", "user": one.user.username}).json()
        )
        assert (body["count"], len(body["results"])) == (one.done[name],) * 2


def test_every_link_of_the_page_is_of_that_day(cast):
    a_day_of_work()
    keep_morning(DAY)
    text = page(cast).content.decode()
    links = [part.split('"')[0] for part in text.split('href="/dashboard/operation/')[1:]]
    of_figures = [link for link in links if "/" in link or ".csv" in link]
    assert of_figures and all("day=2025-03-10" in link for link in of_figures)
    assert "callable" not in text and 'data-key="r"' not in text


@pytest.mark.parametrize("query", ["cases/", "callable/", "worked/", "contacts/?queue=m1"])
def test_what_is_not_kept_has_no_rows(cast, query):
    waiting()
    keep_morning(DAY)
    joined = f"{query}{'&' if '?' in query else '?'}day=2025-03-10"
    assert page(cast, joined, day="").status_code == 404
    assert cast.api("lead").get(f"/api/v1/operation/{joined.replace('/', '', 1)}").json()["code"] == "not_kept"


# -- for whom ------------------------------------------------------------------------------------------------------


def test_who_sees_a_past_day(cast):
    readers = {role for role in EVERYBODY if page(cast, role=role).status_code == 200}
    assert readers == {"lead", "manager", "quality", "compliance"}
    assert cast.api("agent").get("/api/v1/operation", {"day": "2025-03-10"}).status_code == 403
    assert cast.api("agent").get("/api/v1/operation/contacts", {"day": "2025-03-10"}).status_code == 403


def test_an_agency_sees_its_own_desk_and_its_own_cases(cast):
    agency = Team.objects.create(code="OUT", name_en="Out", name_zh="外", tier="AGENCY")
    TeamAssignment.objects.create(user=cast.user("lead"), team=agency, valid_from="2000-01-01", reason="HOME")
    ours, theirs = open_file(), open_file()
    change(ours.case, team=agency)
    own, house = agent(team="OUT"), agent()
    ours.log(own, "NO_ANSWER", inbound=True, number="13800138000")
    theirs.log(house, "NO_ANSWER", inbound=True, number="13800138001")
    keep_morning(DAY)
    found = shown(cast)
    assert [line.team.code for line in found.desks] == ["OUT"]
    assert (found.total.standing.cases, found.total.agents, found.total.done["contacts"]) == (1, 1, 1)
    assert {one.user.pk for one in found.people} == {own.user_id, cast.user("lead").pk}
    assert page(cast, "contacts/").context["count"] == 1
    body = cast.api("lead").get("/api/v1/operation", {"day": "2025-03-10"}).json()
    assert [line["code"] for line in body["desks"]] == ["OUT"]


def test_restricted_files_count_for_those_cleared(cast):
    file = open_file()
    file.log(agent(), "NO_ANSWER", inbound=True, number="13800138000")
    Cardholder.objects.filter(pk=file.case.cardholder_id).update(restriction="VIP")
    keep_morning(DAY)
    found = shown(cast)
    assert (found.total.standing.cases, found.total.done["contacts"]) == (0, 0)
    ClearanceGrant.objects.create(user=cast.user("lead"), restriction="VIP", valid_from="2000-01-01")
    found = shown(cast)
    assert (found.total.standing.cases, found.total.done["contacts"]) == (1, 1)


# -- the page ------------------------------------------------------------------------------------------------------


def test_the_page_says_which_day_it_is_of(cast):
    business_date("2025-03-20")
    past, today = page(cast).content.decode(), page(cast, day="").content.decode()
    assert "as of that day" in past and "today, live" not in past and "Look again" not in past
    assert "today, live" in today and "as of that day" not in today
    assert "who could be called at which moment of that day is not kept" in past
    assert (
        'href="/dashboard/operation/?day=2025-03-09"' in past and 'href="/dashboard/operation/?day=2025-03-11"' in past
    )
    assert 'href="/dashboard/operation/?day=2025-03-19"' in today and 'data-key="]"' not in today
    assert 'href="/dashboard/operation/"' in page(cast, day="2025-03-19").content.decode()


def test_today_is_live_whether_it_is_named_or_not(cast):
    business_date("2025-03-20")
    assert page(cast, day="2025-03-20").context["operation"].live
    assert page(cast, "contacts/", day="2025-03-20").context["day"] is None


@pytest.mark.parametrize("day", ["2025-03-21", "2030-01-01", "yesterday", "2025-02-30"])
def test_a_day_there_is_not_shows_today_and_says_so(cast, day):
    answer = page(cast, day=day)
    assert answer.context["operation"].live and "Shown is today." in answer.content.decode()
    assert page(cast, "contacts/", day=day).status_code == page(cast, "desks.csv", day=day).status_code == 404


@pytest.mark.parametrize("day", ["2025-02-28", "0001-01-01"])
def test_a_day_before_the_installation_began_is_empty(cast, day):
    text = page(cast, day=day).content.decode()
    assert "Nothing was recorded here that day" in text and "/dashboard/operation/?day=2025-03-01" in text
    assert page(cast, "contacts/", day=day).status_code == 404


@pytest.mark.parametrize("table", ["queues", "desks", "people"])
def test_each_table_is_a_file_with_the_day_in_its_name(cast, table):
    a_day_of_work()
    keep_morning(DAY)
    answer = page(cast, f"{table}.csv")
    assert f'filename="operation-{table}-2025-03-10.csv"' in answer["Content-Disposition"]
    head, first, *_rest = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    assert len(head) == len(first)
    assert not {"callable", "worked", "present", "state", "claims"} & set(head)
    assert ("contacts" in head) == (table != "queues")
    assert Event.objects.get(kind="export.made").data["filters"] == {"day": "2025-03-10"}


def test_rows_as_a_file_with_the_day_in_its_name(cast):
    made = open_file().log(agent(), "NO_ANSWER", inbound=True, number="13800138000")
    answer = page(cast, "contacts/?format=csv&day=2025-03-10", day="")
    assert 'filename="contacts-2025-03-10.csv"' in answer["Content-Disposition"]
    assert str(made.case_id) in answer.content.decode("utf-8-sig").splitlines()[1]


def test_in_chinese(cast):
    browser = cast.browser("lead")
    browser.cookies["django_language"] = "zh-hans"
    assert "当日情况" in browser.get("/dashboard/operation/?day=2025-03-10").content.decode()


@pytest.mark.parametrize("size", [1, 5])
def test_a_fixed_number_of_queries(cast, size, django_assert_num_queries):
    for _ in range(size):
        open_file().log(agent(), "NO_ANSWER", inbound=True, number="13800138000")
        waiting()
    keep_morning(DAY)
    browser = cast.browser("lead")
    browser.get("/dashboard/operation/?day=2025-03-10")
    with django_assert_num_queries(15):
        browser.get("/dashboard/operation/?day=2025-03-10")


# -- REST ----------------------------------------------------------------------------------------------------------


def test_rest_gives_the_same_and_null_for_what_is_not_known(cast):
    a_day_of_work()
    keep_morning(DAY)
    found, body = shown(cast), cast.api("lead").get("/api/v1/operation", {"day": "2025-03-10"}).json()
    assert (body["live"], body["at"], body["day"], body["today"]) == (False, None, "2025-03-10", "2025-03-20")
    assert body["total"]["cases"] == found.total.standing.cases > 0
    assert (body["total"]["callable"], body["total"]["worked"], body["total"]["present"]) == (None, None, None)
    assert {line["code"]: line["done"]["contacts"] for line in body["desks"]} == {
        line.team.code: line.done["contacts"] for line in found.desks
    }
    assert {(line["done"], line["beyond"]) for line in body["queues"]} == {(None, None)}
    assert {(one["state"], one["claims"]) for one in body["people"]} == {(None, None)}


def test_rest_says_where_no_morning_was_kept(cast):
    body = cast.api("lead").get("/api/v1/operation", {"day": "2025-03-10"}).json()
    assert (body["total"]["cases"], body["total"]["agents"], body["queues"]) == (None, None, [])


@pytest.mark.parametrize(("day", "status"), [("2025-02-28", 422), ("2025-03-21", 422), ("soon", 400)])
def test_rest_refuses_a_day_there_is_not(cast, day, status):
    for address in ("operation", "operation/contacts"):
        answer = cast.api("lead").get(f"/api/v1/{address}", {"day": day})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, "day")


def test_contacts_of_nobody_stand_beside_the_desks(cast):
    homeless = agent(team=None)
    open_file().log(homeless, "NO_ANSWER", inbound=True, number="13800138000")
    assert Contact.objects.filter(team_id=None).count() == shown(cast).no_desk["contacts"] == 1
