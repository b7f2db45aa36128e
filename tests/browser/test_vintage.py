"""From month to month through the vintage in a real browser: by its date picker and its keys, in both readings."""

import pytest
from playwright.sync_api import expect

from tests.accounts.cards import d
from tests.dashboards.figures import figure
from tests.dashboards.test_vintage import point

from .test_readable import faults_of

pytestmark = pytest.mark.django_db(transaction=True)

JANUARY, FEBRUARY, MARCH = d("2026-01-01"), d("2026-02-01"), d("2026-03-01")


@pytest.fixture
def three_months(transactional_db):
    """Twelve cohorts whose first points were known better on 1 February."""
    figure(JANUARY, "CURRENT", 1, "1.00")
    figure("2026-03-17", "CURRENT", 1, "1.00")
    for month in range(1, 12):
        cohort, last = f"2025-{month:02}", 11 - month
        for mob in range(last + 1):
            point(cohort, mob, 1000, 2 * mob, known_from=JANUARY, known_to=FEBRUARY)
            point(cohort, mob, 1000, 3 * mob, known_from=FEBRUARY)
        point(cohort, last + 1, 1000, 3 * last + 4, known_from=FEBRUARY)
        point(cohort, last + 2, 1000, 3 * last + 9, known_from=MARCH, currency="CNY")


def test_a_past_month_is_picked_and_read_both_ways(sit_down, three_months):
    page = sit_down("lead", "/dashboard/vintage/")
    head, january = page.locator(".page-head"), page.locator("#vintage-figures tbody tr", has_text="2025-01")
    expect(head).to_contain_text("as of 1 Mar 2026")
    expect(january.locator("td").last).to_have_text("3.90 %")
    page.get_by_label("Day", exact=True).fill("2026-01-31")
    expect(head).to_contain_text("as of 1 Jan 2026")
    expect(january.locator("td").last).to_have_text("2.00 %")
    page.get_by_role("link", name="as corrected since").click()
    expect(head).to_contain_text("with what the night for 1 Mar 2026 knew")
    expect(january.locator("td").nth(-2)).to_have_text("3.00 %")
    expect(january.locator("td").last).to_have_text("2.00 %")
    expect(page.locator("[data-chart] canvas")).to_have_count(1)
    assert faults_of(page) == []
    page.keyboard.press("]")
    expect(head).to_contain_text("as of 1 Feb 2026")
    expect(head).to_contain_text("with what the night for 1 Mar 2026 knew")
