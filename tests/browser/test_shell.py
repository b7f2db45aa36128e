"""The bar in a real browser: keys, theme, language, menus, what was typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page: Page, cast, live_server) -> Page:
    """An administrator who has just logged in."""
    cast.user("administrator")
    page.goto(f"{live_server.url}/login/?next=/people/")
    page.get_by_label("Log-in name").fill("administrator.one")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
    return page


def test_a_question_mark_shows_the_keys_and_escape_closes_them(desk):
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("#keys")).to_be_hidden()


def test_keys_typed_into_a_field_stay_text(desk):
    desk.get_by_label("Name", exact=True).fill("")
    desk.get_by_label("Name", exact=True).press("?")
    expect(desk.locator("#keys")).to_be_hidden()


def test_g_and_a_number_opens_a_page(desk, live_server):
    desk.goto(f"{live_server.url}/profile/")
    place = desk.locator("[data-key-go]", has_text="Users").get_attribute("data-key-go")
    desk.keyboard.press("g")
    desk.keyboard.press(place)
    expect(desk).to_have_url(f"{live_server.url}/people/")


def test_the_theme_changes_at_once_and_is_there_after_a_reload(desk):
    desk.locator("summary[data-theme-icon]").click()
    with desk.expect_response("**/profile/theme/"):
        desk.get_by_role("button", name="Dark").click()
    expect(desk.locator("html")).to_have_attribute("data-bs-theme", "dark")
    desk.reload()
    expect(desk.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_language_changes_on_the_page_where_one_stands(desk, live_server):
    desk.get_by_role("button", name="中文").click()
    expect(desk.get_by_role("heading", name="用户", exact=True)).to_be_visible()
    expect(desk).to_have_url(f"{live_server.url}/people/")


def test_what_was_typed_survives_a_reload_and_goes_when_it_was_sent(desk):
    name = desk.get_by_label("Name", exact=True)
    name.fill("李娜")
    desk.reload()
    expect(name).to_have_value("李娜")
    desk.get_by_label("Log-in name").fill("li.na")
    desk.get_by_role("button", name="Invite").click()
    expect(desk.get_by_role("heading", name="李娜")).to_be_visible()
    desk.go_back()
    desk.reload()
    expect(name).to_have_value("")


def test_locking_someone_asks_first(desk, cast, live_server):
    user = cast.user("agent")
    desk.goto(f"{live_server.url}/people/{user.pk}/")
    desk.get_by_role("button", name="Lock").click()
    desk.get_by_role("button", name="Cancel").click()
    expect(desk.locator(".page-head .tag")).to_have_text("active")
    desk.get_by_role("button", name="Lock").click()
    desk.get_by_role("button", name="Continue").click()
    expect(desk.locator(".page-head .tag")).to_have_text("locked")


def test_the_menu_closes_when_one_turns_elsewhere(desk):
    menu = desk.locator("details.menu", has_text="Log out")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    desk.locator("h1").click()
    expect(menu).not_to_have_attribute("open", re.compile(".*"))


def test_pages_beside_the_product_obey_the_policy_too(desk, live_server):
    for address in ("/profile/", "/profile/password/", "/nowhere/", "/admin/", "/admin/people/user/"):
        desk.goto(f"{live_server.url}{address}")
        expect(desk.locator("h1").first).to_be_visible()


def test_the_rest_page_lists_the_calls(page, live_server):
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.locator("[data-tag='session']").click()
    expect(page.get_by_text("/api/v1/log-in")).to_be_visible()
