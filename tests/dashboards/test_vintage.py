"""The vintage page: curves and table of the cohorts, the accounts behind a point, the download."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import CardAccount, Cardholder, Position, Reached91, VintageFigure
from tests.accounts.cards import CALENDAR_A, PLAIN
from tests.accounts.database import product_following, store_account
from tests.dashboards.figures import figure, product

pytestmark = pytest.mark.django_db

D = date.fromisoformat
AS_OF = D("2026-03-01")


def point(cohort, mob, accounts, ever, *, code="GOLD", currency="CNY", known_from=AS_OF, known_to=None):
    VintageFigure.objects.create(
        cohort=D(f"{cohort}-01"), product=product(code), currency=currency, mob=mob, accounts=accounts, ever_91=ever,
        known_from=known_from, known_to=known_to,
    )  # fmt: skip


@pytest.fixture
def cohorts():
    """domain §5: of 1 000 accounts opened in January 2025 12 by month 6 and 31 by month 12."""
    figure(AS_OF, "CURRENT", 1, "1.00")
    for mob, gold, basic in [(0, 0, 0), (6, 8, 4), (12, 21, 10)]:
        point("2025-01", mob, 600, gold)
        point("2025-01", mob, 400, basic, code="BASIC")
    point("2025-02", 6, 50, 1)
    point("2025-02", 6, 7, 7, currency="USD")


def page(cast, query="", role="lead"):
    return cast.browser(role).get(f"/dashboard/vintage/{query}")


def test_the_cohort_of_the_domain_text(cast, cohorts):
    answer = page(cast)
    february, january = answer.context["rows"]
    assert (january["cohort"], january["accounts"], january["share"]) == ("2025-01", 1000, 0.031)
    assert {cell["share"] for cell in january["cells"]} == {0.012, 0.031}
    assert february["cells"][answer.context["months"].index(12)]["share"] is None
    line = next(series for series in answer.context["vintage_chart"]["series"] if series["name"] == "2025-01")
    assert (line["data"][6], line["data"][12], line["data"][3]) == (0.012, 0.031, None)
    text = answer.content.decode()
    assert "3.10" in text
    assert "cohort=2025-01&amp;mob=12&amp;currency=CNY" in text
    assert "whatever they paid later" in text


def test_product_and_currency(cast, cohorts):
    gold = page(cast, "?product=GOLD").context["rows"][1]
    assert (gold["accounts"], gold["share"]) == (600, 0.035)
    assert "CNY · GOLD card" in page(cast, "accounts/?cohort=2025-01&mob=12&product=GOLD").content.decode()
    assert [row["accounts"] for row in page(cast, "?currency=USD").context["rows"]] == [7]
    assert page(cast, "?currency=XX&product=%00&until=x").context["chosen"].currency == "CNY"


def test_twelve_cohorts_a_page(cast):
    figure(AS_OF, "CURRENT", 1, "1.00")
    for number in range(30):
        point(f"{2023 + number // 12}-{number % 12 + 1:02}", 1, 10, 1)
    answer = page(cast)
    assert [row["cohort"] for row in answer.context["rows"]][::11] == ["2025-06", "2024-07"]
    assert answer.context["older"] == D("2024-06-01")
    older = page(cast, "?until=2024-06")
    assert [row["cohort"] for row in older.context["rows"]][::11] == ["2024-06", "2023-07"]
    assert "Newest cohorts" in older.content.decode()


def test_before_a_month_end_it_says_so(cast):
    assert "No vintage yet" in page(cast).content.decode()
    assert cast.browser("lead").get("/dashboard/vintage.csv").status_code == 404


@pytest.mark.parametrize("months", [1, 40])
def test_the_page_asks_a_fixed_number_of_queries(cast, cohorts, months, django_assert_num_queries):
    for mob in range(months):
        point("2024-01", mob, 1, 0)
    browser = cast.browser("lead")
    browser.get("/dashboard/vintage/")
    with django_assert_num_queries(13):
        browser.get("/dashboard/vintage/")


def test_download(cast, cohorts):
    lines = cast.browser("lead").get("/dashboard/vintage.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "as_of,known_on,currency,cohort,months_on_book,accounts,ever_91,share"
    assert "2026-03-01,2026-03-01,CNY,2025-01,12,1000,31,0.031" in lines


def test_the_accounts_behind_a_point(cast, cohorts):
    made = []
    for mob in (4, 9):
        account = store_account(CALENDAR_A, product_following(PLAIN))
        CardAccount.objects.filter(pk=account.pk).update(opened_on=D("2025-01-10"))
        Position.objects.create(
            card_account=account, cardholder=account.cardholder, product=account.product, currency="CNY",
            next_statement_date=AS_OF, bucket_since=AS_OF, changed_on=AS_OF, balance=Decimal("5.00"),
        )  # fmt: skip
        Reached91.objects.create(
            card_account=account, cohort=D("2025-01-01"), mob=mob, day=D("2025-11-01"), known_from=AS_OF
        )
        made.append(account)

    def behind(mob):
        answer = cast.browser("lead").get(f"/dashboard/vintage/accounts/?cohort=2025-01&mob={mob}&currency=CNY")
        return [row.card_account_id for row in answer.context["page"].rows]

    assert behind(3) == []
    assert behind(4) == [made[0].pk]
    assert behind(12) == [account.pk for account in made]
    Cardholder.objects.filter(pk=made[0].cardholder_id).update(restriction="VIP")
    assert behind(12) == [made[1].pk]


@pytest.mark.parametrize("query", ["", "cohort=2025-13&mob=1", "cohort=2025-01&mob=x", "cohort=2025-01&mob=99999"])
def test_a_point_nobody_knows_is_a_404(cast, cohorts, query):
    assert cast.browser("lead").get(f"/dashboard/vintage/accounts/?{query}").status_code == 404


def test_who_may_not(cast, cohorts):
    assert page(cast, role="stranger").status_code == 403
    assert cast.browser("stranger").get("/dashboard/vintage.csv").status_code == 403


def test_at_rest(cast, cohorts):
    client = cast.api("integration")
    rows = client.get("/api/v1/portfolio/vintage?cohort=2025-01-01&mob=12&product=GOLD").json()["results"]
    assert rows == [
        {
            "as_of": "2026-03-01",
            "known_on": "2026-03-01",
            "cohort": "2025-01-01",
            "product": "GOLD",
            "currency": "CNY",
            "mob": 12,
            "accounts": 600,
            "ever_91": 21,
        }
    ]
    assert len(client.get("/api/v1/portfolio/vintage?since=2025-02-01").json()["results"]) == 2
    assert cast.api("stranger").get("/api/v1/portfolio/vintage").status_code == 403
