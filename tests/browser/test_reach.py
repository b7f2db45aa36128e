"""What is known of a number, and what the customer said about contact, by keyboard in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import ContactPoint, RelatedParty
from collections_app.compliance.models import Consent, StopSignal
from tests.browser.desk import SCREEN
from tests.browser.test_readable import faults_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(page: Page, stage, sit_down) -> Page:
    """The case page of 张伟, who has two numbers and a father, on a desk's screen."""
    page.set_viewport_size(SCREEN)
    return sit_down("agent", f"/cases/{stage['张伟'].pk}/")


def test_a_number_is_retired_and_restored_without_a_mouse(case, stage):
    point = ContactPoint.objects.filter(cardholder=stage["张伟"].cardholder, related_party=None).earliest("id")
    row = case.locator(f"#number-{point.pk}")
    row.locator("summary").focus()
    case.keyboard.press("Enter")
    expect(row.get_by_role("button", name="Retire: it is wrong")).to_be_visible()
    assert faults_of(case) == []
    case.keyboard.press("Tab")
    case.keyboard.press("Tab")
    case.keyboard.press("Enter")
    expect(row).to_have_class("reach-off is-over")
    row.locator("summary").focus()
    case.keyboard.press("Enter")
    case.keyboard.press("Tab")
    case.keyboard.press("Enter")
    expect(row).not_to_have_class("is-over")
    point.refresh_from_db()
    assert point.status == "UNVERIFIED"


def test_a_consent_is_recorded_in_its_dialog_and_withdrawn(case, stage):
    case.get_by_role("button", name="Consent").click()
    case.locator("#consent_kind").select_option("HOURS")
    case.locator("#consent_hours_from").fill("22:00")
    case.locator("#consent_hours_to").fill("21:00")
    case.keyboard.press("Enter")
    expect(case.locator("#consent-dialog")).to_contain_text("The hours end before they begin.")
    case.locator("#consent_hours_to").fill("23:00")
    case.keyboard.press("Enter")
    said = case.locator(".reach-more", has_text="What was said about contact")
    expect(said).to_contain_text("22:00–23:00")
    assert faults_of(case) == []
    said.get_by_role("button", name="Withdraw").click()
    case.get_by_role("button", name="Continue").click()
    expect(said).not_to_contain_text("22:00–23:00")
    assert Consent.objects.get(kind="HOURS").withdrawn_at is not None


def test_a_stop_signal_is_recorded_in_its_dialog(case, stage):
    case.get_by_role("button", name="Stop signal").click()
    case.locator("#stop_kind").select_option("CEASE")
    case.locator("#stop_note").fill("letter")
    case.keyboard.press("Enter")
    expect(case.locator("#numbers")).not_to_contain_text("Call")
    assert StopSignal.objects.get().note == "letter"


def test_somebody_does_not_know_him(case, stage):
    case.get_by_role("button", name="does not know the customer").click()
    expect(case.get_by_role("button", name="may know the customer")).to_be_visible()
    assert RelatedParty.objects.get().status == "WRONG"
