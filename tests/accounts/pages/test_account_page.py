"""The account page: where the account stands, why, its tabs, what if, reveal; and who sees what."""

import pytest

from accounts.models import Installation
from collections_app.events.models import Event
from tests.accounts.cards import CALENDAR_A, PLAIN
from tests.accounts.database import install, product_following, store_account
from tests.accounts.pages.conftest import IDENTITY, PHONE

pytestmark = pytest.mark.django_db
TABS = ["why", "calendar", "statements", "ledger", "history", "holds", "events"]


def page(cast, account, role="agent", query="", **headers):
    return cast.browser(role).get(f"/accounts/{account.account_no}/{query}", headers=headers)


def test_the_main_facts_stand_on_the_page(cast, worked):
    answer = page(cast, worked)
    text = answer.content.decode()
    for fact in ("张**", "2,170.00", "44 days, since 25 Feb", "10,536.91", "3,246.91", "32.1", "special mention"):
        assert fact in text
    assert answer.context["why"].bucket == "M2"
    assert "bucket-m2" in text


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_alone_and_as_a_fragment(cast, worked, tab):
    whole, fragment = (
        page(cast, worked, query=f"?tab={tab}"),
        page(cast, worked, query=f"?tab={tab}", HX_Request="true"),
    )
    assert whole.status_code == fragment.status_code == 200
    assert "<html" in whole.content.decode()
    assert "<html" not in fragment.content.decode()


def test_why_shows_rule_inputs_version_and_entry_of_each_fee(cast, worked):
    text = page(cast, worked).content.decode()
    assert "5\u202f% of 2,170.00 unpaid minimum, at least 10.00" in text
    assert "LINE" in text


def test_the_ledger_runs_a_balance_and_marks_what_the_next_night_takes_in(cast, worked):
    lines = page(cast, worked, query="?tab=ledger").context["page"].rows
    assert (lines[0].entry.kind, lines[0].waiting) == ("PAYMENT", True)
    assert str(lines[0].balance) == "10436.91"
    assert str(lines[-1].balance) == "10000.00"
    assert not lines[-1].waiting


def test_a_wrong_cursor_is_refused_not_a_crash(cast, worked):
    assert page(cast, worked, query="?tab=ledger&cursor=xx").status_code == 400


def test_statements_say_what_paid_their_slices(cast, worked):
    run = page(cast, worked, query="?tab=statements").context["statements"]
    assert [line.seq for line in run] == [3, 2, 1]
    assert [str(line.unpaid) for line in run] == ["1076.91", "1170.00", "1000.00"]


def test_the_strip_shows_twelve_months_with_what_is_to_come(cast, worked):
    strip = page(cast, worked).context["strip"]
    assert [(band.bucket, band.ahead) for band in strip.bands][-4:] == [
        ("M2", False),
        ("M3", True),
        ("M4", True),
        ("M4+", True),
    ]
    assert {mark.kind for mark in strip.marks} == {"statement", "due", "late_fee"}


# -- what if ----------------------------------------------------------------------------------------------------


def what_if(cast, account, **given):
    return cast.browser("agent").get(f"/accounts/{account.account_no}/what-if/", given)


def test_what_if_he_pays_answers_for_the_morning_after(cast, worked):
    tried = what_if(cast, worked, amount="2070.00", pay_on="2025-04-10").context["tried"]
    assert (tried.paid.bucket, tried.without.bucket) == ("CURRENT", "M2")
    assert tried.cures
    partly = what_if(cast, worked, amount="900.00", pay_on="2025-04-10").context["tried"]
    assert (partly.paid.bucket, partly.paid.dpd) == ("M1", 17)


def test_what_if_later_than_the_next_statement(cast, worked):
    tried = what_if(cast, worked, amount="5000.00", pay_on="2025-05-10").context["tried"]
    assert (tried.without.bucket, tried.paid.bucket) == ("M3", "CURRENT")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": "", "pay_on": "2025-04-10"}, "amount"),
        ({"amount": "-1", "pay_on": "2025-04-10"}, "amount"),
        ({"amount": "1.001", "pay_on": "2025-04-10"}, "amount"),
        ({"amount": "1", "pay_on": "2025-04-31"}, "pay_on"),
        ({"amount": "1", "pay_on": "2025-04-09"}, "pay_on"),
        ({"amount": "1", "pay_on": "2026-04-09"}, "pay_on"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(cast, worked, given, field):
    answer = what_if(cast, worked, **given)
    assert answer.status_code == 422
    assert list(answer.context["what_if"].errors) == [field]
    assert answer.context["what_if"].data["amount"] == given["amount"]


# -- personal data ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_personal_data_is_masked_at_first(cast, worked, role):
    text = page(cast, worked, role).content.decode()
    assert PHONE not in text and IDENTITY not in text and "演示路" not in text and "张三丰" not in text
    assert "000****0042" in text


def test_a_look_is_shown_once_and_recorded(cast, worked):
    answer = cast.browser("lead").post(f"/accounts/{worked.account_no}/reveal/")
    text = answer.content.decode()
    assert PHONE in text and IDENTITY in text and "演示路42号" in text and "张三丰" in text
    event = Event.objects.get(kind="personal_data.revealed")
    assert (event.account_id, event.cardholder_id) == (worked.pk, worked.cardholder_id)
    assert event.data["what"] == ["name", "id_number", "contact_points", "addresses"]
    assert PHONE not in str(event.data) and "张" not in str(event.data)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("role", ["agent", "administrator", "integration", "stranger"])
def test_who_may_not_reveal(cast, worked, role):
    assert cast.browser(role).post(f"/accounts/{worked.account_no}/reveal/").status_code == 403
    assert not Event.objects.filter(kind="personal_data.revealed").exists()


# -- who, and how many queries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "quality", "compliance", "administrator", "integration"])
def test_every_role_with_accounts_view_sees_it(cast, worked, role):
    assert page(cast, worked, role).status_code == 200


def test_others_do_not(cast, worked):
    assert page(cast, worked, "stranger").status_code == 403
    assert cast.nobody.get(f"/accounts/{worked.account_no}/").status_code == 302


def test_an_unknown_account_is_a_404(cast, worked):
    assert cast.browser("agent").get("/accounts/NONE/").status_code == 404


def test_before_the_first_night_the_page_says_so(cast):
    install()
    account = store_account(CALENDAR_A, product_following(PLAIN))
    assert "No night has run yet" in page(cast, account).content.decode()
    Installation.objects.update(business_date="2025-03-01")
    assert page(cast, account).status_code == 200


@pytest.mark.parametrize("tab", TABS)
def test_a_fixed_number_of_queries(cast, worked, tab, django_assert_max_num_queries):
    browser = cast.browser("agent")
    browser.get(f"/accounts/{worked.account_no}/")
    with django_assert_max_num_queries(25):
        browser.get(f"/accounts/{worked.account_no}/?tab={tab}")


def test_the_page_speaks_chinese(cast, worked):
    browser = cast.browser("agent")
    browser.cookies["django_language"] = "zh-hans"
    browser.post("/profile/language/", {"language": "zh-hans"})
    text = browser.get(f"/accounts/{worked.account_no}/").content.decode()
    for word in ("最低还款额", "账单", "违约金", "逾期"):
        assert word in text
