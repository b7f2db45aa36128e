"""Pages in headless Chromium: which program, and what no page may do."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Playwright, expect

from local_stack import chromium

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
    """A page that needs inline script or style would be broken for everybody: it fails its test."""
    if "page" not in request.fixturenames:
        yield
        return
    page: Page = request.getfixturevalue("page")
    violations: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            violations.append(message.text)

    page.on("console", note)
    yield
    assert not violations
