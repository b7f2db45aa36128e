"""The operations page: nights, what runs, the buttons of those granted, the missing feed; at both doors."""

from datetime import timedelta

import pytest
from kombu.exceptions import OperationalError

from accounts.models import FeedDay, Holiday, Installation, LedgerEntry
from collections_app.events.models import Event
from collections_app.nightly import actions, tasks
from collections_app.nightly.models import Night, NightProblem
from collections_app.nightly.steps import STEPS
from collections_app.shared import clock, sql
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.nightly.nights import break_night, business_date, portfolio_of_one, with_nights

pytestmark = pytest.mark.django_db

WATCHERS, RUNNERS = ["lead", "manager", "administrator"], ["manager", "administrator"]
OTHERS = ["agent", "quality", "compliance", "integration", "stranger"]
ALL_STEPS = len(STEPS) + 4
"""Those over accounts and cases, the proof and the figures of the day."""


@pytest.fixture
def calendar():
    """The working-day calendar knows the year the tests play in."""
    Holiday.objects.get_or_create(day="2025-01-01", defaults={"is_working": False, "name_en": "New Year's Day"})


def page(cast, role="manager", query=""):
    return cast.browser(role).get(f"/operations/{query}")


# -- the table ---------------------------------------------------------------------------------------------------


def test_each_night_shows_its_steps_and_checksum(cast):
    with_nights(3)
    answer = page(cast)
    lines = answer.context["lines"]
    assert [line.night.date for line in lines] == [d("02-26"), d("02-25"), d("02-24")]
    assert len(lines[0].rows) == ALL_STEPS
    assert lines[2].rows[0] == 1  # the one account was opened the first night
    text = answer.content.decode()
    assert str(lines[0].night.checksum) in text
    assert "All nights are done" not in text  # simulated: the next one may always run
    assert "Run the next night" in text


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_a_fixed_number_of_queries(cast, count, django_assert_num_queries):
    with_nights(count)
    browser = cast.browser("manager")
    browser.get("/operations/")
    with django_assert_num_queries(16):
        browser.get("/operations/")


def test_problems_stand_with_account_and_reason(cast):
    with_nights(1)
    account_id = LedgerEntry.objects.first().card_account_id
    NightProblem.objects.create(night_id=d("02-24"), step="prove_sample", account_id=account_id, reason="balance")
    NightProblem.objects.create(night_id=d("02-24"), step="prove_sample", reason="not_replayed", detail="4")
    text = page(cast).content.decode()
    account_no = LedgerEntry.objects.first().card_account.account_no
    assert account_no in text
    assert "The balance kept is not the sum of the ledger entries." in text
    detail = cast.browser("lead").get("/operations/2025-02-24/")
    assert [problem.reason for problem in detail.context["problems"]] == ["not_replayed", "balance"]


def test_a_night_with_shards_shows_them_side_by_side(cast):
    with_nights(1)
    Night.objects.update(shards=2)
    steps = cast.browser("lead").get("/operations/2025-02-24/").context["steps"]
    assert [len(step.shards) for step in steps] == [2] * len(STEPS) + [1, 1, 1, 1]


@pytest.mark.parametrize("day", ["2025-02-23", "2025-02-30", "x", "2025-2-4"])
def test_an_unknown_night_is_a_404(cast, day):
    with_nights(1)
    assert cast.browser("lead").get(f"/operations/{day}/").status_code == 404
    assert cast.api("lead").get(f"/api/v1/nights/{day}").status_code == 404


# -- what runs now -----------------------------------------------------------------------------------------------


def test_a_failed_night_shows_step_failure_and_resume(cast):
    with_nights(1)
    break_night()
    text = page(cast).content.decode()
    assert "failed." in text
    assert "ValueError: a full disk" in text
    assert f"1 of {ALL_STEPS} steps are done and kept." in text
    assert "Resume" in text
    assert "Resume" not in page(cast, "lead").content.decode()


def test_a_killed_night_is_interrupted_not_running(cast):
    with_nights(1)
    break_night(status="RUNNING", failure="")
    text = page(cast).content.decode()
    assert "was interrupted." in text


def test_a_running_night_shows_its_step_and_polls(cast, monkeypatch):
    with_nights(1)
    break_night(status="RUNNING", failure="")
    monkeypatch.setattr(sql, "lock_is_held", lambda name: name == actions.LOCK)
    answer = cast.browser("lead").get("/operations/now/?seen=2025-02-24")
    text = answer.content.decode()
    assert "Take in entries and statements" in text
    assert "every 2s" in text
    assert "HX-Refresh" not in answer


def test_once_a_night_is_done_the_page_is_fetched_anew(cast):
    with_nights(2)
    assert cast.browser("lead").get("/operations/now/?seen=2025-02-24")["HX-Refresh"] == "true"
    assert "HX-Refresh" not in cast.browser("lead").get("/operations/now/?seen=2025-02-25")


def test_whether_the_lock_is_held_is_seen_from_outside(db):
    assert not sql.lock_is_held("a night of tests")
    with sql.session_lock("a night of tests") as mine:
        assert mine
        assert sql.lock_is_held("a night of tests")
        assert not sql.lock_is_held("another night")
    assert not sql.lock_is_held("a night of tests")


# -- starting ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", RUNNERS)
def test_the_next_night_is_queued_and_run(cast, role):
    with_nights(1)
    answer = cast.browser(role).post("/operations/run/", {"until": "2025-02-25"}, follow=True)
    assert "Queued up to the night for 25 Feb 2025." in answer.content.decode()
    assert business_date() == d("02-25")


def test_a_failed_night_is_resumed_where_it_stopped(cast):
    with_nights(1)
    night = break_night()
    cast.browser("manager").post("/operations/run/", {"until": night.date.isoformat()})
    night.refresh_from_db()
    assert (night.status, night.failure) == ("DONE", "")
    assert night.steps.count() == ALL_STEPS


def test_the_first_night_is_asked_for_by_date(cast):
    portfolio_of_one()
    assert "No night has run yet" in page(cast).content.decode()
    empty = cast.browser("manager").post("/operations/run/", {"first": ""})
    assert list(empty.context["first_form"].errors) == ["first"]
    cast.browser("manager").post("/operations/run/", {"first": "2025-02-24"})
    assert business_date() == d("02-24")


def test_no_night_ahead_of_the_calendar(cast, monkeypatch):
    with_nights(1, simulated=False)
    monkeypatch.setattr(clock, "local_date", lambda at=None: d("02-25"))
    answer = cast.browser("manager").post("/operations/run/", {"until": "2025-02-26"}, follow=True)
    assert "This night has not come yet." in answer.content.decode()
    assert business_date() == d("02-24")


def test_all_missing_nights_at_once(cast, monkeypatch):
    with_nights(1, simulated=False)
    monkeypatch.setattr(clock, "local_date", lambda at=None: d("02-27"))
    assert "3 nights are missing" in page(cast).content.decode()
    cast.browser("manager").post("/operations/run/", {"until": "2025-02-27"})
    assert business_date() == d("02-27")
    assert "All nights are done" in page(cast).content.decode()


def test_a_dead_queue_is_said_and_nothing_lost(cast, monkeypatch):
    with_nights(1)

    def down(*_words, **_more):
        raise OperationalError

    monkeypatch.setattr(tasks.run_nights_until, "apply_async", down)
    answer = cast.browser("manager").post("/operations/run/", {"until": "2025-02-25"}, follow=True)
    assert "does not answer" in answer.content.decode()
    assert cast.api("manager").post("/api/v1/nights", {}).json()["code"] == "queue_down"


def test_verify_from_the_page(cast):
    with_nights(2)
    browser = cast.browser("lead")
    browser.post("/operations/2025-02-24/verify/")
    browser.post("/operations/2025-02-24/verify/", {"corrected": "1"})
    night = Night.objects.get(pk=d("02-24"))
    assert (night.verified, night.corrected) == (True, True)
    assert browser.get("/operations/2025-02-24/").content.decode().count("same") >= 2


# -- the payment feed --------------------------------------------------------------------------------------------

REASON = "Their server burnt down"


def test_a_missing_feed_is_listed_and_waived_with_a_reason(cast):
    with_nights(2, payment_feed="DAILY")
    assert page(cast).context["feed"].missing == [d("02-24"), d("02-23")]
    browser = cast.browser("manager")
    short = browser.post("/operations/waive-feed/", {"day": "2025-02-24", "reason": "no"})
    assert list(short.context["waive_form"].errors) == ["reason"]
    assert short.status_code == 422
    browser.post("/operations/waive-feed/", {"day": "2025-02-24", "reason": REASON})
    feed = FeedDay.objects.get(pk=d("02-24"))
    assert (feed.waived_reason, feed.decided_by) == (REASON, f"user:{cast.user('manager').pk}")
    assert Event.objects.get(kind="feed.waived").data == {"day": str(feed.day)}
    assert REASON in page(cast).content.decode()


def test_a_feed_of_the_future_or_already_there_is_refused_at_its_field(cast):
    with_nights(2, payment_feed="DAILY")
    browser = cast.browser("manager")
    later = browser.post("/operations/waive-feed/", {"day": "2025-03-24", "reason": REASON})
    assert list(later.context["waive_form"].errors) == ["day"]
    FeedDay.objects.create(day=d("02-24"), recorded_on=d("02-25"))
    there = browser.post("/operations/waive-feed/", {"day": "2025-02-24", "reason": REASON})
    assert list(there.context["waive_form"].errors) == ["day"]


# -- who may -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", WATCHERS)
def test_who_sees_nights(cast, role):
    with_nights(1)
    assert page(cast, role).status_code == 200
    assert cast.browser(role).get("/operations/2025-02-24/").status_code == 200
    assert cast.api(role).get("/api/v1/nights").status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_who_does_not(cast, role):
    with_nights(1)
    for address in ("/operations/", "/operations/now/", "/operations/2025-02-24/"):
        assert cast.browser(role).get(address).status_code == 403
    assert cast.api(role).get("/api/v1/nights").status_code == 403


@pytest.mark.parametrize("role", ["lead", *OTHERS])
def test_who_may_neither_run_nor_waive(cast, role):
    with_nights(1, payment_feed="DAILY")
    browser, client = cast.browser(role), cast.api(role)
    assert browser.post("/operations/run/", {"until": "2025-02-25"}).status_code == 403
    assert browser.post("/operations/waive-feed/", {"day": "2025-02-23", "reason": REASON}).status_code == 403
    assert client.post("/api/v1/nights", {}).status_code == 403
    assert client.post("/api/v1/feed-waivers", {"day": "2025-02-23", "reason": REASON}).status_code == 403
    with pytest.raises(Refused):
        actions.waive_feed(actor=cast.actor(role), day=d("02-23"), reason=REASON)
    assert business_date() == d("02-24")


def test_an_unknown_role_has_no_buttons(cast):
    with_nights(1)
    assert "Run the next night" not in page(cast, "lead").content.decode()


# -- REST --------------------------------------------------------------------------------------------------------


def test_nights_steps_and_problems_at_rest(cast):
    with_nights(2)
    NightProblem.objects.create(night_id=d("02-25"), step="prove_sample", reason="not_replayed", detail="1")
    client = cast.api("lead")
    rows = client.get("/api/v1/nights?page_size=1").json()
    assert [row["date"] for row in rows["results"]] == ["2025-02-25"]
    assert rows["results"][0]["problems"] == 1
    assert [row["date"] for row in client.get(rows["next"]).json()["results"]] == ["2025-02-24"]
    night = client.get("/api/v1/nights/2025-02-25").json()
    assert night["checksum"] == str(Night.objects.get(pk=d("02-25")).checksum)
    assert night["verified"] is None
    assert [step["step"] for step in client.get("/api/v1/nights/2025-02-25/steps").json()][:2] == [
        "open_positions",
        "take_in",
    ]
    (problem,) = client.get("/api/v1/nights/2025-02-25/problems").json()["results"]
    assert (problem["reason"], problem["detail"]) == ("not_replayed", "1")
    assert client.get("/api/v1/nights?cursor=cD14").status_code == 404


def test_nights_are_queued_at_rest(cast):
    with_nights(1)
    client = cast.api("manager")
    answer = client.post("/api/v1/nights", {"until": "2025-02-26"})
    assert (answer.status_code, answer.json()) == (202, {"until": "2025-02-26"})
    assert business_date() == d("02-26")
    done = client.post("/api/v1/nights", {"until": "2025-02-26"})
    assert (done.status_code, done.json()["code"], done.json()["errors"][0]["field"]) == (422, "done", "until")
    wrong = client.post("/api/v1/nights", {"until": "2025-02-30"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "until")


def test_a_night_is_verified_at_rest(cast):
    with_nights(1)
    client = cast.api("lead")
    assert client.post("/api/v1/nights/2025-02-24/verifications", {}).status_code == 202
    assert client.get("/api/v1/nights/2025-02-24").json()["verified"] is True


def test_a_feed_is_waived_at_rest(cast):
    with_nights(2, payment_feed="DAILY")
    client = cast.api("manager")
    answer = client.post("/api/v1/feed-waivers", {"day": "2025-02-24", "reason": REASON})
    assert answer.status_code == 201
    assert answer.json()["waived_reason"] == REASON
    assert [row["day"] for row in client.get("/api/v1/feed-days").json()["results"]] == ["2025-02-24"]
    again = client.post("/api/v1/feed-waivers", {"day": "2025-02-24", "reason": REASON})
    assert (again.status_code, again.json()["code"]) == (422, "feed_there")


# -- the strip ---------------------------------------------------------------------------------------------------


def strip(cast, role="agent"):
    return [str(notice.text) for notice in cast.browser(role).get("/profile/").context["notices"]]


def test_the_strip_is_quiet_when_all_is_well(cast, calendar):
    with_nights(1)
    assert strip(cast) == []


def test_the_strip_says_a_failed_night_and_leads_there_who_may(cast, calendar):
    with_nights(1)
    break_night()
    assert strip(cast) == ["The night for 25 Feb 2025 failed: everything still stands as before it."]
    (notice,) = cast.browser("lead").get("/profile/").context["notices"]
    assert notice.link == "/operations/"
    (notice,) = cast.browser("agent").get("/profile/").context["notices"]
    assert notice.link == ""


@pytest.mark.parametrize(("hour", "overdue"), [("03:29", False), ("03:30", True)])
def test_a_night_is_overdue_two_hours_after_its_time(cast, calendar, monkeypatch, settings, hour, overdue):
    settings.NIGHT_HOUR, settings.NIGHT_MINUTE = 1, 30
    with_nights(1, simulated=False)
    at = clock.timezone.datetime.fromisoformat(f"2025-02-25T{hour}:00+08:00")
    monkeypatch.setattr(clock, "now", lambda: at)
    assert any("overdue" in text for text in strip(cast)) is overdue


def test_the_strip_says_a_missing_feed(cast, calendar):
    with_nights(2, payment_feed="DAILY")
    assert any("payment feed of 24 Feb 2025 is missing" in text for text in strip(cast))
    FeedDay.objects.create(day=d("02-24"), recorded_on=d("02-25"))
    assert strip(cast) == []


def test_a_year_without_working_days_is_said(cast):
    with_nights(1)
    Holiday.objects.all().delete()
    assert any("lacks 2025" in text for text in strip(cast))
    assert page(cast).context["missing_years"] == [2025]


def test_a_simulated_night_may_always_run(cast):
    with_nights(1)
    coming = page(cast).context["coming"]
    assert (coming.next, coming.may_run) == (d("02-24") + timedelta(days=1), True)
    assert Installation.objects.get().simulated
