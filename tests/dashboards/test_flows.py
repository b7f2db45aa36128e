"""The flows page: rates, net flow, flow-through, a year of them, and the accounts behind each figure."""

from decimal import Decimal

import pytest

from accounts.models import BucketInterval, Cardholder, CorrectedFigure, MonthEnd, Position
from collections_app.dashboards.queries.flow_accounts import month_end_before
from collections_app.dashboards.queries.flows import closing_days
from collections_app.events.models import Event
from collections_app.shared import clock
from tests.accounts.cards import CALENDAR_A, PLAIN, d
from tests.accounts.database import product_following, store_account
from tests.dashboards.figures import business_date, figure, flow

pytestmark = pytest.mark.django_db

# domain §5: CURRENT in January … M4+ in June, in thousands
CHAIN = [("02-01", "CURRENT", "1000.0"), ("03-01", "M1", "40.0"), ("04-01", "M2", "16.0"), ("05-01", "M3", "8.8"),
         ("06-01", "M4", "6.6")]  # fmt: skip


@pytest.fixture
def half_year():
    """The chain of the domain text, and the cohorts of M1 and M2 in February."""
    business_date("07-01")
    for day, bucket, balance in CHAIN:
        figure(day, bucket, 10, balance)
    figure("07-01", "M4+", 8, "5.28")
    figure("03-01", "CURRENT", 1, "1.00", region="北京")
    flow("07-01", "05-31", "M4", "M4+", 8, "5.28")
    flow("07-01", "05-31", "M4", "M4", 2, "1.32")
    flow("03-01", "01-31", "M1", "M2", 2, "30000.00")
    flow("03-01", "01-31", "M1", "M1", 2, "17000.00")
    flow("03-01", "01-31", "M1", "CURRENT", 3, "29000.00")
    flow("03-01", "01-31", "M2", "M3", 1, "9000.00")
    flow("03-01", "01-31", "M2", "M1", 1, "7000.00", region="北京")
    flow("03-01", "01-31", "M2", "CURRENT", 1, "4000.00")
    flow("03-01", "01-31", "M1", "M2", 5, "7.00", currency="USD")


def page(cast, query="", role="lead"):
    return cast.browser(role).get(f"/dashboard/flows/{query}")


def shares(answer, bucket, by="by_balance"):
    row = next(row for row in answer.context["rows"] if row["code"] == bucket)
    return [str(cell["share"]) for cell in row[by]]


def test_months_that_have_a_flow():
    assert closing_days(d("02-24"), d("05-15")) == [d("05-01"), d("04-01")]
    assert closing_days(d("03-01"), d("04-01")) == [d("04-01")]
    assert closing_days(d("03-02"), d("04-01")) == []
    assert month_end_before(d("04-01")) == month_end_before(d("03-02")) == d("02-28")


def test_rates_of_the_domain_text(cast, half_year):
    answer = page(cast, "?month=2025-02&currency=CNY")
    assert shares(answer, "M1") == ["0.3947", "0.2237", "0.0000", "0.3816"]
    assert shares(answer, "M1", "by_accounts") == ["0.2857", "0.2857", "0.0000", "0.4286"]
    assert shares(answer, "M2") == ["0.4500", "0.0000", "0.3500", "0.2000"]
    text = answer.content.decode()
    assert "39.47" in text
    assert "/dashboard/flows/accounts/?from=M1&amp;to=forward&amp;month=2025-02&amp;currency=CNY" in text
    assert "Flow-through: the product of the steps" in text


def test_the_chain_of_the_domain_text(cast, half_year):
    steps = page(cast).context["steps"]
    assert [(row["start"], row["end"]) for row in steps][-1] == ("M4", "M4P")
    assert steps[-1]["net"] == 0.8
    assert [row["through"] for row in steps] == [0.00528, 0.132, 0.33, 0.6, 0.8]
    february = page(cast, "?month=2025-02").context["steps"]
    assert february[0]["net"] == 0.04
    assert february[0]["through"] is None  # nobody knows what came before January


def test_the_lagged_loss_of_the_domain_text(cast, half_year):
    """5.28 reached M4+ in June: of M1's 40.0 of February 13.2 %, of what was CURRENT in January 0.528 %."""
    flow("07-01", "05-31", "M3", "M4+", 1, "0.00")
    flow("07-01", "05-31", "M4+", "M4+", 9, "77.00")  # stood there before: no loss of June
    steps = page(cast).context["steps"]
    assert [row["lagged_rate"] for row in steps] == [0.00528, 0.132, 0.33, 0.6, 0.8]
    assert [row["lagged"].months for row in steps] == [5, 4, 3, 2, 1]
    assert [str(row["lagged"].stood) for row in steps] == ["1000.00", "40.00", "16.00", "8.80", "6.60"]
    text = page(cast).content.decode()
    assert "Lagged loss: 5.28 CNY reached M4+ this month" in text
    assert "4 months before" in text
    before = page(cast, "?month=2025-05").context["steps"]
    assert {row["lagged_rate"] for row in before} == {None}  # no flow of May is kept


def test_a_year_of_one_rate(cast, half_year):
    answer = page(cast, "?by=accounts&rate=cure")
    rows = {row["month"]: row["shares"] for row in answer.context["trend_rows"]}
    assert list(rows) == ["2025-06", "2025-05", "2025-04", "2025-03", "2025-02"]
    assert rows["2025-02"][2] == pytest.approx(3 / 7)
    m1 = next(series for series in answer.context["trend_chart"]["series"] if series["name"] == "M1")
    assert m1["data"] == [row["shares"][2] for row in reversed(answer.context["trend_rows"])]


def test_filters_and_currencies(cast, half_year):
    assert shares(page(cast, "?month=2025-02&region=北京"), "M2") == ["0.0000", "0.0000", "1.0000", "0.0000"]
    figure("03-01", "M2", 1, "1.00", currency="USD")
    dollars = page(cast, "?month=2025-02&currency=USD")
    assert [row["whole"].accounts for row in dollars.context["rows"]] == [5]


def test_unknown_filters_fall_back_to_the_last_month(cast, half_year):
    answer = page(cast, "?month=1999-99&currency=X&rate=y&by=z&product=%00")
    assert answer.context["chosen"].month == "2025-06"


def test_before_two_month_ends_it_says_so(cast):
    assert "No whole month yet" in page(cast).content.decode()
    assert page(cast, "rates.csv").status_code == 404


def test_downloads(cast, half_year):
    lines = page(cast, "rates.csv?month=2025-02").content.decode("utf-8-sig").splitlines()
    assert "2025-02,CNY,M1,forward,2,30000.00,0.2857,0.3947" in lines
    chain = page(cast, "chain.csv").content.decode("utf-8-sig").splitlines()
    assert "2025-06,CNY,M4,M4+,6.60,5.28,0.8,0.8,1,6.60,5.28,0.8" in chain
    assert "2025-06,CNY,M1,M2,0.00,0.00,,0.132,4,40.00,5.28,0.132" in chain
    assert page(cast, "chain.csv?format=xlsx").content.startswith(b"PK")
    assert Event.objects.filter(kind="export.made", data__what="flows-chain").count() == 2


def test_in_chinese(cast, half_year):
    browser = cast.browser("lead")
    browser.cookies["django_language"] = "zh-hans"
    assert "净流转率" in browser.get("/dashboard/flows/").content.decode()


@pytest.mark.parametrize("regions", [1, 30])
def test_the_page_asks_a_fixed_number_of_queries(cast, half_year, regions, django_assert_num_queries):
    for number in range(regions):
        flow("06-01", "04-30", "M1", "M2", 1, "1.00", region=f"r{number}")
    browser = cast.browser("lead")
    browser.get("/dashboard/flows/")
    with django_assert_num_queries(11):
        browser.get("/dashboard/flows/")


# -- the accounts behind a figure ------------------------------------------------------------------------------


@pytest.fixture
def march():
    """Four accounts of M1 on 28 February: one rolled, one stays, one cured, one whose roll was known too late."""
    business_date("05-01")
    figure("03-01", "M1", 4, "400.00")
    figure("04-01", "M1", 4, "400.00")
    figure("05-01", "M1", 4, "400.00")
    product = product_following(PLAIN)
    found = {}
    for name, bucket in [("rolled", 2), ("stays", 1), ("cured", -1), ("later", 1)]:
        account = found[name] = store_account(CALENDAR_A, product)
        MonthEnd.objects.create(day=d("02-28"), card_account=account, bucket=1, balance=100, past_due=10)
        Position.objects.create(
            card_account=account, cardholder=account.cardholder, product=product, currency="CNY",
            next_statement_date=d("05-05"), bucket=bucket, bucket_since=d("03-05"), changed_on=d("05-01"),
            anchor_seq=None if bucket < 0 else 1, balance=Decimal("90.00"),
        )  # fmt: skip
        BucketInterval.objects.create(
            card_account=account,
            from_date=d("02-01"),
            to_date=d("03-05"),
            bucket=1,
            anchor_seq=1,
            known_from=d("02-01"),
        )
        BucketInterval.objects.create(
            card_account=account, from_date=d("03-05"), bucket=bucket, known_from=d("03-05"),
            anchor_seq=None if bucket < 0 else 1,
        )  # fmt: skip
    late = BucketInterval.objects.filter(card_account=found["later"], from_date=d("03-05"))
    late.update(known_to=d("04-20"))
    BucketInterval.objects.create(
        card_account=found["later"], from_date=d("03-05"), bucket=2, anchor_seq=1, known_from=d("04-20")
    )
    return found


def behind(cast, query, role="lead"):
    answer = cast.browser(role).get(f"/dashboard/flows/accounts/?month=2025-03&currency=CNY&{query}")
    return {row.card_account_id for row in answer.context["page"].rows}


def test_the_accounts_behind_each_outcome(cast, march):
    ids = {name: account.pk for name, account in march.items()}
    assert behind(cast, "from=M1&to=forward") == {ids["rolled"]}
    assert behind(cast, "from=M1&to=stay") == {ids["stays"], ids["later"]}  # as known then
    assert behind(cast, "from=M1&to=CURRENT") == behind(cast, "from=M1&to=cure") == {ids["cured"]}
    assert behind(cast, "from=M1") == set(ids.values())
    assert behind(cast, "from=M2&to=stay") == behind(cast, "from=CURRENT&to=cure") == set()


def test_restricted_files_stay_hidden(cast, march):
    hidden = march["rolled"]
    Cardholder.objects.filter(pk=hidden.cardholder_id).update(restriction="STAFF")
    assert behind(cast, "from=M1&to=forward") == set()


@pytest.mark.parametrize("query", ["from=M9", "from=M1&to=sideways", ""])
def test_a_flow_nobody_knows_is_a_404(cast, march, query):
    assert cast.browser("lead").get(f"/dashboard/flows/accounts/?{query}").status_code == 404


@pytest.mark.parametrize(("known", "queries"), [("", 10), ("corrected", 11)])
@pytest.mark.parametrize("more", [0, 20])
def test_the_list_asks_a_fixed_number_of_queries(cast, march, more, known, queries, django_assert_num_queries):
    CorrectedFigure.objects.create(
        day=d("04-01"), known_on=d("05-01"), computed_at=clock.now(), bucket=1, accounts=4, balance=400, currency="CNY",
        product=march["rolled"].product,
    )  # fmt: skip
    for _number in range(more):
        account = store_account(CALENDAR_A, march["rolled"].product)
        MonthEnd.objects.create(day=d("02-28"), card_account=account, bucket=1, balance=1, past_due=0)
        BucketInterval.objects.create(
            card_account=account, from_date=d("02-01"), to_date=d("03-05"), bucket=1, known_from=d("02-01")
        )
        BucketInterval.objects.create(
            card_account=account, from_date=d("03-05"), bucket=2, anchor_seq=1, known_from=d("03-05")
        )
        Position.objects.create(
            card_account=account, cardholder=account.cardholder, product=account.product, currency="CNY", bucket=2,
            next_statement_date=d("05-05"), bucket_since=d("02-01"), changed_on=d("02-01"), anchor_seq=1,
        )  # fmt: skip
    browser = cast.browser("lead")
    address = f"/dashboard/flows/accounts/?month=2025-03&from=M1&to=forward&as={known}"
    browser.get(address)
    with django_assert_num_queries(queries):
        page = browser.get(address)
    assert len(page.context["page"].rows) == more + (2 if known else 1)


def test_who_may_not(cast, march):
    assert page(cast, role="stranger").status_code == 403
    assert cast.browser("stranger").get("/dashboard/flows/accounts/?from=M1").status_code == 403
