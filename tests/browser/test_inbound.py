"""An incoming call in a real browser: the number typed, everybody who has it, and the way to the case."""

import re

import pytest
from playwright.sync_api import expect

from tests.contacts.desk import number, open_file, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared_number(transactional_db):
    """A number of one debtor, whose guarantor's case also has it."""
    file, other = open_file(phone="13912345678"), open_file()
    number(other.case.cardholder, "13912345678", party=person(other.case.cardholder, "GUARANTOR", "王小明"))
    return file, other


def test_a_caller_is_found_and_his_case_opened(sit_down, shared_number):
    page = sit_down("agent", "/contacts/inbound/")
    expect(page.get_by_label("Number of the caller")).to_be_focused()
    page.keyboard.type("139 1234 5678")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name=re.compile("139")).first).to_be_visible()
    expect(page.get_by_text("王**")).to_be_visible()
    assert "139" not in page.url
    page.get_by_role("link", name="Open the case").first.click()
    expect(page).to_have_url(re.compile(rf"/cases/{shared_number[0].case.pk}/\?inbound=1"))
    expect(page.locator("#id_inbound")).to_be_checked()
