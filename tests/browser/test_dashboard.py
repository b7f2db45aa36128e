"""The bucket dashboard in a real browser: its charts, its figures beside the REST door's, and a day of the past."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.dashboards.figures import business_date, figure, flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def march(transactional_db):
    """Two days of figures and the flow of February."""
    business_date("03-15")
    figure("03-14", "CURRENT", 88, "8800.00")
    figure("03-14", "M1", 12, "1200.00", "360.00")
    figure("03-15", "CURRENT", 89, "8900.00")
    figure("03-15", "M1", 7, "700.00", "210.00")
    figure("03-15", "M1", 2, "1400.50", "33.00", region="北京", code="BASIC")
    figure("03-15", "M4+", 4, "400.00", "400.00", region="北京", code="BASIC")
    flow("03-01", "01-31", "M1", "M2", 2, "30000.00")
    flow("03-01", "01-31", "M1", "M1", 2, "17000.00")
    flow("03-01", "01-31", "M1", "CURRENT", 3, "29000.00")
    flow("03-01", "01-31", "M2", "M3", 1, "10.00")
    flow("03-01", "01-31", "M2", "CURRENT", 5, "20.00")


def test_both_charts_are_drawn(sit_down, march):
    page = sit_down("lead", "/dashboard/")
    expect(page.locator("[data-chart] canvas")).to_have_count(2)


def test_paper_says_which_part_of_the_portfolio_it_shows(sit_down, march):
    page = sit_down("lead", "/dashboard/?product=BASIC&trend=balance")
    page.emulate_media(media="print")
    expect(page.locator("select[name=product]")).to_be_visible()
    expect(page.locator("select[name=region]")).to_be_hidden()
    expect(page.locator("#trend .segments a:visible")).to_have_text(["Balance"])
    expect(page.get_by_role("button", name="Show")).to_be_hidden()


def test_the_table_says_what_the_rest_door_says(sit_down, cast, march):
    page = sit_down("lead", "/dashboard/")
    told = cast.api("lead").get("/api/v1/portfolio/figures", {"day": "2025-03-15", "bucket": "M1"}).json()["results"]
    accounts = sum(row["accounts"] for row in told)
    balance = sum(Decimal(row["balance"]) for row in told)
    assert (accounts, balance) == (9, Decimal("2100.50"))
    shown = page.locator("#bucket-table tbody tr", has_text="M1").locator("td.group-start")
    expect(shown).to_have_text([str(accounts), f"{balance:,}", "243.00"])


def test_each_row_of_the_matrix_adds_up_to_the_whole(sit_down, march):
    page = sit_down("lead", "/dashboard/")
    expect(page.locator("#flow-table")).to_be_visible()
    rows = page.locator("#flow-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].slice(2, 9).map(cell => cell.firstChild.textContent))"
    )
    full = [row for row in rows if any("%" in cell for cell in row)]
    assert len(full) == 2
    for row in full:
        shares = [Decimal(re.sub(r"[^0-9.]", "", cell)) for cell in row if "%" in cell]
        assert abs(sum(shares) - 100) <= Decimal("0.1") * len(shares)


def test_a_day_of_the_past_says_that_it_is_as_known_then(sit_down, march):
    page = sit_down("lead", "/dashboard/")
    expect(page.get_by_text("as known then")).to_have_count(0)
    page.get_by_label("Day", exact=True).fill("2025-03-14")
    expect(page.locator(".page-head")).to_contain_text("as known then")
    expect(page.locator("#bucket-table tbody tr", has_text="M1").locator("td").first).to_have_text("12")
    page.keyboard.press("Escape")
    page.keyboard.press("]")
    expect(page.locator("#bucket-table tbody tr", has_text="M1").locator("td").first).to_have_text("9")
