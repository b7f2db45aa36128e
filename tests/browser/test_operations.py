"""The nights and the bank's files in a real browser: run one, verify it, deliver a file, fetch what was rejected."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import Cardholder
from collections_app.nightly.models import Night
from tests.accounts.cards import d
from tests.nightly.nights import with_nights

pytestmark = pytest.mark.django_db(transaction=True)
CARDHOLDERS = "customer_no,kind,name\nC1,PERSON,张三\nC2,ALIEN,李四\nC3,COMPANY,恒盛贸易有限公司\n"


def test_the_next_night_runs_from_the_page_and_is_verified(sit_down):
    with_nights(1)
    page = sit_down("manager", "/operations/")
    page.get_by_role("button", name="Run the next night").click()
    expect(page.get_by_text("Queued up to the night for 25 Feb 2025.")).to_be_visible()
    page.get_by_role("link", name="25 Feb 2025").click()
    page.get_by_role("button", name="Verify as known then").click()
    verdict = page.locator("dt", has_text="As known then").locator("+ dd")
    expect(verdict).to_contain_text("same")
    assert Night.objects.get(pk=d("02-25")).verified


def test_a_bad_row_is_listed_and_fetched_while_the_good_ones_land(sit_down):
    page = sit_down("administrator", "/intake/")
    file = {"name": "cardholders.csv", "mimeType": "text/csv", "buffer": CARDHOLDERS.encode("gb18030")}
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="Deliver", exact=True).click()
    page.get_by_role("link", name="cardholders.csv").click()
    row = page.locator("#rejects tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(re.compile("3.*kind.*none of the codes", re.DOTALL))
    assert set(Cardholder.objects.values_list("customer_no", flat=True)) == {"C1", "C3"}
    with page.expect_download() as download:
        page.get_by_role("link", name="Rejects as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert re.search(r"\b3,kind,", text)
