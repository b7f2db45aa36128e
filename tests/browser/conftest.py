"""Pages in headless Chromium: which program, and what no page may do."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Error, Page, Playwright, expect

from accounts.models import CardAccount
from local_stack import chromium
from tests.accounts.cards import d, worked_account
from tests.accounts.database import install
from tests.accounts.pages.conftest import give_person
from tests.accounts.played import run_night, store_played
from tests.desk.stage import Stage, at_ten, on_stage

# How long a page may take before a test calls it broken: a busy machine is not a broken page.
expect.set_options(timeout=30_000)

_HERE = Path(__file__).parent
_ARGUMENTS = ("--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright(request: pytest.FixtureRequest) -> Playwright:
    """Playwright as ever; where its driver does not start, the test fails with the line to type."""
    if os.environ.get("FAIRDUE_BROWSER") == "skip":
        pytest.skip("FAIRDUE_BROWSER=skip")
    if not chromium.driver_starts(Path(sys.executable)):
        pytest.fail(chromium.HOW_TO_INSTALL, pytrace=False)
    return request.getfixturevalue("playwright")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict, playwright: Playwright) -> dict:
    """A Chromium of this machine or Playwright's own; without one the test fails with the line to type."""
    program = chromium.find()
    if program is None and not Path(playwright.chromium.executable_path).exists():
        pytest.fail(chromium.HOW_TO_INSTALL, pytrace=False)
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {**browser_type_launch_args, "args": arguments, **({"executable_path": program} if program else {})}


@pytest.fixture(autouse=True)
def nothing_breaks_the_security_policy(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page that needs inline script or style, or whose script fails, is broken for everybody: it fails its test."""
    if "page" not in request.fixturenames:
        yield
        return
    page: Page = request.getfixturevalue("page")
    broken: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            broken.append(message.text)

    def note_failure(failure: Error) -> None:
        broken.append(str(failure))

    page.on("console", note)
    page.on("pageerror", note_failure)
    yield
    assert not broken


@pytest.fixture
def sit_down(page: Page, cast, live_server) -> Callable[[str, str], Page]:
    """`sit_down("lead", "/dashboard/")`: that page, for a user of that role who is logged in already."""

    def at(role: str, address: str) -> Page:
        session = cast.browser(role).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        page.goto(f"{live_server.url}{address}")
        return page

    return at


@pytest.fixture
def stage(cast, transactional_db, monkeypatch) -> Stage:
    """A desk on the morning of 10 April 2025, at two minutes past ten."""
    at_ten(monkeypatch)
    return on_stage(cast)


@pytest.fixture
def worked(transactional_db) -> CardAccount:
    """The worked account after the night for 2025-04-10: M2, of a cardholder named 张三丰."""
    install()
    account = store_played(worked_account(), until=d("04-10"))
    give_person(account.cardholder, "张三丰")
    run_night(d("04-10"))
    return account
