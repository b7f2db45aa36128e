"""The case page in a real browser: a case lost, a stop, a session that ended, a key pressed twice."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import ContactPoint
from collections_app.cases.actions.claims import take_over
from collections_app.cases.models import Case, Claim
from collections_app.compliance.actions.stops import signal_stop
from collections_app.contacts.models import CallRequest, Contact
from collections_app.events import actions as events
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.browser.desk import SCREEN, on_the_case, picture, type_log_in
from tests.browser.test_readable import faults_of
from tests.desk.stage import join

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(page: Page) -> Page:
    """The size of a desk's screen."""
    page.set_viewport_size(SCREEN)
    return page


@pytest.fixture
def rare_beats(monkeypatch) -> None:
    """The heartbeat comes later than any test waits: what is told sooner, a glance has told."""
    monkeypatch.setattr("collections_app.desk.views.page.OFTEN", timedelta(hours=1))


def test_a_case_taken_over_says_so_at_once_and_keeps_what_was_typed(page, cast, stage, sit_down, rare_beats):
    lead = join(cast, "lead", "MID")
    sit_down("agent", "/desk/")
    page.keyboard.press("n")
    on_the_case(page, "王**")
    page.keyboard.press("a")
    page.keyboard.insert_text("说到一半")
    take_over(actor=lead, case_id=stage["王秀英"].pk, reason="urgent", at=clock.now())
    expect(page.locator(".banner-bad")).to_contain_text("The lead has had this case since")
    expect(page.get_by_role("button", name="Save and next")).to_be_disabled()
    expect(page.locator(".case-facts > div", has_text="Claim")).to_contain_text("The lead")
    expect(page.get_by_role("button", name=re.compile("^Skip"))).to_be_disabled()
    expect(page.locator("#id_note")).to_have_value("说到一半")
    picture(page, "taken-over")
    page.locator("#id_inbound").evaluate("element => { element.checked = true }")
    page.locator("#id_contact_point_id").select_option(label="000****0060")
    page.locator("#id_outcome").select_option("HANG_UP_UNVERIFIED")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".notice-success")).to_be_visible()
    assert Contact.objects.get(case=stage["王秀英"]).note.text == "说到一半"
    assert Claim.objects.get().user_id == lead.user_id


def test_a_stop_that_comes_meanwhile_is_told_and_what_was_typed_stays(page, cast, stage, sit_down, rare_beats):
    lead = join(cast, "lead", "MID")
    sit_down("agent", "/desk/")
    page.keyboard.press("n")
    on_the_case(page, "王**")
    page.keyboard.press("c")
    expect(page.locator(".permit-number")).to_contain_text("00010000060")
    page.keyboard.press("a")
    page.keyboard.insert_text("说到一半")
    signal_stop(actor=lead, cardholder_id=stage["王秀英"].cardholder_id, kind="CEASE", at=clock.now())
    expect(page.locator(".banner-bad")).to_contain_text("Stop signal: asked us to stop all contact")
    page.get_by_role("link", name="Show what may be done now").click()
    expect(page.locator(".permit-no")).to_contain_text("Do not dial")
    expect(page.locator(".permit-number")).to_have_count(0)
    expect(page.locator("#numbers li").first).to_have_class(re.compile("reach-off"))
    expect(page.locator("#banner .banner")).to_have_count(0)
    with page.expect_response(re.compile("heartbeat")):
        page.evaluate("htmx.trigger('#banner', 'beat')")
    expect(page.locator("#banner .banner")).to_have_count(0)
    expect(page.locator("#id_note")).to_have_value("说到一半")


def test_a_case_that_was_paid_and_closed_is_pulled_from_the_screen(page, cast, stage, sit_down, rare_beats):
    sit_down("agent", "/desk/")
    page.keyboard.press("n")
    on_the_case(page, "王**")
    Case.objects.filter(pk=stage["王秀英"].pk).update(closed_on=d("04-10"), close_reason="CURED")
    about = {"cardholder_id": stage["王秀英"].cardholder_id, "data": {"case": stage["王秀英"].pk}}
    events.record("case.closed", actor=Actor.night(), on=d("04-10"), **about)
    expect(page.locator(".banner-good")).to_contain_text("This case was closed on 10 Apr 2025")


def test_a_lost_session_loses_nothing_typed_and_shows_it_to_nobody_else(page, cast, stage, sit_down):
    join(cast, "lead", "MID")
    sit_down("agent", f"/cases/{stage['张伟'].pk}/")
    on_the_case(page, "张*")
    page.keyboard.press("a")
    page.keyboard.insert_text("说到一半")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    type_log_in(page, "agent.one")
    on_the_case(page, "张*")
    expect(page.locator("#id_note")).to_have_value("说到一半")
    page.context.clear_cookies(name="sessionid")
    page.reload()
    type_log_in(page, "lead.one")
    on_the_case(page, "张*")
    expect(page.locator("#id_note")).to_have_value("")


def test_the_first_field_that_is_wrong_gets_the_focus(page, stage, sit_down):
    sit_down("agent", f"/cases/{stage['张伟'].pk}/")
    on_the_case(page, "张*")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#id_outcome-error")).to_be_visible()
    expect(page.locator("#id_contact_point_id-error")).to_be_visible()
    expect(page.locator("#id_contact_point_id")).to_be_focused()


def test_two_quick_presses_log_once(page, cast, stage, sit_down):
    sit_down("agent", "/desk/")
    page.keyboard.press("n")
    on_the_case(page, "王**")
    page.keyboard.press("c")
    expect(page.locator("[data-permit]")).to_be_visible()
    page.locator("#id_outcome").select_option("NO_ANSWER")
    page.evaluate("""() => {
      const button = document.querySelector("[data-saves]");
      button.click();
      button.click();
    }""")
    on_the_case(page, "刘*")
    assert Contact.objects.filter(case=stage["王秀英"]).count() == 1


def test_a_refusal_stands_beside_the_number(page, cast, stage, sit_down, monkeypatch):
    sit_down("agent", f"/cases/{stage['张伟'].pk}/")
    page.get_by_role("button", name="Work this case").click()
    expect(page.get_by_role("button", name="Save and next")).to_be_visible()
    page.wait_for_load_state()
    ContactPoint.objects.filter(cardholder=stage["张伟"].cardholder, kind="MOBILE").update(status="INVALID")
    page.keyboard.press("c")
    expect(page.locator(".permit-no")).to_contain_text("Not now")
    expect(page.locator("#numbers li").first).to_have_class(re.compile("reach-off"))


@pytest.mark.parametrize("address", ["/desk/", "/desk/queues/m2/", "/cases/{case}/"])
def test_every_page_names_its_controls_and_orders_its_headings(page, stage, sit_down, address):
    sit_down("agent", address.format(case=stage["张伟"].pk))
    assert faults_of(page) == []


def test_the_case_fits_one_screen(page, stage, sit_down):
    sit_down("agent", f"/cases/{stage['张伟'].pk}/")
    on_the_case(page, "张*")
    height, width = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert (height, width) == (768, 1366)


def test_dial_tells_a_phone_system_beside_the_phone_on_the_desk(page, stage, sit_down):
    sit_down("agent", "/desk/")
    page.keyboard.press("n")
    on_the_case(page, "王**")
    page.keyboard.press("c")
    expect(page.locator("[data-dial]")).to_be_focused()
    with page.expect_response(re.compile("/dial/")) as told:
        page.keyboard.press("Enter")
    assert told.value.status == 204
    assert CallRequest.objects.get().permit.case_id == stage["王秀英"].pk
    expect(page.locator("h1")).to_have_text("王**")


def test_a_glance_is_taken_only_while_the_page_is_in_sight(page, stage, sit_down):
    glances = []
    page.on("request", lambda request: glances.append(request) if "/glance/" in request.url else None)
    sit_down("agent", "/desk/")
    page.keyboard.press("n")
    on_the_case(page, "王**")
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.wait_for_timeout(100)
    before = len(glances)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(100)
    assert len(glances) == before
    page.evaluate("delete document.hidden")
    with page.expect_response(re.compile("/glance/")):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
