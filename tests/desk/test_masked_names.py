"""No page, file or address gives a person's full name away: only a look does, and it is on record."""

import base64

import pytest

from accounts.models import PersonalData
from collections_app.shared import clock
from tests.arrangements.promised import promised
from tests.contacts.desk import NOW, open_file

pytestmark = pytest.mark.django_db
FULL, MASKED = "张三丰", "张**"
COMPANY = "恒盛贸易有限公司"
PAGES = (
    "/accounts/",
    "/accounts/?q=张三",
    "/accounts/{account}/",
    "/cases/",
    "/cases/?q=张三",
    "/cases/{case}/",
    "/cases/{case}/holds/",
    "/promises/?show=all",
    "/promises/{promise}/",
)
ADDRESSES = ("cases", "cases/{case}", "cardholders", "cardholders/{customer}", "find-by-number?number=13912345678")
FILES = ("/cases/?format=csv", "/promises/?show=all&format=csv")


@pytest.fixture
def places(monkeypatch):
    """How the addresses of somebody called 张三丰 read, who has promised to pay."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    case = open_file(phone="13912345678").case
    PersonalData.objects.create(cardholder=case.cardholder, name=FULL)
    made = promised(case, "100.00", "03-12", at=NOW)
    account, customer = case.cardholder.card_accounts.get().account_no, case.cardholder.customer_no
    return {"case": case.pk, "promise": made.pk, "account": account, "customer": customer}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ["agent", "manager"])
def test_a_page_shows_it_masked(cast, places, role, address):
    answer = cast.browser(role).get(address.format(**places))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert MASKED in text
    assert FULL not in text


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", ["agent", "manager"])
def test_an_address_shows_it_masked(cast, places, role, address):
    answer = cast.api(role).get(f"/api/v1/{address.format(**places)}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'"name":"{MASKED}"' in text
    assert FULL not in text


@pytest.mark.parametrize("address", FILES)
def test_a_file_has_none(cast, places, address):
    answer = cast.browser("manager").get(address)
    text = b"".join(answer).decode("utf-8-sig")
    assert answer.status_code == 200
    assert "张" not in text


def test_a_caller_is_shown_masked(cast, places):
    text = cast.browser("agent").post("/contacts/inbound/", {"number": "13912345678"}).content.decode()
    assert MASKED in text
    assert FULL not in text


def test_a_company_stands_by_its_name(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    file = open_file(kind="COMPANY", phone="13912345678")
    PersonalData.objects.create(cardholder=file.case.cardholder, name=COMPANY)
    assert COMPANY in cast.browser("agent").get("/cases/").content.decode()
    assert COMPANY in cast.browser("agent").get(f"/cases/{file.case.pk}/").content.decode()
    (match,) = cast.api("agent").get("/api/v1/find-by-number?number=13912345678").json()
    assert match["name"] == COMPANY


def test_the_link_to_the_next_page_of_a_search_by_name_holds_none(cast, places, monkeypatch):
    monkeypatch.setattr("accounts.views.search.PAGE", 1)
    PersonalData.objects.create(cardholder=open_file().case.cardholder, name="张四海")
    browser = cast.browser("agent")
    first = browser.get("/accounts/", {"q": "张"}).context["page"]
    padded = first.next + "=" * (-len(first.next) % 4)
    assert b"\\u5f20" not in base64.urlsafe_b64decode(padded)
    second = browser.get("/accounts/", {"q": "张", "cursor": first.next}).context["page"]
    assert {row.cardholder.personal_data.name for row in (*first.rows, *second.rows)} == {FULL, "张四海"}
    assert browser.get("/accounts/", {"q": "张", "cursor": first.next[:-8]}).status_code == 422
