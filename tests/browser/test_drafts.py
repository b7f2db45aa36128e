"""What was typed outlives whatever goes wrong, until the server says that it was stored."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Cardholder
from collections_app.compliance.models import Permit
from collections_app.contacts.models import Contact
from collections_app.shared import clock
from tests.contacts.desk import NOW, File, open_file

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "月中发工资"


@pytest.fixture
def file(cast) -> File:
    cast.user("agent")
    return open_file()


@pytest.fixture
def typed(page: Page, file, sit_down) -> Page:
    """The log form of a customer who called, filled in."""
    sit_down("agent", f"/cases/{file.case.pk}/?inbound=1&point={file.point.pk}")
    page.locator("#id_outcome").select_option("HANG_UP_UNVERIFIED")
    page.locator("#id_note").fill(NOTE)
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def stands_again(page: Page, live_server, file) -> None:
    page.goto(f"{live_server.url}/cases/{file.case.pk}/")
    expect(page.locator("#id_note")).to_have_value(NOTE)


def test_our_own_failure_loses_nothing(typed, file, live_server, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("collections_app.desk.views.case.casefile.log", None)
        save(typed)
        expect(typed.locator(".oops-code")).to_have_text("500")
    expect(typed.locator(".given-back dd")).to_have_text(NOTE)
    typed.get_by_role("link", name="Back to the form").click()
    expect(typed.locator("#id_note")).to_have_value(NOTE)
    save(typed)
    expect(typed.locator(".notice-success")).to_contain_text("Logged")
    expect(typed.locator("#id_note")).to_have_value("")
    assert Contact.objects.get().note.text == NOTE


def test_a_gateway_that_fails_and_a_page_in_between_lose_nothing(typed, file, live_server):
    typed.route("**/cases/*/", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    save(typed)
    expect(typed.locator("h1")).to_have_text("Bad gateway")
    typed.unroute_all()
    typed.goto(f"{live_server.url}/desk/")
    stands_again(typed, live_server, file)


def test_an_expired_form_loses_nothing(typed, file, live_server):
    typed.context.clear_cookies(name="csrftoken")
    save(typed)
    expect(typed.locator(".oops-code")).to_have_text("403")
    expect(typed.locator(".given-back dd")).to_have_text(NOTE)
    stands_again(typed, live_server, file)
    save(typed)
    expect(typed.locator(".notice-success")).to_contain_text("Logged")


def test_a_file_closed_meanwhile_gives_back_what_was_typed(typed, file):
    Cardholder.objects.filter(pk=file.case.cardholder_id).update(restriction="VIP")
    save(typed)
    expect(typed.locator(".oops-code")).to_have_text("404")
    expect(typed.locator(".given-back dd")).to_have_text(NOTE)


def test_an_answer_lost_on_its_way_logs_once(typed, file, live_server):
    def lost(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    typed.route("**/cases/*/*", lost)
    with typed.expect_event("requestfailed"):
        save(typed)
    typed.unroute_all()
    typed.goto(f"{live_server.url}/cases/{file.case.pk}/")
    expect(typed.locator("#id_note")).to_have_value("")
    assert Contact.objects.count() == 1


# -- the permit goes with what is typed under it ----------------------------------------------------------------------


@pytest.fixture
def called(page: Page, file, sit_down, monkeypatch) -> Permit:
    """The agent has leave to call, at noon, and has typed what was said."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    sit_down("agent", f"/cases/{file.case.pk}/")
    page.get_by_role("button", name="Work this case").click()
    page.get_by_role("button", name="Save and next").wait_for()
    page.wait_for_load_state()
    page.keyboard.press("c")
    page.locator("[data-permit]").wait_for()
    page.locator("#id_outcome").select_option("NO_ANSWER")
    page.locator("#id_note").fill(NOTE)
    return Permit.objects.get()


def test_a_call_that_outlasts_its_permit_is_logged_under_it(page, file, called, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=12))
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.keyboard.insert_text("between")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Over, log it")).to_be_visible()
    page.reload()
    expect(page.locator("#id_note")).to_have_value(NOTE)
    expect(page.locator("[name=permit_token]")).to_have_value(str(called.token))
    save(page)
    expect(page.locator(".notice-success")).to_contain_text("Logged")
    contact = Contact.objects.get()
    assert (contact.permit_id, contact.breach, contact.note.text) == (called.pk, False, NOTE)


def test_one_that_is_handed_back_is_dropped_from_the_form(page, called):
    page.get_by_role("button", name="Not used: hand back").click()
    expect(page.locator("[data-handed-back]")).to_be_visible()
    expect(page.locator("[name=permit_token]")).to_have_value("")
    expect(page.locator("#id_note")).to_have_value(NOTE)


def test_one_that_is_over_is_logged_from_my_day(page, file, called, live_server, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("link", name="Report").click()
    expect(page.locator("[name=permit_token]")).to_have_value(str(called.token))
    expect(page.locator("#id_outcome")).to_be_focused()
    save(page)
    expect(page.locator(".notice-success")).to_contain_text("Logged")
    assert not Contact.objects.get().breach
