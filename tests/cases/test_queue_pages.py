"""The queue pages and the reassignment pages in the browser."""

import pytest

from collections_app.cases.actions.queues import set_active
from collections_app.cases.models import Case, QueueVersion, Reassignment, WorkQueue
from collections_app.people.models import Team
from collections_app.people.rules.roles import ROLES
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.cases.desk import NOW, later, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon_at_the_desk(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def sent(*conditions: tuple[str, str, str], **more) -> dict:
    """A form with these rows of conditions and an empty one behind."""
    rows = [*conditions, ("", "is", "")]
    columns = zip(*rows, strict=True)
    return {**dict(zip(("field", "operator", "value"), map(list, columns), strict=True)), **more}


def queue_form(*conditions: tuple[str, str, str], **more) -> dict:
    names = {"name_en": "Large", "name_zh": "大额", "capacity": "80", "order_0": "past_due_largest", "based_on": "0"}
    return sent(*conditions, **{**names, "teams": ["SENIOR"], **more})


LARGE = ("past_due", "at_least", "5000")


def test_the_list_shows_every_queue_and_how_it_stands(cast):
    waiting(), waiting(follow_up_at=later(-1))
    set_active(actor=Actor.command("test"), code="m4", active=False, at=NOW)
    text = cast.browser("agent").get("/queues/").content.decode()
    for name in ("Broken promises", "M1, reminders", "Front end", "closed", "/cases/?queue=m1"):
        assert name in text
    assert "New queue" not in text
    assert "New queue" in cast.browser("lead").get("/queues/").content.decode()


def test_a_queue_shows_its_conditions_in_words_and_what_each_version_changed(cast):
    lead = cast.browser("lead")
    body = queue_form(("bucket", "is", "m1"), LARGE, based_on="1", note="for the quarter")
    assert lead.post("/queues/m1/edit/", body).headers["Location"] == "/queues/m1/"
    text = lead.get("/queues/m1/").content.decode()
    for words in (
        "past due at least 5,000.00",
        "added: past due at least 5,000.00",
        "teams: Front end, now Senior",
        "name in English: M1, reminders, now Large",
        "for the quarter",
        "The lead",
    ):
        assert words in text
    assert cast.browser("agent").get("/queues/m9/").status_code == 404


def test_a_queue_is_opened_from_the_form(cast):
    lead = cast.browser("lead")
    answer = lead.post("/queues/new/", queue_form(LARGE, code="large"))
    assert answer.headers["Location"] == "/queues/large/"
    version = QueueVersion.objects.get(queue__code="large")
    assert version.conditions == [{"field": "past_due", "operator": "at_least", "value": "5000.00"}]
    assert version.order == ["past_due_largest"]
    for code in ("new", "count", "large"):
        assert lead.post("/queues/new/", queue_form(LARGE, code=code)).status_code == 422


def test_what_is_wrong_stands_at_its_row_and_nothing_typed_is_lost(cast):
    answer = cast.browser("lead").post("/queues/new/", queue_form(LARGE, ("lost", "at_least", "yes"), code="large"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="condition-error-2"' in text and "This field cannot be compared like that." in text
    for typed in ('value="5000"', 'value="yes"', 'value="Large"', 'value="large"'):
        assert typed in text


def test_somebody_was_quicker(cast):
    lead = cast.browser("lead")
    lead.post("/queues/m1/edit/", queue_form(LARGE, based_on="1"))
    answer = lead.post("/queues/m1/edit/", queue_form(LARGE, based_on="1", capacity="5"))
    assert answer.status_code == 422
    assert "Somebody changed this queue meanwhile." in answer.content.decode()


def test_the_form_begins_with_what_is_in_force(cast):
    text = cast.browser("lead").get("/queues/broken-promises/edit/").content.decode()
    for typed in ('value="M3" checked', 'value="7"', 'value="no" selected', 'value="Broken promises"'):
        assert typed in text
    assert 'value="M4" checked' not in text


def test_the_count_follows_the_conditions(cast):
    waiting(past_due="6000.00"), waiting(past_due="7000.00", lost_since="2025-03-01"), waiting(past_due="1.00")
    lead = cast.browser("lead")
    text = lead.post("/queues/count/", sent(LARGE, queue_code="m1")).content.decode()
    assert "2 open cases fit" in text and "1 fit a queue before it" in text
    assert (
        "Give an amount like 1000.00." in lead.post("/queues/count/", sent(("past_due", "below", "x"))).content.decode()
    )


def test_queues_change_places_and_close(cast):
    lead = cast.browser("lead")
    lead.post("/queues/m2/move/", {"to": "up"})
    assert list(WorkQueue.objects.order_by("rank").values_list("code", flat=True))[3:5] == ["m2", "m1"]
    lead.post("/queues/m2/state/", {"active": "no"})
    assert not WorkQueue.objects.get(code="m2").is_active
    refused = lead.post("/queues/broken-promises/move/", {"to": "up"}, follow=True)
    assert "There is no queue to change places with." in refused.content.decode()


def test_cases_are_reassigned_after_a_look_and_given_back(cast):
    for _ in range(3):
        waiting(past_due="6000.00")
    waiting(past_due="10.00")
    lead = cast.browser("lead")
    team = str(Team.objects.get(code="MID").pk)
    body = sent(LARGE, queue="m1", most="2", to_team=team, to_agent="", reason="support in July")
    seen = lead.post("/reassign/", body)
    assert seen.status_code == 200
    assert "2 cases would change" in seen.content.decode() and "Reassign 2 cases" in seen.content.decode()
    assert "M1, reminders" in seen.content.decode() and "no team" in seen.content.decode()
    assert not Reassignment.objects.exists()
    done = lead.post("/reassign/", {**body, "do": "yes"})
    made = Reassignment.objects.get()
    assert done.headers["Location"] == f"/reassign/{made.pk}/"
    page = lead.get(f"/reassign/{made.pk}/").content.decode()
    assert "2 cases reassigned" in page and "Undo, until" in page and "past due at least 5,000.00" in page
    assert "support in July" in lead.get("/reassign/").content.decode()
    undone = lead.post(f"/reassign/{made.pk}/undo/", follow=True).content.decode()
    assert "2 cases are whose they were." in undone and "Undo, until" not in undone
    assert not Case.objects.exclude(team=None).exists()
    assert "undone already" in lead.post(f"/reassign/{made.pk}/undo/", follow=True).content.decode()


def test_a_reassignment_that_says_too_little_is_refused_at_its_field(cast):
    waiting()
    lead = cast.browser("lead")
    for body, words in [
        (sent(), "Say which cases: a queue or at least one condition."),
        (sent(("mood", "is", "good")), "There is no such field."),
        (sent(queue="m1", do="yes"), "This is needed."),
    ]:
        answer = lead.post("/reassign/", body)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words


def test_who_may_open_the_pages(cast):
    readers = {role for role in ROLES if cast.browser(role).get("/queues/").status_code == 200}
    assert readers == set(ROLES) - {"administrator"}
    for address in ("/queues/new/", "/queues/m1/edit/", "/reassign/"):
        assert {r for r in ROLES if cast.browser(r).get(address).status_code == 200} == {"lead", "manager"}, address


def test_the_pages_ask_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    lead = cast.browser("lead")
    for _ in range(5):
        waiting()
    for address, most in [("/queues/", 40), ("/queues/m1/", 25), ("/queues/m1/edit/", 25), ("/reassign/", 25)]:
        with django_assert_max_num_queries(most):
            lead.get(address)
