"""The search page: every way to find an account, filters in the address, cursor pages, a fixed number of queries."""

import pytest

from accounts.models import CardAccount
from tests.accounts.cards import PLAIN, d, entry, worked_account
from tests.accounts.database import install, product_following, store_account
from tests.accounts.pages.conftest import IDENTITY, PHONE, give_person
from tests.accounts.played import run_night, store_played

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio(db):
    """张三丰 in M2, 张小明 current, Zhang San of a company without a night yet."""
    install()
    product = product_following(PLAIN)
    late = store_played(worked_account(), until=d("04-10"), product=product)
    paid = store_played(worked_account(entry("PAYMENT", "10000.00", "02-20")), until=d("04-10"), product=product)
    run_night(d("04-10"))
    new = store_account(worked_account().terms, product)
    give_person(late.cardholder, "张三丰")
    give_person(paid.cardholder, "张小明", phone="00010000043", identity="999999198501010029")
    give_person(new.cardholder, "Zhang San", phone="00010000044", identity="999999198501010037")
    CardAccount.objects.filter(pk=late.pk).update(card_last4="4242")
    late.cardholder.region = "上海市"
    late.cardholder.save(update_fields=["region"])
    return late, paid, new


def found(cast, **asked):
    page = cast.browser("agent").get("/accounts/", asked).context["page"]
    return [row.cardholder.personal_data.name for row in page.rows]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("张", ["张三丰", "张小明"]),
        ("张三", ["张三丰"]),
        ("张三丰", ["张三丰"]),
        ("zhang s", ["Zhang San"]),
        ("  ZHANG   San ", ["Zhang San"]),
        ("4242", ["张三丰"]),
        (PHONE, ["张三丰"]),
        ("000 1000 0042", ["张三丰"]),
        (IDENTITY, ["张三丰"]),
        ("李", []),
        ("%", []),
        ("张_丰", []),
        ("0000", []),
        ("\x00", ["张三丰", "张小明", "Zhang San"]),
    ],
)
def test_what_is_typed_is_found(cast, portfolio, typed, names):
    assert sorted(found(cast, q=typed)) == sorted(names)


def test_a_customer_number_finds_the_accounts_of_the_customer(cast, portfolio):
    assert found(cast, q=portfolio[0].cardholder.customer_no) == ["张三丰"]


def test_a_whole_account_number_leads_straight_to_the_account(cast, portfolio):
    number = portfolio[0].account_no
    assert cast.browser("agent").get("/accounts/", {"q": number}).headers["Location"] == f"/accounts/{number}/"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"bucket": "M2"}, ["张三丰"]),
        ({"bucket": "DELINQUENT"}, ["张三丰"]),
        ({"bucket": "CURRENT"}, ["张小明"]),
        ({"bucket": "M4+"}, []),
        ({"bucket": "nonsense"}, ["张三丰", "张小明", "Zhang San"]),
        ({"region": "上海市"}, ["张三丰"]),
        ({"currency": "USD"}, []),
        ({"product": "none"}, []),
        ({"bucket": "M2", "sort": "past_due"}, ["张三丰"]),
        ({"bucket": "M2", "sort": "balance", "q": "张"}, ["张三丰"]),
    ],
)
def test_filters_stand_in_the_address(cast, portfolio, asked, names):
    assert sorted(found(cast, **asked)) == sorted(names)


def test_a_full_card_number_is_refused_at_its_field(cast, portfolio):
    answer = cast.browser("agent").get("/accounts/", {"q": "4111 1111 1111 1111"})
    assert answer.status_code == 422
    assert answer.context["refused"].field == "q"


def test_pages_go_on_where_the_last_one_ended(cast, portfolio, monkeypatch):
    monkeypatch.setattr("accounts.views.search.PAGE", 1)
    for order in ({}, {"q": "张"}, {"bucket": "DELINQUENT"}):
        browser, cursor, seen = cast.browser("agent"), "", []
        for _ in range(3):
            page = browser.get("/accounts/", {**order, "cursor": cursor}).context["page"]
            seen += [row.pk for row in page.rows]
            cursor = page.next
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == {0: 3, 1: 2 if "q" in order else 1}[len(order)]


def test_a_cursor_of_nobody_is_refused(cast, portfolio):
    assert cast.browser("agent").get("/accounts/", {"cursor": "xx"}).status_code == 422


def test_nothing_found_says_what_to_do(cast, portfolio):
    assert "last four digits" in cast.browser("agent").get("/accounts/", {"q": "李"}).content.decode()


def test_an_empty_installation_says_what_to_do(cast):
    assert "bank's files" in cast.browser("agent").get("/accounts/").content.decode()


def test_a_list_shows_no_phone_and_no_identity_number(cast, portfolio):
    text = cast.browser("manager").get("/accounts/").content.decode()
    assert PHONE not in text and IDENTITY not in text


def test_a_fixed_number_of_queries(cast, portfolio, django_assert_max_num_queries):
    browser = cast.browser("agent")
    browser.get("/accounts/")
    with django_assert_max_num_queries(9):
        browser.get("/accounts/")


@pytest.mark.parametrize(("role", "status"), [("agent", 200), ("integration", 200), ("stranger", 403)])
def test_who_may_search(cast, role, status):
    assert cast.browser(role).get("/accounts/").status_code == status


def test_the_list_as_a_file_names_nobody_and_knows_accounts_without_a_night(cast, portfolio):
    late, _paid, new = portfolio
    head, *lines = cast.browser("lead").get("/accounts/?format=csv").content.decode("utf-8-sig").splitlines()
    assert head.startswith("account_no,customer_no,product,region,currency,bucket,past_due_since,past_due,balance,")
    rows = {line.split(",")[0]: line.split(",") for line in lines}
    assert rows[late.account_no][5:7] == ["M2", "2025-02-25"]
    assert rows[new.account_no][5:] == ["", "", "", "", ""]
    assert "张" not in "".join(lines)
    one = cast.browser("lead").get("/accounts/?bucket=DELINQUENT&q=张三&format=csv").content.decode().splitlines()
    assert [line.split(",")[0] for line in one[1:]] == [late.account_no]


def test_of_a_list_too_long_for_a_file_no_more_is_fetched_than_it_takes_to_say_so(
    cast, portfolio, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("collections_app.shared.tables.MOST_ROWS", 1)
    browser = cast.browser("lead")
    with django_assert_max_num_queries(12) as asked:
        assert browser.get("/accounts/?format=csv").status_code == 422
    assert next(query["sql"] for query in asked if 'FROM "accounts_cardaccount"' in query["sql"]).endswith("LIMIT 2")
