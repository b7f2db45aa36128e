"""An agent's morning in a real browser, by keyboard alone, in both languages; and what happens when a case is lost.

`FAIRDUE_PICTURES=1` keeps the pictures of the documentation anew.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import ContactPoint
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.actions.claims import take_over
from collections_app.cases.models import Case, Claim, Passed
from collections_app.compliance.actions.stops import signal_stop
from collections_app.contacts.models import Contact
from collections_app.events import actions as events
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.browser.test_readable import faults_of
from tests.cast import PASSWORD
from tests.desk.stage import Stage, at_ten, join, on_stage

pytestmark = pytest.mark.django_db(transaction=True)
IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture
def stage(cast, transactional_db, monkeypatch) -> Stage:
    at_ten(monkeypatch)
    return on_stage(cast)


@pytest.fixture
def page(page: Page) -> Page:
    """The size of a desk's screen."""
    page.set_viewport_size({"width": 1366, "height": 768})
    return page


@pytest.fixture
def rare_beats(monkeypatch) -> None:
    """The heartbeat comes later than any test waits: what is told sooner, a glance has told."""
    monkeypatch.setattr("collections_app.desk.views.page.OFTEN", timedelta(hours=1))


def picture(page: Page, name: str) -> None:
    """Keep the picture of the documentation anew, when asked to."""
    if os.environ.get("FAIRDUE_PICTURES"):
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / f"desk-{name}.png")


def tab_to(page: Page, field: Locator) -> None:
    """Press Tab until the field has the focus, as somebody without a mouse does."""
    for _ in range(30):
        if field.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {field}")


def pick(page: Page, field: Locator, text: str) -> None:
    """Choose an option by typing its beginning."""
    tab_to(page, field)
    page.keyboard.type(text)
    expect(field.locator("option:checked")).to_have_text(re.compile(text))


def type_log_in(page: Page, name: str) -> None:
    page.get_by_label("Log-in name").focus()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def log_in(page: Page, cast, live_server) -> None:
    cast.user("agent")
    page.goto(f"{live_server.url}/login/")
    type_log_in(page, "agent.one")
    expect(page.locator("h1")).to_have_text("My day")
    page.wait_for_load_state()


def on_the_case(page: Page, name: str) -> None:
    expect(page.locator("h1")).to_have_text(name)
    page.wait_for_load_state()


def test_a_morning_by_keyboard_alone(page, cast, stage, live_server):
    log_in(page, cast, live_server)
    picture(page, "my-day")

    # The next case: nobody was called for longest, the largest first.
    page.keyboard.press("n")
    on_the_case(page, "王**")
    expect(page.locator(".claim-left")).to_have_text(re.compile(r"4:\d\d"))

    # c asks the permit; its number stands there, and the form knows it.
    page.keyboard.press("c")
    expect(page.locator(".permit-number")).to_contain_text("00010000060")
    expect(page.locator("#id_contact_point_id option:checked")).to_have_text("000****0060")
    expect(page.locator("#id_role option:checked")).to_have_text("cardholder")

    # o goes to the outcome; nobody answers; Ctrl+Enter saves and hands out the next case.
    page.keyboard.press("o")
    page.keyboard.type("No answer")
    page.keyboard.press("Control+Enter")
    on_the_case(page, "刘*")
    expect(page.locator(".notice-success")).to_contain_text("Logged: No answer.")
    assert not Contact.objects.get(case=stage["王秀英"]).breach

    # A promise: o, the outcome opens it; p goes there.
    page.keyboard.press("c")
    expect(page.locator("[data-permit]")).to_be_visible()
    page.keyboard.press("o")
    page.keyboard.type("Promises")
    pick(page, page.locator("#id_reason"), "Forgot")
    pick(page, page.locator("#id_verified_by"), "date of birth")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.keyboard.type("1500")
    tab_to(page, page.locator("#id_promise-due_on"))
    page.keyboard.type("05122025")
    expect(page.locator("#id_promise-due_on")).to_have_value("2025-05-12")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.insert_text("月中发工资")

    # What was typed survives a reload, and a promise too far away.
    page.reload()
    on_the_case(page, "刘*")
    expect(page.locator("#id_note")).to_have_value("月中发工资")
    expect(page.locator("#id_promise-amount")).to_have_value("1500")
    picture(page, "case")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#id_promise-due_on-error")).to_be_visible()
    expect(page.locator("#id_note")).to_have_value("月中发工资")
    picture(page, "refused")
    assert not PromiseToPay.objects.filter(case=stage["刘洋"]).exists()
    page.locator("#id_promise-due_on").fill("2025-04-15")
    page.keyboard.press("Control+Enter")
    on_the_case(page, "李*")
    expect(page.locator(".notice-success")).to_contain_text("Promised: 1,500.00 by 15 Apr.")
    contact = Contact.objects.get(case=stage["刘洋"])
    assert (contact.breach, contact.right_party) == (False, True)
    assert PromiseToPay.objects.get(case=stage["刘洋"]).contact_id == contact.pk

    # s skips with a reason.
    page.keyboard.press("s")
    page.keyboard.type("the line is bad")
    page.keyboard.press("Enter")
    on_the_case(page, "陈*")
    assert Passed.objects.get().reason == "the line is bad"

    # ? shows the keys, Esc closes them, t narrows the timeline, g d leads back.
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Call the first number that may be called")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#timeline [aria-current]")).to_have_text("contacts")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page.locator("h1")).to_have_text("My day")
    expect(page.locator(".figure-box", has_text="Contacts today")).to_contain_text("2")


def test_the_same_in_chinese_in_the_dark(page, cast, stage, sit_down, live_server):
    user = cast.user("agent")
    type(user).objects.filter(pk=user.pk).update(language="zh-hans", theme="dark")
    page.context.add_cookies(
        [
            {"name": "django_language", "value": "zh-hans", "url": live_server.url},
            {"name": "theme", "value": "dark", "url": live_server.url},
        ]
    )
    sit_down("agent", "/desk/")
    expect(page.locator("h1")).to_have_text("我的一天")
    picture(page, "my-day-zh-dark")
    page.keyboard.press("n")
    on_the_case(page, "王**")
    page.keyboard.press("c")
    expect(page.locator(".permit-number")).to_contain_text("00010000060")
    page.locator("#id_outcome").select_option("RPC_PTP")
    tab_to(page, page.locator("#id_verified_by"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.keyboard.type("2000")
    page.locator("#id_promise-due_on").fill("2025-04-14")
    page.keyboard.press("Control+Enter")
    on_the_case(page, "刘*")
    expect(page.locator(".notice-success")).to_contain_text("已记录：本人承诺还款。")
    page.goto(f"{live_server.url}/cases/{stage['张伟'].pk}/")
    on_the_case(page, "张*")
    picture(page, "case-zh-dark")
    assert PromiseToPay.objects.get(case=stage["王秀英"]).last_due_on == d("04-14")


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
