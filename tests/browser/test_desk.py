"""An agent's morning in a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.desk.stage import at_ten, on_stage

pytestmark = pytest.mark.django_db(transaction=True)
IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture
def stage(cast, transactional_db, monkeypatch):
    at_ten(monkeypatch)
    return on_stage(cast)


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 1366, "height": 768})
    return page


def picture(page: Page, name: str) -> None:
    """Keep the picture of the documentation anew when asked to: FAIRDUE_PICTURES=1."""
    if os.environ.get("FAIRDUE_PICTURES"):
        page.screenshot(path=(Path("/tmp/pics") / f"{name}.png"))


def test_look(sit_down, stage, live_server):
    page = sit_down("agent", "/desk/")
    picture(page, "desk-my-day")
    page.goto(f"{live_server.url}/desk/queues/m2/")
    picture(page, "queue")
    page.goto(f"{live_server.url}/cases/{stage['张伟'].pk}/")
    picture(page, "case")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("n")
    expect(page.locator("#log-form")).to_be_visible()
    picture(page, "case-next")
    page.keyboard.press("c")
    expect(page.locator("[data-permit]")).to_be_visible()
    page.keyboard.press("o")
    page.keyboard.type("Promises")
    picture(page, "case-permit")
