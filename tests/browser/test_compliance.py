"""The compliance page in a real browser: a breach reviewed in its row, a filter that sends itself, a forbidden word."""

import pytest
from playwright.sync_api import expect

from collections_app.compliance.models import Breach
from tests.browser.test_readable import faults_of
from tests.compliance.test_compliance_page import a_bit_of_everything

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_breach_is_reviewed_in_its_row(sit_down, cast):
    a_bit_of_everything(cast, 2)
    page = sit_down("quality", "/compliance/?kind=breaches&open=on")
    row = page.locator("tbody tr").first
    row.get_by_label("Finding").fill("redialled by hand; coached")
    row.get_by_role("button", name="Close the breach").click()
    expect(page.get_by_text("Reviewed.")).to_be_visible()
    expect(page.locator("#content table.dense").first.locator("tbody tr")).to_have_count(1)
    assert Breach.objects.filter(finding="redialled by hand; coached").count() == 1


def test_a_filter_sends_itself_and_stands_in_the_address(sit_down, cast):
    a_bit_of_everything(cast)
    page = sit_down("lead", "/compliance/?kind=refusals")
    page.get_by_label("Rule").select_option("cease")
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    assert "rule=cease" in page.url


KINDS = ("breaches", "refusals", "permits", "overrides", "signals", "consents")
COMPLIANCE = [f"/compliance/?kind={kind}" for kind in KINDS]
OTHERS = ["/compliance/phrases/", "/compliance/policies/", "/compliance/policies/CN_CBA_2026/"]
FORMS = ["/compliance/policies/CN_CBA_2026/new/", "/compliance/overrides/new/"]


@pytest.mark.parametrize("width", [390, 1366])
def test_no_page_is_wider_than_a_phone(sit_down, cast, live_server, page, width):
    page.set_viewport_size({"width": width, "height": 844})
    a_bit_of_everything(cast, 2)
    sit_down("manager", "/compliance/")
    faults = {}
    for address in [*COMPLIANCE, *OTHERS, *FORMS]:
        page.goto(f"{live_server.url}{address}")
        faults[address] = faults_of(page)
    assert {address: found for address, found in faults.items() if found} == {}


def test_a_text_with_a_forbidden_word_is_kept_with_the_reason_beside_it(sit_down):
    page = sit_down("compliance", "/compliance/phrases/")
    page.get_by_label("Text").fill("The court will hear of this.")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("claims that a court is calling or acts").first).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("The court will hear of this.")
