"""Alerts: setting, raising once a crossing, ending, who is told in the strip and by mail; the page and REST."""

from datetime import timedelta

import pytest

from collections_app.cases.models import WorkQueue
from collections_app.dashboards import actions, mails, tasks
from collections_app.dashboards.alert_words import figure_address
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.events.models import Event
from collections_app.nightly.actions import run_nights
from collections_app.people.models import Team, TeamAssignment, User
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.cases.desk import NOW, change, waiting
from tests.dashboards import alert_stage
from tests.dashboards.alert_stage import check, noon
from tests.nightly.nights import with_nights

pytestmark = pytest.mark.django_db

__all__ = ["noon"]


def set_alert(cast, figure="cases", threshold="1", **more):
    return alert_stage.set_alert(cast, figure, threshold=threshold, **more)


def test_a_crossing_is_raised_once_and_ends_when_it_no_longer_holds(cast):
    alert = set_alert(cast)
    waiting()
    assert check() == []
    second = waiting()
    (raised,) = check(5)
    assert (raised.alert_id, raised.value) == (alert.pk, 2)
    assert check(10) == []
    change(second, closed_on="2025-03-10", close_reason="CURED")
    assert check(15) == []
    raised.refresh_from_db()
    assert raised.ended_at == NOW + timedelta(minutes=15)
    waiting()
    assert len(check(20)) == 1
    kinds = ["alert.set", "alert.raised", "alert.ended", "alert.raised"]
    assert list(Event.objects.filter(kind__startswith="alert.").order_by("id").values_list("kind", flat=True)) == kinds


def test_an_alert_watches_its_queue_or_its_team(cast):
    of_m2 = set_alert(cast, threshold="0", queue_id=WorkQueue.objects.get(code="m2").pk)
    of_mid = set_alert(cast, threshold="0", team_id=Team.objects.get(code="MID").pk)
    set_alert(cast, threshold="0", queue_id=WorkQueue.objects.get(code="m1").pk)
    waiting(bucket=2)
    assert {one.alert_id for one in check()} == {of_m2.pk, of_mid.pk}


def test_a_night_judges_them_as_soon_as_it_is_done(cast):
    alert = set_alert(cast, operator="BELOW", threshold="5")
    with_nights(1)
    run_nights(actor=Actor.night(), until=d("02-25"))
    assert AlertRaised.objects.get().alert == alert


def test_each_leads_to_the_rows_of_its_figure(cast):
    of_m2 = set_alert(cast, queue_id=WorkQueue.objects.get(code="m2").pk)
    of_mid = set_alert(cast, "callable", team_id=Team.objects.get(code="MID").pk)
    assert figure_address(of_m2) == "/dashboard/operation/cases/?queue=m2"
    assert figure_address(of_mid) == "/dashboard/operation/callable/?team=MID"
    assert figure_address(set_alert(cast, "oldest")) == "/dashboard/operation/"


def test_a_figure_that_is_not_there_raises_nothing(cast):
    set_alert(cast, "oldest", operator="BELOW", threshold="5")
    assert check() == []


def test_stopping_ends_what_stands(cast):
    alert = set_alert(cast, threshold="0")
    waiting()
    check()
    actions.stop_alert(actor=cast.actor("lead"), alert_id=alert.pk, at=NOW)
    assert not AlertRaised.objects.filter(ended_at=None).exists()
    assert check(5) == []
    actions.resume_alert(actor=cast.actor("manager"), alert_id=alert.pk)
    assert len(check(10)) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"figure": "money"}, "unknown_figure"),
        ({"operator": "EQUAL"}, "invalid"),
        ({"threshold": "-1"}, "invalid"),
        ({"queue_id": 1, "team_id": 1}, "one_scope"),
        ({"figure": "present", "queue_id": 1}, "does_not_fit"),
        ({"bucket": 2, "currency": "CNY"}, "does_not_fit"),
        ({"queue_id": 999_999}, "not_found"),
        ({"team_id": 999_999}, "not_found"),
        ({"told": []}, "nobody_told"),
        ({"told": [0]}, "may_not_see"),
    ],
)
def test_what_cannot_be_set(cast, more, code):
    with pytest.raises(Refused) as refused:
        set_alert(cast, **more)
    assert refused.value.code == code


def test_only_who_may_open_the_page_of_the_figure_is_told(cast):
    with pytest.raises(Refused, match="page of this figure"):
        set_alert(cast, told=[cast.user("agent").pk])


@pytest.fixture
def agency(cast):
    """A lead of an outside agency, at his desk."""
    team = Team.objects.create(code="agency-east", name_en="East", name_zh="东部", tier="AGENCY")
    TeamAssignment.objects.create(user=cast.user("lead"), team=team, valid_from="2000-01-01", reason="HOME")
    return team


def test_an_outside_agency_is_told_of_its_own_desk_and_reads_of_no_other(cast, agency):
    with pytest.raises(Refused, match="their own desk"):
        set_alert(cast, role="manager")
    ours = set_alert(cast, threshold="0", role="manager", team_id=agency.pk)
    of_all = set_alert(cast, threshold="0", role="manager", told=[cast.user("manager").pk])
    waiting(team=agency)
    assert len(check()) == 2
    lead, manager = cast.api("lead"), cast.api("manager")
    for address, name in (("/api/v1/alerts", "id"), ("/api/v1/alerts/raised", "alert")):
        assert {row[name] for row in lead.get(address).json()["results"]} == {ours.pk}
        assert {row[name] for row in manager.get(address).json()["results"]} == {ours.pk, of_all.pk}
    for page in ("", "raised.csv", "watched.csv"):
        text = cast.browser("lead").get(f"/dashboard/alerts/{page}").content.decode()
        assert "East" in text and "everything" not in text


def test_who_may_set_one(cast):
    for role in ("agent", "quality", "compliance"):
        with pytest.raises(Refused, match="role"):
            set_alert(cast, role=role)
    assert set_alert(cast, role="manager").pk


def test_the_strip_tells_who_is_told_and_nobody_else(cast):
    set_alert(cast, threshold="0")
    waiting()
    check()
    assert "everything: Cases more than 0" in cast.browser("lead").get("/cases/").content.decode()
    assert "Cases more than 0" not in cast.browser("manager").get("/cases/").content.decode()
    assert "Cases more than 0" not in cast.browser("agent").get("/cases/").content.decode()


# -- mail -----------------------------------------------------------------------------------------------------------


def test_each_crossing_is_mailed_once_in_the_readers_language(cast, mailoutbox):
    User.objects.filter(pk=cast.user("lead").pk).update(language="zh-hans")
    actions.set_mailing(
        actor=cast.actor("lead"), address="lead@bank.example", alerts=True, summary="NEVER", hour=8, at=NOW
    )
    set_alert(cast, threshold="0")
    waiting()
    assert tasks.look_at_alerts() == 1
    assert tasks.look_at_alerts() == 0
    (mail,) = mailoutbox
    assert mail.to == ["lead@bank.example"]
    assert "预警" in mail.subject
    assert AlertRaised.objects.get().mailed_at == NOW


def test_who_wants_no_alerts_or_lost_the_role_is_not_written_to(cast, mailoutbox):
    lead = cast.actor("lead")
    actions.set_mailing(actor=lead, address="lead@bank.example", alerts=False, summary="NEVER", hour=8, at=NOW)
    set_alert(cast, threshold="0")
    waiting()
    tasks.look_at_alerts()
    actions.set_mailing(actor=lead, address="lead@bank.example", alerts=True, summary="NEVER", hour=8, at=NOW)
    cast.user("lead").grants.update(valid_to="2025-03-09")
    assert (mails.plan_alerts(at=NOW), mails.send_alerts(at=NOW)) == (0, 0)
    assert mailoutbox == []


def test_without_a_mail_server_nothing_is_sent(cast, mailoutbox, settings):
    settings.MAIL_IS_SET = False
    actions.set_mailing(actor=cast.actor("lead"), address="l@bank.example", alerts=True, summary="DAY", hour=8, at=NOW)
    set_alert(cast, threshold="0")
    waiting()
    assert (tasks.look_at_alerts(), tasks.mail_summaries(), mailoutbox) == (1, 0, [])


# -- the page -------------------------------------------------------------------------------------------------------

FORM = {"figure": "cases", "scope": "", "operator": "ABOVE", "threshold": "3"}


def test_a_lead_sets_stops_and_resumes_on_the_page(cast):
    browser = cast.browser("lead")
    team = Team.objects.get(code="MID")
    answer = browser.post(
        "/dashboard/alerts/new/", {**FORM, "scope": f"team:{team.pk}", "told": [cast.user("lead").pk]}
    )
    assert answer.url == "/dashboard/alerts/"
    alert = Alert.objects.get()
    assert (alert.team, alert.created_by) == (team, cast.user("lead"))
    browser.post(f"/dashboard/alerts/{alert.pk}/stop/")
    assert not Alert.objects.get().is_active
    browser.post(f"/dashboard/alerts/{alert.pk}/resume/")
    assert "Mid end" in browser.get("/dashboard/alerts/").content.decode()


def test_what_is_wrong_stands_at_its_field(cast):
    browser = cast.browser("lead")
    queue = WorkQueue.objects.get(code="m1")
    told = {"told": [cast.user("lead").pk]}
    answer = browser.post("/dashboard/alerts/new/", {**FORM, **told, "figure": "present", "scope": f"queue:{queue.pk}"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["scope"]
    assert browser.post("/dashboard/alerts/new/", FORM).context["form"].errors["told"]


def test_who_sees_and_who_sets(cast):
    statuses = {role: cast.browser(role).get("/dashboard/alerts/").status_code for role in ("agent", "lead", "quality")}
    assert statuses == {"agent": 403, "lead": 200, "quality": 200}
    assert cast.browser("quality").post("/dashboard/alerts/new/", FORM).status_code == 403


def test_raised_alerts_as_files(cast):
    set_alert(cast, threshold="0")
    waiting()
    check()
    browser = cast.browser("lead")
    assert "Cases more than 0" in browser.get("/dashboard/alerts/raised.csv").content.decode()
    assert browser.get("/dashboard/alerts/raised.csv?format=xlsx").content[:2] == b"PK"


def test_my_mailing_is_kept_and_ended(cast):
    browser = cast.browser("quality")
    given = {"address": "q@bank.example", "alerts": "on", "summary": "WEEK", "hour": "7"}
    assert browser.post("/dashboard/alerts/mailing/", given).status_code == 302
    assert cast.user("quality").mailing.hour == 7
    assert browser.post("/dashboard/alerts/mailing/", {**given, "address": "q"}).status_code == 422
    browser.post("/dashboard/alerts/mailing/", {"end": "yes"})
    assert not hasattr(User.objects.get(pk=cast.user("quality").pk), "mailing")


@pytest.mark.parametrize("size", [1, 4])
def test_a_fixed_number_of_queries(cast, size, django_assert_num_queries):
    for _ in range(size):
        set_alert(cast, threshold="0")
    waiting()
    check()
    browser = cast.browser("lead")
    browser.get("/dashboard/alerts/")
    with django_assert_num_queries(14):
        browser.get("/dashboard/alerts/")


# -- REST -----------------------------------------------------------------------------------------------------------


def test_rest_sets_lists_stops(cast):
    client = cast.api("lead")
    wanted = {
        "figure": "callable",
        "operator": "ABOVE",
        "threshold": "5",
        "queue": "m1",
        "told": [cast.user("lead").pk],
    }
    made = client.post("/api/v1/alerts", wanted)
    assert (made.status_code, made.json()["queue"]) == (201, "m1")
    number = made.json()["id"]
    assert client.get("/api/v1/alerts").json()["results"][0]["id"] == number
    assert client.patch(f"/api/v1/alerts/{number}", {"is_active": False}).json()["is_active"] is False
    assert client.patch("/api/v1/alerts/0", {"is_active": False}).status_code == 404
    assert client.post("/api/v1/alerts", {**wanted, "queue": "nope"}).status_code == 404
    assert cast.api("agent").get("/api/v1/alerts").status_code == 403
    assert cast.api("quality").post("/api/v1/alerts", wanted).status_code == 403


def test_rest_lists_what_was_raised(cast):
    set_alert(cast, threshold="0")
    waiting()
    check()
    (row,) = cast.api("quality").get("/api/v1/alerts/raised").json()["results"]
    assert (row["value"], row["ended_at"]) == ("1.00", None)
