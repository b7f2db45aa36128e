"""What somebody at a desk does in the browser: by keyboard, and pictures for the documentation.

`FAIRDUE_PICTURES=1` keeps the pictures anew.
"""

import os
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.cast import PASSWORD

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SCREEN: ViewportSize = {"width": 1366, "height": 768}


def picture(page: Page, name: str) -> None:
    """Keep the picture of the documentation anew, when asked to."""
    if os.environ.get("FAIRDUE_PICTURES"):
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / f"desk-{name}.png")


def tab_to(page: Page, field: Locator) -> None:
    """Press Tab until the field has the focus, as somebody without a mouse does."""
    for _ in range(30):
        if field.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {field}")


def pick(page: Page, field: Locator, value: str) -> None:
    """Choose an option by Arrow Down, which needs no language; the field is reached by Tab."""
    tab_to(page, field)
    for _ in range(40):
        if field.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the keyboard never reaches {value}")


def type_log_in(page: Page, name: str) -> None:
    """Fill in the log-in page and send it."""
    page.locator("#id_username").focus()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def on_the_case(page: Page, name: str) -> None:
    """The page of this customer's case stands there."""
    expect(page.locator("h1")).to_have_text(name)
    page.wait_for_load_state()
