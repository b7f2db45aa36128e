"""Flows and vintage over REST: the figures of the pages, and the accounts behind them, for whom."""

import pytest

from accounts.models import CardAccount, Cardholder, Position, Reached91
from collections_app.people.models import Team, TeamAssignment
from tests.accounts.cards import CALENDAR_A, PLAIN
from tests.accounts.database import product_following, store_account
from tests.dashboards.figures import flow
from tests.dashboards.test_flows import half_year, march
from tests.dashboards.test_vintage import AS_OF, D, cohorts

__all__ = ["cohorts", "half_year", "march"]

pytestmark = pytest.mark.django_db


def rows(cast, address, role="lead", **asked):
    answer = cast.api(role).get(f"/api/v1/portfolio/{address}", asked)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def refused(cast, address, role="lead", **asked):
    answer = cast.api(role).get(f"/api/v1/portfolio/{address}", asked)
    return answer.status_code, answer.json()["errors"][0]["field"] if "errors" in answer.json() else ""


def test_roll_rates_of_the_domain_text(cast, half_year):
    found = rows(cast, "roll-rates", month="2025-02", months=1, currency="CNY")
    assert {row["month"] for row in found} == {"2025-02"}
    m1 = {row["outcome"]: row for row in found if row["from_bucket"] == "M1"}
    assert [m1[name]["by_balance"] for name in m1] == ["0.3947", "0.2237", "0.0000", "0.3816"]
    assert m1["forward"] == {
        "month": "2025-02", "currency": "CNY", "from_bucket": "M1", "outcome": "forward", "accounts": 2,
        "balance_at_start": "30000.00", "by_accounts": "0.2857", "by_balance": "0.3947",
    }  # fmt: skip
    dollars = rows(cast, "roll-rates", month="2025-02", currency="USD", product="GOLD", region="广东")
    assert [row["accounts"] for row in dollars] == [5, 0, 0, 0]


def test_net_flow_and_flow_through_of_the_domain_text(cast, half_year):
    steps = rows(cast, "net-flows", months=1)
    assert [step["month"] for step in steps] == ["2025-06"] * 5
    assert (steps[-1]["from_bucket"], steps[-1]["to_bucket"], steps[-1]["net_flow"]) == ("M4", "M4+", "0.80000000")
    through = [step["flow_through"] for step in steps]
    assert through == ["0.00528000", "0.13200000", "0.33000000", "0.60000000", "0.80000000"]
    lagged = [(step["lag_months"], step["balance_lagged"], step["lagged_loss"]) for step in steps]
    assert lagged[:2] == [(5, "1000.00", "0.00528000"), (4, "40.00", "0.13200000")]
    assert {step["reached_m4_plus"] for step in steps} == {"5.28"}
    february = rows(cast, "net-flows", month="2025-02", months=1)
    assert (february[0]["net_flow"], february[0]["flow_through"]) == ("0.04000000", None)
    assert (february[0]["balance_lagged"], february[0]["lagged_loss"]) == (None, None)


def test_months_come_newest_first_and_no_more_than_asked_for(cast, half_year):
    assert list(dict.fromkeys(row["month"] for row in rows(cast, "net-flows", months=2))) == ["2025-06", "2025-05"]
    assert len({row["month"] for row in rows(cast, "net-flows")}) == 5


def test_before_a_month_has_passed_there_is_nothing(cast):
    assert rows(cast, "roll-rates") == rows(cast, "net-flows") == []
    assert rows(cast, "flows/accounts", from_bucket="M1")["results"] == []
    assert rows(cast, "vintage/accounts", cohort="2025-01", mob=1)["results"] == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"month": "2025-13"}, "month"),
        ({"month": "March"}, "month"),
        ({"months": 13}, "months"),
        ({"product": "NONE"}, "product"),
        ({"monht": "2025-02"}, "monht"),
    ],
)
def test_what_is_no_part_of_the_portfolio_is_refused_by_name(cast, half_year, asked, field):
    assert refused(cast, "roll-rates", **asked) == (400, field)


def test_a_month_without_flows_is_not_found(cast, half_year):
    assert refused(cast, "net-flows", month="2024-01") == (404, "month")


@pytest.mark.parametrize("regions", [1, 30])
def test_a_fixed_number_of_queries(cast, half_year, regions, django_assert_max_num_queries):
    for number in range(regions):
        flow("06-01", "04-30", "M1", "M2", 1, "1.00", region=f"r{number}")
    machine = cast.api("lead")
    for address in ("roll-rates", "net-flows"):
        with django_assert_max_num_queries(12):
            machine.get(f"/api/v1/portfolio/{address}")


# -- the accounts behind a figure ---------------------------------------------------------------------------------


def behind(cast, role="lead", **asked):
    found = rows(cast, "flows/accounts", role, month="2025-03", currency="CNY", **asked)["results"]
    return {row["account_no"] for row in found}


def test_the_accounts_behind_each_outcome(cast, march):
    numbers = {name: account.account_no for name, account in march.items()}
    assert behind(cast, from_bucket="M1", outcome="forward") == {numbers["rolled"]}
    assert behind(cast, from_bucket="M1", outcome="stay") == {numbers["stays"], numbers["later"]}  # as known then
    assert behind(cast, from_bucket="M1", to_bucket="CURRENT") == {numbers["cured"]}
    assert behind(cast, from_bucket="M1") == set(numbers.values())
    assert behind(cast, from_bucket="M2", outcome="stay") == set()


def test_an_account_says_where_it_stood_then_and_now(cast, march):
    (row,) = rows(cast, "flows/accounts", month="2025-03", from_bucket="M1", outcome="forward")["results"]
    shown = [row[name] for name in ("month_end", "from_bucket", "to_bucket", "bucket_now", "balance_now")]
    assert shown == ["2025-02-28", "M1", "M2", "M2", "90.00"]


def test_the_flow_so_far_of_any_day(cast, march):
    """Of a day in March; who is known to have rolled by then, and not what was found out in April."""
    numbers = {name: account.account_no for name, account in march.items()}

    def so_far(day, **asked):
        found = rows(cast, "flows/accounts", day=day, currency="CNY", from_bucket="M1", **asked)["results"]
        return {row["account_no"]: (row["month_end"], row["to_bucket"], row["known_on"]) for row in found}

    assert so_far("2025-03-20", outcome="forward") == {numbers["rolled"]: ("2025-02-28", "M2", "2025-03-20")}
    assert set(so_far("2025-03-04", outcome="stay")) == set(numbers.values())
    assert so_far("2025-03-04", outcome="forward") == {}
    assert so_far("2025-04-01") == so_far("2025-04-20", closes_month=True)
    assert refused(cast, "flows/accounts", from_bucket="M1", day="2025-06-01") == (404, "day")


def test_pages_go_on_where_the_last_ended(cast, march):
    first = rows(cast, "flows/accounts", month="2025-03", from_bucket="M1", page_size=3)
    second = cast.api("lead").get(first["next"]).json()
    assert [len(page["results"]) for page in (first, second)] == [3, 1]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "from_bucket"),
        ({"from_bucket": "M9"}, "from_bucket"),
        ({"from_bucket": "M1", "outcome": "sideways"}, "outcome"),
        ({"from_bucket": "M1", "outcome": "stay", "to_bucket": "M1"}, "outcome"),
        ({"from_bucket": "M1", "page_size": 501}, "page_size"),
        ({"from_bucket": "M1", "day": "2025-04-15", "month": "2025-03"}, "day"),
        ({"from_bucket": "M1", "day": "yesterday"}, "day"),
    ],
)
def test_a_flow_nobody_knows_is_refused_by_name(cast, march, asked, field):
    assert refused(cast, "flows/accounts", **asked) == (400, field)


def test_restricted_files_and_those_of_others_stay_hidden(cast, march):
    agency = Team.objects.create(code="OUT", name_en="Out", name_zh="外", tier="AGENCY")
    TeamAssignment.objects.create(user=cast.user("agent"), team=agency, valid_from="2000-01-01", reason="HOME")
    assert behind(cast, "agent", from_bucket="M1") == set()
    hidden = march["rolled"]
    Cardholder.objects.filter(pk=hidden.cardholder_id).update(restriction="STAFF")
    assert behind(cast, from_bucket="M1", outcome="forward") == set()


def test_the_accounts_behind_a_point_of_the_vintage(cast, cohorts):
    account = store_account(CALENDAR_A, product_following(PLAIN))
    CardAccount.objects.filter(pk=account.pk).update(opened_on=D("2025-01-10"))
    Position.objects.create(
        card_account=account, cardholder=account.cardholder, product=account.product, currency="CNY",
        next_statement_date=AS_OF, bucket_since=AS_OF, changed_on=AS_OF, balance="5.00",
    )  # fmt: skip
    Reached91.objects.create(card_account=account, cohort=D("2025-01-01"), mob=4, day=D("2025-11-01"), known_from=AS_OF)
    asked = {"cohort": "2025-01", "currency": "CNY"}
    (row,) = rows(cast, "vintage/accounts", mob=4, **asked)["results"]
    assert (row["account_no"], row["reached_91_on"], row["mob"]) == (account.account_no, "2025-11-01", 4)
    assert rows(cast, "vintage/accounts", mob=3, **asked)["results"] == []
    assert refused(cast, "vintage/accounts", mob=-1, **asked) == (400, "mob")
    assert refused(cast, "vintage/accounts", mob=1) == (400, "cohort")
    Cardholder.objects.filter(pk=account.cardholder_id).update(restriction="VIP")
    assert rows(cast, "vintage/accounts", mob=4, **asked)["results"] == []


def test_who_may(cast):
    figures = {role for role in ("agent", "lead", "stranger") if refused(cast, "roll-rates", role)[0] != 403}
    accounts = {role for role in ("agent", "lead", "stranger") if refused(cast, "flows/accounts", role)[0] != 403}
    pages = {role for role in ("agent", "lead", "stranger")
             if cast.browser(role).get("/dashboard/flows/").status_code != 403}  # fmt: skip
    assert (figures, accounts) == (pages, {"agent", "lead"})
