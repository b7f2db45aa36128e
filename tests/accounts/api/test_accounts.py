"""Accounts, explanation and what-if calendar at the REST door."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import CardAccount, Cardholder, Position
from tests.accounts.cards import CALENDAR_A, GRACE_3, PLAIN, d
from tests.accounts.database import install, product_following, store_account
from tests.accounts.desk import open_desk
from tests.accounts.pages.conftest import give_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """M1 in its gap on 2025-03-26: two minimums missed, fees of 50.00 and 108.50, 220.00 interest."""
    return open_desk(aged_to="03-26")


def many(count, *, bucket=-1, product=None, **more):
    """Accounts with a stored position, without any night."""
    product = product or product_following(PLAIN)
    accounts = [store_account(CALENDAR_A, product) for _ in range(count)]
    CardAccount.objects.filter(pk__in=[account.pk for account in accounts]).update(**more)
    for account in accounts:
        Position.objects.create(
            card_account=account,
            cardholder=account.cardholder,
            product=product,
            currency=account.currency,
            next_statement_date=d("04-05"),
            bucket=bucket,
            bucket_since=d("02-26"),
            anchor_seq=None if bucket < 0 else 1,
            anchor_due_date=None if bucket < 0 else d("02-25"),
            cycle_seq=2,
            changed_on=d("03-10"),
        )
    return accounts


def numbers(answer):
    return [row["account_no"] for row in answer.data["results"]]


# -- one account ----------------------------------------------------------------------------------------------------


def test_an_account_shows_where_it_stands(cast, desk):
    shown = cast.api("agent").get(f"/api/v1/accounts/{desk.no}").data
    position = shown["position"]
    assert (shown["customer_no"], shown["currency"], shown["statements_by"]) == (
        desk.account.cardholder.customer_no,
        "CNY",
        "OWN",
    )
    assert {name: position[name] for name in ("bucket", "in_gap", "dpd", "minimums_missed", "asset_class")} == {
        "bucket": "M1",
        "in_gap": True,
        "dpd": 29,
        "minimums_missed": 2,
        "asset_class": "SPECIAL_MENTION",
    }
    assert (position["as_of"], position["balance"], position["past_due"]) == ("2025-03-26", "10378.50", "2170.00")
    assert {part["component"]: (part["billed"], part["unbilled"]) for part in shown["components"]} == {
        "PURCHASE": ("10000.00", "0.00"),
        "INTEREST": ("220.00", "0.00"),
        "LATE_FEE": ("50.00", "108.50"),
    }


def test_an_account_no_night_has_opened_has_no_position(cast):
    desk = open_desk(aged_to="02-01", nights_run=False)
    shown = cast.api("agent").get(f"/api/v1/accounts/{desk.no}/")
    assert (shown.status_code, shown.data["position"], shown.data["components"]) == (200, None, [])


@pytest.mark.parametrize("number", ["nobody", "a%00b", "x" * 300])
def test_an_unknown_number_is_a_problem(cast, number):
    answer = cast.api("agent").get(f"/api/v1/accounts/{number}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_explanation_is_the_one_of_the_page(cast, desk):
    told = cast.api("agent").get(f"/api/v1/accounts/{desk.no}/explanation/").data
    assert (told["bucket"], told["dpd"], told["on"]) == ("M1", 29, "2025-03-26")
    earlier = cast.api("agent").get(f"/api/v1/accounts/{desk.no}/explanation", {"on": "2025-03-05"}).data
    assert (earlier["bucket"], earlier["dpd"]) == ("M1", 8)
    wrong = cast.api("agent").get(f"/api/v1/accounts/{desk.no}/explanation", {"on": "2025-02-29"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "on")
    future = cast.api("agent").get(f"/api/v1/accounts/{desk.no}/explanation", {"on": "2025-03-27"})
    assert (future.status_code, future.json()["errors"][0]["field"]) == (422, "on")


def test_before_the_first_night_there_is_nothing_to_explain(cast):
    account = store_account(CALENDAR_A, product_following(PLAIN))
    for address in ("explanation", "bucket-calendar"):
        answer = cast.api("agent").get(f"/api/v1/accounts/{account.account_no}/{address}")
        assert (answer.status_code, answer.json()["code"]) == (422, "not_yet")


# -- what if --------------------------------------------------------------------------------------------------------


def test_the_calendar_goes_on_from_the_stored_account(cast, desk):
    address = f"/api/v1/accounts/{desk.no}/bucket-calendar"
    days = cast.api("agent").get(address, {"last": "2025-07-26"}).data
    by_day = {day["date"]: day for day in days}
    assert days[0]["date"] == "2025-03-26"
    assert len(days) == 123
    assert [by_day[day]["bucket"] for day in ("2025-04-04", "2025-04-05", "2025-05-05", "2025-07-05")] == [
        "M1",
        "M2",
        "M3",
        "M4+",
    ]
    assert (by_day["2025-04-26"]["late_fees"], by_day["2025-04-26"]["dpd"], by_day["2025-04-26"]["in_gap"]) == (
        3,
        60,
        True,
    )
    assert by_day["2025-07-05"]["balance"] == "11659.78"


def test_a_payment_that_might_come_cures_from_the_next_day(cast, desk):
    address = f"/api/v1/accounts/{desk.no}/bucket-calendar/"
    query = {"last": "2025-04-10", "pay": ["2025-03-28:1000.00", "2025-03-30:1170.00"]}
    by_day = {day["date"]: day["bucket"] for day in cast.api("agent").get(address, query).data}
    assert [by_day[f"2025-03-{day}"] for day in (28, 29, 30, 31)] == ["M1", "M0", "M0", "CURRENT"]


def test_trying_a_payment_writes_nothing(cast, desk):
    before = desk.entries("PAYMENT", "LATE_FEE", "INTEREST")
    cast.api("agent").get(f"/api/v1/accounts/{desk.no}/bucket-calendar", {"pay": "2025-03-28:1000.00"})
    assert desk.entries("PAYMENT", "LATE_FEE", "INTEREST") == before


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"first": "2025-03-25"}, "first"),
        ({"last": "2025-03-25"}, "last"),
        ({"last": "2026-05-01"}, "last"),
        ({"last": "2025-13-01"}, "last"),
        ({"pay": "1000"}, "pay"),
        ({"pay": "2025-04-01:-5"}, "pay"),
        ({"pay": "2025-02-30:5"}, "pay"),
        ({"pay": "2025-03-25:5.00"}, "pay"),
        ({"pay": "2025-04-01:0.001"}, "pay"),
    ],
)
def test_a_wrong_question_is_named(cast, desk, query, field):
    answer = cast.api("agent").get(f"/api/v1/accounts/{desk.no}/bucket-calendar", query)
    assert 400 <= answer.status_code < 500
    assert answer.json()["errors"][0]["field"].split(".")[0] == field


# -- lists ----------------------------------------------------------------------------------------------------------


def test_every_filter_narrows(cast):
    install(business_date=d("03-10"))
    product = product_following(PLAIN)
    current, late, dollar = many(2, product=product), many(1, bucket=5), many(1, currency="USD", card_last4="4242")
    Cardholder.objects.filter(pk=late[0].cardholder_id).update(region="上海")
    give_person(late[0].cardholder, "张三丰")
    caller = cast.api("agent")
    wanted = {
        "bucket=M4%2B": late,
        "bucket=M4P": late,
        "bucket=DELINQUENT": late,
        "bucket=CURRENT": [*current, *dollar],
        f"product={product.code}": current,
        "currency=USD": dollar,
        "region=上海": late,
        "last4=4242": dollar,
        f"account_no={late[0].account_no}": late,
        f"customer_no={current[1].cardholder.customer_no}": [current[1]],
        "status=CLOSED": [],
        "q=4242": dollar,
        f"q={current[1].cardholder.customer_no}": [current[1]],
        "q=张&bucket=M4P": late,
        "q=张&currency=USD": [],
        "account_no=nobody": [],
    }
    found = {query: numbers(caller.get(f"/api/v1/accounts?{query}")) for query in wanted}
    assert found == {query: [account.account_no for account in accounts] for query, accounts in wanted.items()}
    assert caller.get("/api/v1/accounts?bucket=M4P").data["results"][0]["position"]["bucket"] == "M4+"


@pytest.mark.parametrize(
    "query",
    [
        "bucket=M9",
        "product=NONE",
        "currency=XXX",
        "currency=YUAN",
        "currency=C%00Y",
        "last4=12a4",
        "status=GONE",
        "colour=red",
        "account_no=" + "9" * 41,
        "customer_no=a%00b",
        "q=4111111111111111",
        "q=" + "9" * 81,
        "page_size=0",
        "page_size=501",
        "page_size=x",
    ],
)
def test_a_filter_that_cannot_be_is_named(cast, query):
    answer = cast.api("agent").get(f"/api/v1/accounts?{query}")
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {query.partition("=")[0]}


@pytest.mark.parametrize("cursor", ["x", "cD1hYmM=", "cD3vvJHvvJE%3D", "bz0tMQ=="])
def test_a_cursor_we_never_gave_is_a_problem(cast, cursor):
    answer = cast.api("agent").get(f"/api/v1/accounts?cursor={cursor}")
    assert answer.status_code in (200, 404)
    assert "json" in answer.headers["Content-Type"]


def test_pages_hold_while_accounts_come_in(cast):
    install(business_date=d("03-10"))
    first_ones = many(5)
    caller = cast.api("agent")
    page = caller.get("/api/v1/accounts?page_size=2")
    seen = numbers(page)
    new_ones = many(1)
    while page.data["next"]:
        page = caller.get(page.data["next"])
        seen += numbers(page)
    assert seen == [account.account_no for account in [*first_ones, *new_ones]]
    assert caller.get(page.data["previous"]).status_code == 200


def queries_of(caller, address):
    caller.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert caller.get(address).status_code == 200
    return len(captured)


def test_a_longer_list_costs_no_more_queries(cast):
    install(business_date=d("03-10"))
    many(2, bucket=1)
    caller = cast.api("agent")
    few = queries_of(caller, "/api/v1/accounts"), queries_of(caller, "/api/v1/cardholders")
    many(20, bucket=1)
    assert (queries_of(caller, "/api/v1/accounts"), queries_of(caller, "/api/v1/cardholders")) == few
    assert few[0] <= 10
    assert few[1] <= 8


def test_grace_days_count_for_the_gap(cast):
    desk = open_desk(policies=GRACE_3, aged_to="03-28")
    position = cast.api("agent").get(f"/api/v1/accounts/{desk.no}").data["position"]
    assert (position["bucket"], position["in_gap"], position["minimums_missed"]) == ("M1", False, 1)
    desk.age_to("03-29")
    position = cast.api("agent").get(f"/api/v1/accounts?account_no={desk.no}").data["results"][0]["position"]
    assert (position["in_gap"], position["minimums_missed"], position["dpd"]) == (True, 2, 32)


def test_the_door_needs_a_log_in_and_a_role(cast, client):
    for address in ("/api/v1/accounts", "/api/v1/cardholders", "/api/v1/statements", "/api/v1/ledger-entries"):
        assert client.get(address).status_code == 401
        assert cast.api("stranger").get(address).status_code == 403
        assert cast.browser("agent").get(address).status_code == 200


def test_amounts_are_text_with_two_places(cast):
    install(business_date=d("03-10"))
    many(1, credit_limit=Decimal("5"))
    row = cast.api("agent").get("/api/v1/accounts").data["results"][0]
    assert (row["credit_limit"], row["position"]["balance"]) == ("5.00", "0.00")
