"""The bucket dashboard: what it shows, for whom, with how many queries, and its downloads."""

from datetime import timedelta
from decimal import Decimal

import pytest

from collections_app.cases.models import Case, WorkQueue
from collections_app.events.models import Event
from collections_app.people.models import Team
from tests.accounts.cards import d
from tests.cases.files import case
from tests.dashboards.figures import business_date, figure, flow, product

pytestmark = pytest.mark.django_db

READERS = ["agent", "lead", "manager", "quality", "compliance", "administrator", "integration"]


@pytest.fixture
def march():
    """Two days of figures and a whole February."""
    business_date("03-15")
    figure("03-01", "CURRENT", 90, "9000.00")
    figure("03-01", "M1", 10, "1000.00", "300.00")
    figure("03-14", "CURRENT", 88, "8800.00")
    figure("03-14", "M1", 12, "1200.00", "360.00")
    figure("03-15", "CURRENT", 89, "8900.00")
    figure("03-15", "M1", 7, "700.00", "210.00")
    figure("03-15", "M4+", 4, "400.00", "400.00", region="北京", code="BASIC")
    figure("03-15", "CURRENT", 3, "50.00", currency="USD", region="")
    flow("03-01", "01-31", "M1", "M2", 2, "30000.00")
    flow("03-01", "01-31", "M1", "M1", 2, "17000.00")
    flow("03-01", "01-31", "M1", "CURRENT", 3, "29000.00")
    flow("03-15", "02-28", "M1", "M2", 1, "100.00")


def page(cast, query="", role="lead"):
    return cast.browser(role).get(f"/dashboard/{query}")


def line(answer, code):
    return next(line for line in answer.context["lines"] if line["code"] == code)


def test_today_stands_beside_yesterday_and_the_last_month_end(cast, march):
    answer = page(cast)
    m1 = line(answer, "M1")
    assert (m1["now"].accounts, str(m1["now"].balance), str(m1["now"].past_due)) == (7, "700.00", "210.00")
    yesterday, month_end = m1["changes"]
    assert (yesterday.accounts, str(yesterday.balance)) == (-5, "-500.00")
    assert (month_end.accounts, str(month_end.past_due)) == (-3, "-90.00")
    assert answer.context["delinquent"]["now"].accounts == 11
    assert answer.context["everything"]["now"].accounts == 100
    assert answer.context["month_end"] == d("02-28")
    assert str(answer.context["delinquent_share"]) == "0.11"


def test_currencies_are_switched_never_added(cast, march):
    answer = page(cast)
    assert answer.context["chosen"].currencies == ["CNY", "USD"]
    dollars = page(cast, "?currency=USD")
    assert dollars.context["everything"]["now"].accounts == 3
    assert dollars.context["moves"] == []


def test_each_bucket_of_today_leads_to_its_accounts(cast, march):
    text = page(cast, "?product=GOLD&region=广东").content.decode()
    assert "/accounts/?currency=CNY&amp;product=GOLD&amp;region=%E5%B9%BF%E4%B8%9C&amp;bucket=M1" in text


def test_a_past_day_says_as_known_then_and_leads_to_who_stood_there(cast, march):
    answer = page(cast, "?day=2025-03-14")
    text = answer.content.decode()
    assert "as known then" in text
    assert 'href="/accounts/?currency=' not in text
    assert 'href="/dashboard/accounts/?day=2025-03-14&amp;currency=CNY&amp;bucket=M1"' in text
    assert line(answer, "M1")["now"].accounts == 12
    assert "as known then" not in page(cast).content.decode()


def test_product_and_region_filter_every_part(cast, march):
    answer = page(cast, "?product=BASIC&region=北京&span=so-far")
    assert answer.context["everything"]["now"].accounts == 4
    assert answer.context["moves"] == []
    assert answer.context["trend_rows"][0]["figures"][-1] == 4


@pytest.mark.parametrize("day", ["2025-01-01", "2030-01-01", "2025-02-30", "tomorrow", "2025-03-15%00"])
def test_a_day_without_figures_is_named_and_the_last_one_shown(cast, march, day):
    answer = page(cast, f"?day={day}")
    assert answer.status_code == 200
    assert answer.context["chosen"].day == d("03-15")
    assert answer.context["chosen"].form.errors["day"]
    assert "Shown is the last day." in answer.content.decode()


def test_unknown_filters_fall_back(cast, march):
    answer = page(cast, "?currency=XXX&product=NONE&region=Mars&trend=x&by=y&span=z")
    assert answer.context["chosen"].currency == "CNY"
    assert answer.context["everything"]["now"].accounts == 100


def test_the_matrix_of_the_last_complete_month_adds_up(cast, march):
    answer = page(cast, "?by=balance")
    (line,) = answer.context["moves"]
    code, row = line["code"], line["row"]
    assert code == "M1"
    assert [str(share) for share in (row.forward, row.stay, row.back, row.cure)] == ["0.395", "0.224", "0.000", "0.381"]
    assert "39.5" in answer.content.decode()
    assert answer.context["moves_days"] == "31 Jan 2025 – 28 Feb 2025"
    so_far = page(cast, "?span=so-far")
    assert so_far.context["moves"][0]["row"].accounts == 1
    assert so_far.context["moves_days"] == "28 Feb 2025 – 14 Mar 2025"


def test_figures_lead_to_their_accounts_where_the_list_would_show_the_same(cast, march):
    whole, so_far = (page(cast, f"?span={span}").context["moves"][0] for span in ("month", "so-far"))
    assert whole["rates"][0][1].endswith("?from=M1&to=forward&day=2025-03-15&span=month&currency=CNY")
    assert so_far["address"].endswith("?from=M1&day=2025-03-15&span=so-far&currency=CNY")
    assert page(cast).context["delinquent"]["address"] == "/accounts/?currency=CNY&bucket=DELINQUENT"
    past = page(cast, "?day=2025-03-14").context["delinquent"]["address"]
    assert past == "/dashboard/accounts/?day=2025-03-14&currency=CNY&bucket=DELINQUENT"


def test_on_the_first_of_a_month_it_is_compared_with_the_month_before(cast):
    business_date("04-01")
    figure("03-01", "M0", 1, "1.00")
    figure("04-01", "M0", 5, "5.00")
    assert line(page(cast), "M0")["changes"][1].accounts == 4


def test_before_the_first_night_it_says_what_to_do(cast):
    text = page(cast, role="manager").content.decode()
    assert "No figures yet" in text
    assert "/operations/" in text
    assert "To the nights" not in page(cast, role="agent").content.decode()
    assert cast.browser("lead").get("/dashboard/trend.csv").status_code == 404


def test_the_trend_has_ninety_days_and_a_table_with_the_same_figures(cast):
    business_date("06-30")
    first = d("06-30") - timedelta(days=100)
    for back in range(101):
        figure(first + timedelta(days=back), "M2", back + 1, "10.00")
    answer = page(cast)
    rows = answer.context["trend_rows"]
    assert len(rows) == 90
    assert (rows[0]["day"], rows[0]["figures"][-1], rows[-1]["figures"][-1]) == (d("06-30"), 101, 12)
    m2 = next(series for series in answer.context["trend_chart"]["series"] if series["name"] == "M2")
    assert m2["data"] == [row["figures"][2] for row in reversed(rows)]


@pytest.mark.parametrize("role", READERS)
def test_who_sees_the_dashboard(cast, march, role):
    assert page(cast, role=role).status_code == 200


def test_who_does_not(cast, march):
    assert page(cast, role="stranger").status_code == 403
    assert cast.nobody.get("/dashboard/").status_code == 302
    assert cast.browser("stranger").get("/dashboard/flow.csv").status_code == 403


def test_in_chinese(cast, march):
    browser = cast.browser("lead")
    browser.cookies["django_language"] = "zh-hans"
    text = browser.get("/dashboard/?day=2025-03-14").content.decode()
    assert "时段迁徙" in text
    assert "按当时所知" in text


@pytest.mark.parametrize("days", [1, 60])
def test_a_fixed_number_of_queries(cast, days, django_assert_num_queries):
    business_date("03-31")
    for back in range(days):
        for code in ("GOLD", "BASIC"):
            for region in ("北京", "广东"):
                figure(d("03-31") - timedelta(days=back), "M1", 1, "1.00", code=code, region=region)
    flow("03-01", "01-31", "M1", "M2", 1, "1.00")
    browser = cast.browser("lead")
    browser.get("/dashboard/")
    with django_assert_num_queries(16):
        browser.get("/dashboard/")


def test_open_cases_by_queue_and_team(cast, march):
    desk = Team.objects.create(code="desk-a", name_en="Desk A", name_zh="甲组", tier="FRONT")
    first = WorkQueue.objects.filter(is_active=True).order_by("rank").first()
    case(bucket=1, queue=first, team=desk)
    case(bucket=1, queue=first, team=desk)
    case(bucket=2, queue=first)
    case(bucket=0)
    case(bucket=1, queue=first, team=desk, closed_on=d("03-10"), close_reason="CURED")
    business_date("03-15")
    answer = page(cast)
    found = [
        (line.queue and line.queue.code, line.team and line.team.code, line.figures) for line in answer.context["desks"]
    ]
    assert found == [(first.code, None, {2: 1}), (first.code, "desk-a", {1: 2}), (None, None, {0: 1})]
    assert f"?queue={first.code}&amp;team=desk-a&amp;bucket=M1" in answer.content.decode()
    assert "Open cases by team" not in page(cast, "?day=2025-03-14").content.decode()
    Case.objects.filter(team=desk).update(balance="150.00", past_due="15.00")
    owed = page(cast, "?shown=balance").context["desks"]
    assert [(line.team and line.team.code, str(line.total)) for line in owed][1] == ("desk-a", "300.00")
    assert page(cast, "?shown=balance&currency=USD").context["desks"] == []
    table = lines_of(cast.browser("lead").get("/dashboard/desks.csv?shown=past_due"))
    assert table[0] == "queue,team,takers,bucket,past_due" and f"{first.code},desk-a,,M1,30.00" in table
    assert f"{first.code},desk-a,,M1,2" in lines_of(cast.browser("lead").get("/dashboard/desks.csv"))


def test_a_case_of_no_team_stands_with_those_who_may_take_it(cast, march):
    queue = WorkQueue.objects.get(code="m1")
    assert [team.code for team in queue.versions.last().teams.all()] == ["FRONT"]
    case(bucket=1, queue=queue)
    (line,) = page(cast).context["desks"]
    assert (line.team, [team.code for team in line.takers]) == (None, ["FRONT"])
    assert "m1,,FRONT,M1,1" in lines_of(cast.browser("lead").get("/dashboard/desks.csv"))


def test_products_stand_side_by_side_the_most_delinquent_first(cast, march):
    answer = page(cast, "?shown=balance")
    gold, basic = answer.context["breakdown_lines"]
    assert (gold["name"], str(gold["delinquent"]), round(gold["share"], 4)) == (
        "GOLD card",
        "700.00",
        Decimal("0.0729"),
    )
    assert (basic["name"], str(basic["delinquent"]), basic["share"]) == ("BASIC card", "400.00", 1)
    assert [str(figure) for figure, _address in basic["cells"]] == ["0.00"] * 5 + ["400.00"]
    assert round(gold["part"], 3) == Decimal("0.636")
    text = answer.content.decode()
    assert "/dashboard/?day=2025-03-15&amp;currency=CNY&amp;product=GOLD" in text
    assert "/accounts/?currency=CNY&amp;product=GOLD&amp;bucket=M1" in text


def test_regions_stand_side_by_side(cast, march):
    figure("03-15", "M2", 3, "30.00", "3.00", region="")
    lines = page(cast, "?split=region").context["breakdown_lines"]
    assert [(line["name"], line["delinquent"]) for line in lines] == [("广东", 7), ("北京", 4), ("not recorded", 3)]
    unknown = "/dashboard/accounts/?day=2025-03-15&currency=CNY&region=-&bucket=M2"
    assert lines[2]["cells"][2] == (3, unknown)
    assert "CNY · not recorded" in cast.browser("lead").get(unknown).content.decode()
    assert page(cast, "?split=region&shown=past_due").context["breakdown_lines"][0]["name"] == "北京"
    one = page(cast, "?split=region&region=北京").context["breakdown_lines"]
    assert [line["name"] for line in one] == ["北京"]


def test_the_lines_beside_each_other_add_up_to_the_bucket_table(cast, march):
    answer = page(cast, "?split=region")
    for place, bucket in enumerate(answer.context["delinquent_buckets"]):
        together = sum(line["cells"][place][0] for line in answer.context["breakdown_lines"])
        assert together == line(answer, bucket)["now"].accounts


# -- downloads ---------------------------------------------------------------------------------------------------


def lines_of(answer):
    return answer.content.decode("utf-8-sig").splitlines()


def test_the_bucket_table_as_csv_and_its_event(cast, march):
    answer = cast.browser("lead").get("/dashboard/buckets.csv?product=GOLD&currency=CNY")
    lines = lines_of(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="buckets-2025-03-15-CNY.csv"'
    assert lines[0] == "day,currency,bucket,accounts,balance,past_due"
    assert "2025-03-15,CNY,M1,7,700.00,210.00" in lines
    assert "2025-03-14,CNY,M1,12,1200.00,360.00" in lines
    assert "2025-03-15,CNY,M4+,0,0.00,0.00" in lines
    event = Event.objects.get(kind="export.made")
    assert event.actor == f"user:{cast.user('lead').pk}"
    assert event.data["what"] == "buckets"
    assert event.data["rows"] == len(lines) - 1
    assert event.data["filters"] == {"day": "2025-03-15", "currency": "CNY", "product": "GOLD", "region": ""}


def test_the_breakdown_as_csv(cast, march):
    lines = lines_of(cast.browser("lead").get("/dashboard/breakdown.csv?split=region"))
    assert lines[0] == "day,currency,region,bucket,accounts,balance,past_due"
    assert "2025-03-15,CNY,北京,M4+,4,400.00,400.00" in lines
    assert "2025-03-15,CNY,广东,M1,7,700.00,210.00" in lines


def test_trend_and_flow_as_csv(cast, march):
    trend = lines_of(cast.browser("lead").get("/dashboard/trend.csv"))
    assert trend[1:7] == [f"2025-03-01,CNY,{b},{n}" for b, n in zip(
        ["M0", "M1", "M2", "M3", "M4", "M4+"], ["0,0.00,0.00", "10,1000.00,300.00", *["0,0.00,0.00"] * 4], strict=True
    )]  # fmt: skip
    flows = lines_of(cast.browser("lead").get("/dashboard/flow.csv?by=balance"))
    assert flows[0] == "since,day,currency,from_bucket,to_bucket,accounts,balance_at_start,share_of_row"
    assert "2025-01-31,2025-03-01,CNY,M1,M2,2,30000.00,0.395" in flows


def test_an_unknown_table_is_a_404(cast, march):
    assert cast.browser("lead").get("/dashboard/people.csv").status_code == 404


# -- REST --------------------------------------------------------------------------------------------------------


def rest(cast, address, role="integration"):
    return cast.api(role).get(f"/api/v1/{address}")


def test_figures_by_day_bucket_and_currency(cast, march):
    found = rest(cast, "portfolio/figures?day=2025-03-15&bucket=M4%2B").json()["results"]
    assert found == [
        {
            "day": "2025-03-15",
            "bucket": "M4+",
            "product": "BASIC",
            "region": "北京",
            "currency": "CNY",
            "accounts": 4,
            "balance": "400.00",
            "past_due": "400.00",
        }
    ]
    assert len(rest(cast, "portfolio/figures?currency=USD").json()["results"]) == 1
    assert len(rest(cast, "portfolio/figures?product=GOLD&region=广东&since=2025-03-14").json()["results"]) == 4


def test_flows_by_month(cast, march):
    whole = rest(cast, "portfolio/flows?closes_month=true").json()["results"]
    assert {(row["from_bucket"], row["to_bucket"], row["accounts"]) for row in whole} == {
        ("M1", "M2", 2), ("M1", "M1", 2), ("M1", "CURRENT", 3),
    }  # fmt: skip
    assert len(rest(cast, "portfolio/flows?from_bucket=M1&to_bucket=M2&since=2025-02-28").json()["results"]) == 1


@pytest.mark.parametrize("query", ["bucket=M9", "day=2025-02-30", "until=x"])
def test_a_wrong_filter_is_named(cast, march, query):
    answer = rest(cast, f"portfolio/figures?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == query.split("=")[0]


def test_pages_by_cursor_and_refuses_a_foreign_one(cast, march):
    first = rest(cast, "portfolio/figures?page_size=3").json()
    assert len(first["results"]) == 3
    second = cast.api("integration").get(first["next"]).json()
    assert second["results"]
    assert not [row for row in second["results"] if row in first["results"]]
    assert rest(cast, "portfolio/figures?cursor=cD14").status_code == 404


def test_figures_need_the_permission(cast, march):
    assert rest(cast, "portfolio/figures", role="stranger").status_code == 403
    assert rest(cast, "portfolio/flows", role="stranger").status_code == 403


@pytest.mark.parametrize("rows", [1, 20])
def test_figures_at_rest_ask_a_fixed_number_of_queries(cast, rows, django_assert_num_queries):
    product()
    for number in range(rows):
        figure("03-15", "M1", 1, "1.00", region=f"r{number}")
    client = cast.api("integration")
    client.get("/api/v1/portfolio/figures")
    with django_assert_num_queries(4):
        client.get("/api/v1/portfolio/figures")
