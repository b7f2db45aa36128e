"""Today's operation: what each queue, desk and person shows, the rows behind, for whom, with how many queries."""

from datetime import timedelta

import pytest

from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.actions.claims import claim
from collections_app.contacts.actions import correct_contact
from collections_app.dashboards.queries.operation import operation
from collections_app.dashboards.queries.operation_list import Narrowed, rows_behind
from collections_app.events.models import Event
from collections_app.people.models import ClearanceGrant, Team, TeamAssignment
from collections_app.shared import clock
from tests.accounts.cards import d
from tests.arrangements.promised import promised
from tests.cases.desk import NOW, agent, change, waiting
from tests.contacts.desk import RPC, entry, open_file

pytestmark = pytest.mark.django_db
EVERYBODY = ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration")


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page(cast, query="", role="lead"):
    return cast.browser(role).get(f"/dashboard/operation/{query}")


def shown(cast, role="lead", at=NOW):
    return operation(cast.actor(role), at=at)


def of_queue(found, code):
    return next(line for line in found.queues if line.queue.code == code)


def of_desk(found, code):
    return next(line for line in found.desks if line.team.code == code)


def test_queues_say_what_waits_and_how_old_it_is(cast):
    first, asleep, taken, due = waiting(), waiting(), waiting(), waiting()
    change(asleep, sleeps_until=NOW + timedelta(hours=1))
    change(due, follow_up_at=NOW - timedelta(hours=1))
    worker = agent()
    claim(actor=worker, case_id=taken.pk, at=NOW)
    line = of_queue(shown(cast), "m1")
    here = line.standing
    assert (here.cases, here.callable, here.due, here.held, here.worked) == (4, 2, 1, 0, 1)
    assert line.age_days == (d("03-10") - first.opened_on).days
    assert (line.agents, line.cases_per_agent) == (1, 4)


def test_a_desk_counts_what_it_was_given_and_what_it_may_take(cast):
    agent(team="FRONT")
    waiting(), waiting(bucket=2)
    change(waiting(bucket=2), team=Team.objects.get(code="FRONT"))
    found = shown(cast)
    assert of_desk(found, "FRONT").standing.cases == 2
    assert of_desk(found, "MID").standing.cases == 1
    assert of_desk(found, "FRONT").cases_per_agent == 2
    assert of_desk(found, "MID").cases_per_agent is None
    assert found.total.standing.cases == 3


def test_a_queue_of_two_desks_is_shared_by_their_agents(cast):
    agent(team="SENIOR"), agent(team="BACK"), agent(team="BACK")
    for _ in range(6):
        change(waiting(), lost_since=d("03-01"))
    found = shown(cast)
    assert (of_queue(found, "tracing").agents, of_queue(found, "tracing").cases_per_agent) == (3, 2)
    assert of_desk(found, "BACK").cases_per_agent == 2
    assert of_desk(found, "BACK").standing.cases == of_desk(found, "SENIOR").standing.cases == 6


def test_work_done_counts_for_the_person_the_desk_and_the_queue(cast):
    worker = agent()
    file = open_file()
    change(file.case)
    file.call(worker, "RPC_EXCUSE", **RPC, reason="ILLNESS", at=NOW - timedelta(minutes=40))
    file.log(worker, "NO_ANSWER", at=NOW - timedelta(minutes=30))
    promised(waiting(), "100.00", "03-10", actor=worker)
    done = of_desk(shown(cast), "FRONT").done
    assert (done["contacts"], done["right_party"], done["breaches"]) == (2, 1, 1)
    assert (done["promises_made"], done["promises_due"]) == (1, 1)
    assert shown(cast).total.done["contacts"] == 2


def test_a_contact_somebody_else_corrected_stays_with_who_made_it(cast):
    worker, chief = agent(), agent(team="MID", role="lead")
    wrong = open_file().call(worker, "NO_ANSWER", at=NOW - timedelta(hours=1))
    told = entry("RPC_EXCUSE", **RPC, reason="ILLNESS")
    correct_contact(actor=chief, contact_id=wrong.pk, entry=told, reason="It was the customer", at=NOW)
    found = shown(cast)
    assert of_desk(found, "FRONT").done["right_party"] == found.total.done["contacts"] == 1
    assert of_desk(found, "MID").done["contacts"] == 0
    assert [row.user.pk for row in page(cast, "contacts/").context["rows"]] == [worker.user_id]


def test_promises_kept_and_missed_are_those_of_the_last_night(cast):
    worker = agent()
    for status in ("KEPT", "BROKEN", "PARTIAL"):
        made = promised(waiting(), "100.00", "03-10", actor=worker)
        PromiseToPay.objects.filter(pk=made.pk).update(status=status, settled_on=d("03-10"))
    done = shown(cast).total.done
    assert (done["promises_kept"], done["promises_broken"], done["promises_due"]) == (1, 2, 0)


def test_presence_is_what_work_leaves(cast):
    working, recent, earlier, away = agent(), agent(), agent(), agent()
    claim(actor=working, case_id=waiting().pk, at=NOW)
    open_file().log(recent, "NO_ANSWER", inbound=True, number="13800138000", at=NOW - timedelta(minutes=5))
    open_file().log(earlier, "NO_ANSWER", inbound=True, number="13800138001", at=NOW - timedelta(hours=2))
    found = shown(cast)
    states = {one.user.pk: one.state for one in found.people}
    assert [states[who.user_id] for who in (working, recent, earlier, away)] == [
        "present",
        "present",
        "earlier",
        "none",
    ]
    assert (found.total.present, of_desk(found, "FRONT").present) == (2, 2)
    since = {one.user.pk: one.since for one in found.people}
    assert since[earlier.user_id] == NOW - timedelta(hours=2)
    assert since[away.user_id] is None


def test_the_rows_behind_a_figure_are_those_it_counts(cast):
    worker, other = agent(), agent(team="MID")
    file, second = open_file(), open_file()
    file.log(worker, "NO_ANSWER", inbound=True, number="13800138000")
    second.log(other, "NO_ANSWER", inbound=True, number="13800138001")
    everything = page(cast, "contacts/").context
    assert (everything["count"], len(everything["rows"])) == (2, 2)
    assert [row.case.pk for row in page(cast, "contacts/?team=FRONT").context["rows"]] == [file.case.pk]
    assert [row.user.pk for row in page(cast, f"contacts/?user={other.user_id}").context["rows"]] == [other.user_id]
    assert page(cast, "contacts/?queue=m2").context["rows"] == []
    assert page(cast, "callable/?queue=nope").status_code == page(cast, "money/").status_code == 404


def test_the_cases_behind_a_desk_are_given_or_free(cast):
    waiting(), waiting(bucket=2)
    change(waiting(bucket=2), team=Team.objects.get(code="FRONT"))
    assert page(cast, "cases/?team=FRONT").context["count"] == 2
    assert page(cast, "cases/?team=MID").context["count"] == 1
    assert page(cast, "cases/?queue=m2").context["count"] == 2


def test_pages_of_rows_go_on_where_the_last_ended(cast):
    for _ in range(3):
        waiting()
    seen, after = [], None
    for _ in range(2):
        rows, count, after = rows_behind("cases", Narrowed(), actor=cast.actor("lead"), at=NOW, after=after, most=2)
        seen += [row.case.pk for row in rows]
    assert (len(set(seen)), count, after) == (3, 3, None)


def test_restricted_files_are_counted_and_listed_for_those_cleared(cast):
    made = waiting()
    type(made.cardholder).objects.filter(pk=made.cardholder_id).update(restriction="VIP")
    assert shown(cast).total.standing.cases == 0
    assert page(cast, "cases/").context["rows"] == []
    ClearanceGrant.objects.create(user=cast.user("lead"), restriction="VIP", valid_from="2000-01-01")
    assert shown(cast).total.standing.cases == 1
    assert [row.case for row in page(cast, "cases/").context["rows"]] == [made]


def test_an_agency_sees_its_own_desk_only(cast):
    agency = Team.objects.create(code="OUT", name_en="Out", name_zh="外", tier="AGENCY")
    TeamAssignment.objects.create(user=cast.user("lead"), team=agency, valid_from="2000-01-01", reason="HOME")
    waiting(), change(waiting(), team=agency)
    found = shown(cast)
    assert [line.team.code for line in found.desks] == ["OUT"]
    assert found.total.standing.cases == 1
    assert page(cast, "cases/").context["count"] == 1


@pytest.mark.parametrize("table", ["queues", "desks", "people"])
def test_each_table_is_a_file_in_two_formats(cast, table):
    agent()
    waiting()
    text = page(cast, f"{table}.csv").content.decode("utf-8-sig")
    assert "contacts" in text.splitlines()[0]
    assert page(cast, f"{table}.csv?format=xlsx").content[:2] == b"PK"
    assert Event.objects.filter(kind="export.made", data__what=f"operation-{table}").count() == 2


def test_rows_as_a_file(cast):
    made = waiting()
    text = page(cast, "cases/?format=csv").content.decode("utf-8-sig")
    assert str(made.pk) in text.splitlines()[1]


def test_who_sees_the_operation(cast):
    readers = {role for role in EVERYBODY if page(cast, role=role).status_code == 200}
    assert readers == {"lead", "manager", "quality", "compliance"}
    assert cast.api("agent").get("/api/v1/operation").status_code == 403


def test_rest_gives_the_same_figures(cast):
    agent()
    waiting()
    body = cast.api("lead").get("/api/v1/operation").json()
    assert body["total"]["cases"] == 1
    assert next(line for line in body["queues"] if line["code"] == "m1")["cases_per_agent"] == "1.0"
    assert body["people"][0]["state"] == "none"


def test_in_chinese(cast):
    browser = cast.browser("lead")
    browser.cookies["django_language"] = "zh-hans"
    assert "今日作业" in browser.get("/dashboard/operation/").content.decode()


@pytest.mark.parametrize("size", [1, 5])
def test_a_fixed_number_of_queries(cast, size, django_assert_num_queries):
    for _ in range(size):
        open_file().log(agent(), "NO_ANSWER", inbound=True, number="13800138000")
        waiting()
    browser = cast.browser("lead")
    browser.get("/dashboard/operation/")
    with django_assert_num_queries(16):
        browser.get("/dashboard/operation/")
