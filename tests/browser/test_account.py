"""An agent at an account in a real browser: find it, read why, try a payment, unmask, change the language."""

import re

import pytest
from playwright.sync_api import expect

from collections_app.events.models import Event
from tests.accounts.pages.conftest import PHONE
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_agent_finds_an_account_by_name_and_tries_a_payment_by_keyboard(page, cast, worked, live_server):
    cast.user("agent")
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("Log-in name").fill("agent.one")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("My day")
    page.goto(f"{live_server.url}/accounts/")
    expect(page.locator("h1")).to_have_text("Accounts")
    page.wait_for_load_state()

    page.keyboard.press("/")  # the field has the focus already: the key stays a key
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.insert_text("张三丰")
    page.keyboard.press("Enter")
    page.get_by_role("row", name="张**").get_by_role("link").press("Enter")
    expect(page.locator("h1")).to_have_text("张**")
    expect(page.locator(".why")).to_contain_text("The anchor is the statement of 5 Feb 2025")
    expect(page.locator(".bucket-strip")).to_be_visible()

    amount = page.get_by_label("Amount paid")
    amount.focus()
    amount.fill("3246.91")
    page.keyboard.press("Enter")
    paid = page.locator("#what-if tbody tr", has_text="Bucket").locator("td").first
    expect(paid).to_have_text("Current")

    page.get_by_role("button", name="中文").click()
    expect(page.locator(".why")).to_contain_text("起算账单为 2025-02-05 的账单")
    expect(page.locator("h1")).to_have_text("张**")


def test_a_tab_changes_in_place_and_keeps_its_address(sit_down, worked):
    page = sit_down("agent", f"/accounts/{worked.account_no}/")
    page.get_by_role("link", name="Ledger", exact=True).click()
    expect(page.locator("#tab")).to_contain_text("10,000.00")
    expect(page).to_have_url(re.compile(r"\?tab=ledger$"))
    page.reload()
    expect(page.locator("#tab [aria-current]")).to_have_text("Ledger")


def test_unmasking_a_phone_is_recorded_and_stands_among_the_events(sit_down, worked):
    page = sit_down("lead", f"/accounts/{worked.account_no}/")
    expect(page.locator("#person")).not_to_contain_text(PHONE)
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator("#person")).to_contain_text(PHONE)
    expect(page.locator("#person")).to_contain_text("this look was recorded")
    assert Event.objects.filter(kind="personal_data.revealed", account_id=worked.pk).count() == 1
    page.get_by_role("link", name="Events", exact=True).click()
    expect(page.locator("#tab")).to_contain_text("personal data unmasked")
    page.reload()
    expect(page.locator("#person")).not_to_contain_text(PHONE)


def test_a_date_reads_as_the_page_writes_dates_and_is_still_a_date_field(sit_down, worked):
    page = sit_down("agent", f"/accounts/{worked.account_no}/")
    day = page.get_by_label("Paid on")
    expect(day).to_have_value("2025-04-10")
    expect(page.locator("#what-if .date-local")).to_have_text("10 Apr 2025")
    day.fill("2025-04-12")
    expect(page.locator("#what-if thead")).to_contain_text("13 Apr 2025")  # as the night after it would find it
    expect(page.locator("#what-if .date-local")).to_have_text("12 Apr 2025")
