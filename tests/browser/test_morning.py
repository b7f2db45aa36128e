"""An agent's morning in a real browser, by keyboard alone: the same script in each language."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from collections_app.arrangements.models import PromiseToPay
from collections_app.casefile.models import CaseNote
from collections_app.cases.models import Passed
from collections_app.contacts.models import Contact
from tests.accounts.cards import d
from tests.browser.desk import SCREEN, on_the_case, pick, picture, tab_to, type_log_in
from tests.desk.stage import Stage

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the page says in one language, and which pictures show it."""

    language: str
    theme: str
    my_day: str
    no_answer: str
    promised: str
    called: str
    contacts: str
    contacts_today: str
    pictures: str = ""


ENGLISH = Words(
    language="en",
    theme="auto",
    my_day="My day",
    no_answer="Logged: No answer.",
    promised="Promised: 1,500.00 by 15 Apr.",
    called="Call the first number that may be called",
    contacts="contacts",
    contacts_today="Contacts today",
)
CHINESE = Words(
    language="zh-hans",
    theme="dark",
    my_day="今日工作",
    no_answer="已记录：无人接听。",
    promised="1,500.00",
    called="拨打第一个可拨号码",
    contacts="联系",
    contacts_today="今日联系",
    pictures="-zh-dark",
)


@pytest.fixture
def page(page: Page) -> Page:
    """The size of a desk's screen."""
    page.set_viewport_size(SCREEN)
    return page


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=lambda words: words.language)
def test_a_morning_by_keyboard_alone(page, cast, stage, live_server, words):
    log_in(page, cast, live_server, words)
    call_in_vain(page, stage, words)
    take_a_promise(page, stage, words)
    write_a_note(page, stage)
    skip(page, stage)
    look_around(page, words)


def log_in(page: Page, cast, live_server, words: Words) -> None:
    user = cast.user("agent")
    type(user).objects.filter(pk=user.pk).update(language=words.language, theme=words.theme)
    chosen = {"django_language": words.language, "theme": words.theme}
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in chosen.items()])
    page.goto(f"{live_server.url}/login/")
    type_log_in(page, "agent.one")
    expect(page.locator("h1")).to_have_text(words.my_day)
    page.wait_for_load_state()
    picture(page, f"my-day{words.pictures}")


def call_in_vain(page: Page, stage: Stage, words: Words) -> None:
    """n: nobody was called for longest, the largest first. c: leave, and the form knows it. Nobody answers."""
    page.keyboard.press("n")
    on_the_case(page, "王**")
    expect(page.locator(".claim-left")).to_have_text(re.compile(r"4:\d\d"))
    page.keyboard.press("c")
    expect(page.locator(".permit-number")).to_contain_text("00010000060")
    expect(page.locator("#id_contact_point_id option:checked")).to_have_text("000****0060")
    expect(page.locator("#id_role")).to_have_value("CARDHOLDER")
    choose_outcome(page, "NO_ANSWER")
    page.keyboard.press("Control+Enter")
    on_the_case(page, "刘*")
    expect(page.locator(".notice-success")).to_contain_text(words.no_answer)
    assert not Contact.objects.get(case=stage["王秀英"]).breach


def take_a_promise(page: Page, stage: Stage, words: Words) -> None:
    """The outcome opens the promise, p goes there, a to the note; a promise too far away is refused and mended."""
    page.keyboard.press("c")
    expect(page.locator("[data-permit]")).to_be_visible()
    choose_outcome(page, "RPC_PTP")
    pick(page, page.locator("#id_reason"), "FORGOT")
    pick(page, page.locator("#id_verified_by"), "BIRTH_DATE")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.keyboard.type("1500")
    tab_to(page, page.locator("#id_promise-due_on"))
    page.keyboard.type("05122025")
    expect(page.locator("#id_promise-due_on")).to_have_value("2025-05-12")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.insert_text("月中发工资")
    survives_a_reload(page, words)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#id_promise-due_on-error")).to_be_visible()
    expect(page.locator("#id_note")).to_have_value("月中发工资")
    if words is ENGLISH:
        picture(page, "refused")
    assert not PromiseToPay.objects.filter(case=stage["刘洋"]).exists()
    expect(page.locator("#id_promise-due_on")).to_be_focused()
    page.keyboard.type("04152025")
    page.keyboard.press("Control+Enter")
    on_the_case(page, "李*")
    expect(page.locator(".notice-success")).to_contain_text(words.promised)
    contact, promise = Contact.objects.get(case=stage["刘洋"]), PromiseToPay.objects.get(case=stage["刘洋"])
    assert (contact.breach, contact.right_party) == (False, True)
    assert (promise.contact_id, promise.last_due_on) == (contact.pk, d("04-15"))


def survives_a_reload(page: Page, words: Words) -> None:
    page.reload()
    on_the_case(page, "刘*")
    expect(page.locator("#id_note")).to_have_value("月中发工资")
    expect(page.locator("#id_promise-amount")).to_have_value("1500")
    picture(page, f"case{words.pictures}")


def write_a_note(page: Page, stage: Stage) -> None:
    """w: something to remember of which no contact tells."""
    page.keyboard.press("w")
    page.keyboard.insert_text("儿子周末回家")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline .note").first).to_have_text("儿子周末回家")
    on_the_case(page, "李*")
    assert CaseNote.objects.get().case == stage["李娜"]


def skip(page: Page, stage: Stage) -> None:
    """s: not now, and why."""
    page.keyboard.press("s")
    page.keyboard.insert_text("线路不通")
    page.keyboard.press("Enter")
    on_the_case(page, "陈*")
    assert (Passed.objects.get().reason, Passed.objects.get().case) == ("线路不通", stage["李娜"])


def look_around(page: Page, words: Words) -> None:
    """? shows the keys, Escape closes them, t narrows the timeline, g d leads to My day."""
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text(words.called)
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#timeline [aria-current]")).to_have_text(words.contacts)
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page.locator("h1")).to_have_text(words.my_day)
    expect(page.locator(".figure-box", has_text=words.contacts_today)).to_contain_text("2")


def choose_outcome(page: Page, code: str) -> None:
    page.keyboard.press("o")
    expect(page.locator("#id_outcome")).to_be_focused()
    pick(page, page.locator("#id_outcome"), code)
