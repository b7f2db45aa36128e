"""From day to day through the operation in a real browser: by its keys and its date picker, each day said plainly."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from collections_app.dashboards.nightly.steps import keep_morning
from collections_app.shared import clock
from tests.cases.desk import NOW, waiting
from tests.dashboards.figures import business_date, figure
from tests.dashboards.test_operation_past import DAY, a_day_of_work

from .test_readable import faults_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_days_later(transactional_db, monkeypatch):
    """Wednesday 12 March 2025, two days after a day of work."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    business_date("03-12")
    figure("03-09", "M1", 1, "100.00")
    a_day_of_work(), waiting()
    keep_morning(DAY)


def test_keys_go_from_day_to_day_and_back_to_today(sit_down, two_days_later):
    page = sit_down("lead", "/dashboard/operation/")
    day = page.locator(".page-head .soft")
    expect(page.locator(".page-head")).to_contain_text("today, live")
    for key, shown in (("[", "11 Mar 2025"), ("[", "10 Mar 2025"), ("[", "9 Mar 2025"), ("]", "10 Mar 2025")):
        page.keyboard.press(key)
        expect(day).to_have_text(shown)
        expect(page.locator(".page-head")).to_contain_text("as of that day")
    page.keyboard.press("]")
    expect(day).to_have_text("11 Mar 2025")
    page.keyboard.press("]")
    expect(page.locator(".page-head")).to_contain_text("today, live")


def test_a_past_day_leads_to_its_rows_and_back(sit_down, two_days_later):
    page = sit_down("lead", "/dashboard/operation/?day=2025-03-10")
    assert faults_of(page) == []
    expect(page.locator("[data-chart] canvas")).to_have_count(1)
    page.locator(".figure-box", has_text="Contacts").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert faults_of(page) == []
    page.locator("[data-key-back]").click()
    expect(page.locator(".page-head .soft")).to_have_text("10 Mar 2025")
