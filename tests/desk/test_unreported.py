"""Leave nobody reported: it is offered until somebody says what came of it, to who holds it and to a lead."""

from datetime import timedelta
from uuid import uuid4

import pytest

from collections_app.compliance.models import Permit
from collections_app.contacts.models import Contact
from collections_app.shared import clock
from tests.cases.desk import NOW
from tests.contacts.desk import open_file

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(minutes=12)


@pytest.fixture
def file():
    return open_file(phone="13912345678")


@pytest.fixture
def permit(cast, file, monkeypatch) -> Permit:
    """Leave given at noon, and over: the clock stands at 12:12."""
    given = file.start(cast.actor("agent"))
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    return given


def page(cast, file, role="agent", query=""):
    return cast.browser(role).get(f"/cases/{file.case.pk}/{query}")


def hand_back(cast, permit, role="agent", **more):
    return cast.browser(role).post(f"/cases/{permit.case_id}/permits/{permit.pk}/hand-back/", more)


def sent(cast, file, response, role="agent"):
    """Save the log form as the page came."""
    known = {name: value for name, value in response.context["form"].initial.items() if value}
    said = {"submission": str(uuid4()), "outcome": "NO_ANSWER", "channel": "PHONE", **known}
    cast.browser(role).post(f"/cases/{file.case.pk}/", said)
    return Contact.objects.get()


def test_a_call_that_outlasts_its_permit_is_logged_under_it(cast, file, permit):
    contact = sent(cast, file, page(cast, file))
    assert (contact.permit_id, contact.breach, contact.at) == (permit.pk, False, NOW)
    permit.refresh_from_db()
    assert permit.state == Permit.State.SPENT
    assert "Over, log it" not in page(cast, file).content.decode()


def test_the_page_offers_it_for_as_long_as_nobody_reports_it(cast, file, permit, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3))
    shown = page(cast, file)
    assert str(permit.token) in shown.content.decode()
    assert "permit_token" not in shown.context["form"].initial  # another day's call is no guess of the form
    assert page(cast, file, query=f"?permit={permit.pk}").context["form"].initial["permit_token"] == permit.token


def test_its_number_is_not_shown_again(cast, file, permit):
    assert "13912345678" not in page(cast, file).content.decode()


def test_one_that_runs_comes_before_one_that_is_over(cast, file, permit):
    newest = file.start(cast.actor("agent"), at=AFTER)
    shown = page(cast, file)
    assert shown.context["permit"] == newest
    assert shown.context["over_permits"] == [permit]
    assert shown.context["form"].initial["permit_token"] == newest.token


def test_a_lead_logs_it_for_who_left(cast, file, permit):
    assert "permit_token" not in page(cast, file, "lead").context["form"].initial
    contact = sent(cast, file, page(cast, file, "lead", f"?permit={permit.pk}"), "lead")
    assert (contact.permit_id, contact.breach, contact.user_id) == (permit.pk, False, cast.user("lead").pk)


def test_a_lead_is_not_offered_one_that_still_runs(cast, file):
    file.start(cast.actor("agent"))
    assert page(cast, file, "lead").context["over_permits"] == []


@pytest.mark.parametrize(("role", "offered"), [("agent", True), ("lead", True), ("quality", False), ("manager", True)])
def test_who_is_offered_it(cast, file, permit, role, offered):
    assert ("hand-back" in page(cast, file, role).content.decode()) is offered


def test_it_is_handed_back(cast, file, permit):
    assert hand_back(cast, permit, "lead").url == f"/cases/{file.case.pk}/"
    permit.refresh_from_db()
    assert permit.state == Permit.State.UNUSED


def test_handing_it_back_leads_to_where_it_was_pressed_and_nowhere_else(cast, permit):
    assert hand_back(cast, permit, next="https://elsewhere.example/").url == f"/cases/{permit.case_id}/"
    assert hand_back(cast, permit, next="/desk/").url == "/desk/"


# -- the other lists ------------------------------------------------------------------------------------------------


def test_my_day_asks_for_mine_and_for_nobody_elses(cast, permit):
    text = cast.browser("agent").get("/desk/").content.decode()
    assert "Say what came of these calls" in text
    assert f"/cases/{permit.case_id}/?permit={permit.pk}" in text
    assert "Say what came of these calls" not in cast.browser("lead").get("/desk/").content.decode()


@pytest.mark.parametrize(("role", "buttons"), [("lead", True), ("manager", True), ("quality", False)])
def test_the_record_of_compliance_leads_on(cast, permit, role, buttons):
    text = cast.browser(role).get("/compliance/?kind=permits").content.decode()
    assert (f"?permit={permit.pk}" in text and "Hand back, not dialled" in text) is buttons


def test_over_rest_whoever_may_report_it_finds_it(cast, file, permit):
    def found(role):
        return [row["token"] for row in cast.api(role).get(f"/api/v1/cases/{file.case.pk}/permits").json()]

    assert found("agent") == found("lead") == [str(permit.token)]
    hand_back(cast, permit)
    assert found("agent") == []
    assert cast.api("quality").get(f"/api/v1/cases/{file.case.pk}/permits").status_code == 403
    assert cast.api("agent").get("/api/v1/cases/0/permits").status_code == 404


def test_a_reported_one_needs_no_button(cast, file, permit):
    sent(cast, file, page(cast, file))
    assert "Hand back, not dialled" not in cast.browser("lead").get("/compliance/?kind=permits").content.decode()
