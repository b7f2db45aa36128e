"""What a screen reader and a keyboard need of every page: names for all controls, headings in order, no inline code."""

import pytest
from playwright.sync_api import expect

from tests.dashboards.figures import business_date, figure

pytestmark = pytest.mark.django_db(transaction=True)

MANAGERS = ["/dashboard/", "/dashboard/differences/", "/accounts/", "/operations/", "/policies/", "/duplicates/"]
ADMINISTRATORS = ["/people/", "/teams/", "/teams/move/", "/intake/", "/profile/", "/profile/password/", "/nowhere/"]

FAULTS = """() => {
  const shown = (element) => element.getClientRects().length > 0;
  const label = (element) => element.getAttribute("aria-label") || element.getAttribute("aria-labelledby")
    || [...(element.labels || [])].map((one) => one.textContent.trim()).join("");
  const name = (element) => label(element) || element.textContent.trim();
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const faults = [];
  for (const field of all("input, select, textarea")) {
    if (!label(field)) faults.push("no label: " + field.outerHTML.slice(0, 120));
  }
  for (const control of all("button, a[href], summary")) {
    const drawn = control.querySelector("[aria-label], [alt]:not([alt=''])");
    if (!name(control) && !drawn) faults.push("no name: " + control.outerHTML.slice(0, 120));
  }
  const levels = all("h1, h2, h3, h4").map((heading) => Number(heading.tagName[1]));
  if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) faults.push("one h1 first: " + levels);
  if (levels.some((level, place) => level > (levels[place - 1] || 0) + 1)) faults.push("heading skipped: " + levels);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const doubled = ids.filter((id, place) => ids.indexOf(id) !== place);
  if (doubled.length) faults.push("ids twice: " + doubled);
  if (!document.documentElement.lang || !document.title) faults.push("no language or no title");
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push("wider than the window");
  return faults;
}"""


def faults_of(page) -> list[str]:
    expect(page.locator("h1").first).to_be_visible()
    return page.evaluate(FAULTS)


@pytest.fixture
def page(page):
    """The size of a desk's screen."""
    page.set_viewport_size({"width": 1366, "height": 768})
    return page


@pytest.mark.parametrize(("role", "addresses"), [("manager", MANAGERS), ("administrator", ADMINISTRATORS)])
def test_every_page_names_its_controls_and_orders_its_headings(sit_down, live_server, role, addresses):
    business_date("03-15")
    figure("03-15", "M1", 7, "700.00", "210.00")
    desk = sit_down(role, addresses[0])
    faults = {}
    for address in addresses:
        desk.goto(f"{live_server.url}{address}")
        faults[address] = faults_of(desk)
    assert {address: found for address, found in faults.items() if found} == {}


def test_the_log_in_page_too(page, live_server):
    page.goto(f"{live_server.url}/login/")
    assert faults_of(page) == []


def test_a_policy_version_that_is_refused_says_so_at_its_field(sit_down, live_server):
    business_date("03-15")
    desk = sit_down("compliance", "/policies/CN_CBA_2026/new/")
    assert faults_of(desk) == []
    desk.get_by_label("Valid from").fill("2025-03-01")
    desk.get_by_label("Why this change").fill("a trial")
    desk.get_by_role("button", name="Write this version").click()
    expect(desk.locator(".field-error").first).to_be_visible()
    expect(desk.get_by_label("Why this change")).to_have_value("a trial")


@pytest.mark.parametrize("tab", ["why", "calendar", "statements", "ledger", "history", "holds", "events"])
def test_the_account_page_with_every_tab(sit_down, worked, tab):
    assert faults_of(sit_down("manager", f"/accounts/{worked.account_no}/?tab={tab}")) == []
