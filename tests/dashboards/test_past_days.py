"""Any past day: what the night kept agrees with bucket history as known then; corrected with it as known now."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import BucketInterval, CardAccount, CorrectedFigure, LedgerEntry, PortfolioFigure
from accounts.rules.facts import Facts
from collections_app.dashboards import corrected, queries
from collections_app.dashboards.asking import have_corrected
from collections_app.dashboards.queries import Filters
from collections_app.dashboards.queries.flow_accounts import Behind
from collections_app.events.models import Event
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.accounts.cards import CALENDAR_A, PLAIN, d, entry, worked_account
from tests.accounts.database import install, nights, product_following, store_account, store_facts

pytestmark = pytest.mark.django_db

FIRST, LAST = d("02-24"), d("04-12")
# Beside the purchase of 10 000.00; two of them are recorded long after they counted.
PORTFOLIO = {
    "nothing paid": (),
    "cures in March": (entry("PAYMENT", "2170.00", "03-12"),),
    "paid in time, recorded late": (entry("PAYMENT", "1000.00", "03-18", value="02-24", recorded="03-18"),),
    "cured in March, recorded in April": (entry("PAYMENT", "2170.00", "04-08", value="03-10", recorded="04-08"),),
    "nothing paid, in dollars": (),
}
NOBODY_HIDDEN = Actor.night()
IN_DOLLARS = {"cures in March", "nothing paid, in dollars"}


@pytest.fixture
def portfolio():
    install()
    product = product_following(PLAIN)
    stored = {}
    for name, entries in PORTFOLIO.items():
        terms = replace(CALENDAR_A, statement_day=5)
        account = worked_account(*entries, terms=terms)
        stored[name] = store_account(account.terms, product)
        CardAccount.objects.filter(pk=stored[name].pk).update(currency="USD" if name in IN_DOLLARS else "CNY")
        store_facts(stored[name], Facts(account.entries, (), ()))
    nights(FIRST, LAST)
    return stored


def every_day():
    return [FIRST + timedelta(days=place) for place in range((LAST - FIRST).days + 1)]


def counted(rows):
    return Counter((row.card_account.currency, row.bucket) for row in rows.select_related("card_account"))


def test_figures_of_every_past_day_are_bucket_history_as_known_then(portfolio):
    assert BucketInterval.objects.exclude(known_to=None).exists()
    for day in every_day():
        kept = Counter()
        for row in PortfolioFigure.objects.filter(day=day):
            kept[row.currency, row.bucket] += row.accounts
        assert kept == counted(corrected.history_on(day, as_known_on=day)), day


def test_every_figure_of_a_past_day_leads_to_as_many_accounts(portfolio, cast):
    browser = cast.browser("lead")
    for known in ("", "corrected"):
        on(d("03-28"))
        page = browser.get(f"/dashboard/?day=2025-03-28&as={known}")
        for line in page.context["corrected_lines" if known else "lines"]:
            behind = browser.get(line["address"])
            assert len(behind.context["page"].rows) == line["now"].accounts, (known, line["code"])
            assert ("as corrected since" in behind.content.decode()) == bool(known)
    cells = page.context["breakdown_lines"][0]["cells"]
    assert [len(browser.get(address).context["page"].rows) for _f, address in cells] == [f for f, _address in cells]


@pytest.mark.parametrize("known", ["then", "corrected"])
def test_rest_lists_the_accounts_behind_the_figures_of_a_past_day(portfolio, cast, known):
    on(d("03-28"))
    client, listed = cast.api("lead"), Counter()
    figures = "corrected-figures" if known == "corrected" else "figures"
    kept = client.get(f"/api/v1/portfolio/{figures}?day=2025-03-28").json()["results"]
    for currency in ("CNY", "USD"):
        asked = f"day=2025-03-28&known={known}&currency={currency}"
        rows = client.get(f"/api/v1/portfolio/accounts?{asked}").json()["results"]
        listed += Counter((row["currency"], row["bucket"]) for row in rows)
        narrowed = client.get(f"/api/v1/portfolio/accounts?{asked}&bucket=CURRENT").json()["results"]
        assert narrowed == [row for row in rows if row["bucket"] == "CURRENT"]
        delinquent = client.get(f"/api/v1/portfolio/accounts?{asked}&bucket=DELINQUENT").json()["results"]
        assert delinquent == [row for row in rows if row["bucket"] != "CURRENT"]
    assert listed == sum((Counter({(row["currency"], row["bucket"]): row["accounts"]}) for row in kept), Counter())


def test_rest_lists_no_accounts_of_a_day_without_figures_nor_to_who_may_see_none(portfolio, cast):
    refused = cast.api("lead").get("/api/v1/portfolio/accounts?day=1999-01-01")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (404, "day")
    assert cast.api("lead").get("/api/v1/portfolio/accounts?buckets=M1").status_code == 400
    assert cast.nobody.get("/api/v1/portfolio/accounts").status_code == 401


def test_net_flow_leads_to_what_stood_there_before_and_now(portfolio, cast):
    browser = cast.browser("lead")
    steps = browser.get("/dashboard/flows/?month=2025-03&currency=CNY").context["steps"]
    stood = [(row[side].accounts, row[f"address_{side}"]) for row in steps for side in ("before", "after")]
    assert {accounts for accounts, _address in stood} > {0}
    for accounts, address in stood:
        assert len(browser.get(address).context["page"].rows) == accounts, address
    lagged = steps[-1]
    assert lagged["address_stood"] == lagged["address_before"]
    assert len(browser.get(lagged["address_rolled"]).context["page"].rows) == 0


def behind(row, cell, until, currency="CNY"):
    """The list behind a cell of the matrix up to `until`."""
    return Behind(until=until, start=row.from_bucket, ends=[cell.to_bucket], currency=currency, filters=Filters())


def size(listed):
    """Accounts and balance of a list."""
    balances = [one.balance for one in listed]
    return len(balances), sum(balances)


def test_every_cell_of_every_day_is_its_accounts(portfolio):
    """Also where a payment recorded late moved accounts that a night before had placed elsewhere."""
    seen = set()
    for day in every_day():
        for currency in ("CNY", "USD"):
            for row in queries.moves(day, currency=currency, filters=Filters()).rows:
                for cell in row.cells:
                    found = size(behind(row, cell, day, currency).as_known_then(NOBODY_HIDDEN))
                    assert found == (cell.accounts, cell.balance), (day, row.from_bucket, cell.to_bucket)
                    if cell.accounts:
                        seen.add((row.from_bucket, cell.to_bucket))
    assert {(-1, -1), (-1, 0), (0, 0), (0, 1)} <= seen


def test_every_cell_of_a_corrected_flow_is_its_accounts(portfolio):
    for day in (d("04-01"), d("04-05"), LAST):
        known_on = on(day).known_on
        for until in {day, day.replace(day=1)}:
            rows = corrected.moves(day, until=until, currency="CNY", filters=Filters()).rows
            assert rows
            for row in rows:
                for cell in row.cells:
                    found = size(behind(row, cell, until).as_corrected(NOBODY_HIDDEN, known_on=known_on))
                    assert found == (cell.accounts, cell.balance), (until, row.from_bucket, cell.to_bucket)


def test_every_figure_of_the_matrix_leads_to_as_many_accounts(portfolio, cast):
    on(d("04-05"))
    browser = cast.browser("lead")
    for known, span in [("", "month"), ("", "so-far"), ("corrected", "month"), ("corrected", "so-far")]:
        page = browser.get(f"/dashboard/?day=2025-04-05&span={span}&as={known}")
        assert page.context["moves"]
        for line in page.context["moves"]:
            cells = [(cell.accounts, address) for cell, address in line["cells"] if cell.accounts]
            for accounts, address in [(line["row"].accounts, line["address"]), *cells]:
                listed = browser.get(address)
                assert len(listed.context["page"].rows) == accounts, address
                assert ("as corrected since" in listed.content.decode()) == bool(known)
                assert ("Past due at month end" in listed.content.decode()) != bool(known)
            by_outcome = [browser.get(address).context["page"].rows for _share, address in line["rates"] if address]
            assert sum(map(len, by_outcome)) == line["row"].accounts
        back = browser.get(listed.context["back"])
        assert back.context["moves_days"] == page.context["moves_days"]
        assert back.context["flow_is_corrected"] == bool(known)


def test_the_accounts_of_a_corrected_flow_as_a_file_and_at_rest(portfolio, cast):
    address = "/dashboard/flows/accounts/?day=2025-04-05&as=corrected&from=CURRENT"
    assert cast.browser("lead").get(address).status_code == 422
    client, asked = cast.api("lead"), "day=2025-04-05&known=corrected&from_bucket=CURRENT"
    refused = client.get(f"/api/v1/portfolio/flows/accounts?{asked}")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_computed")
    on(d("04-05"))
    head, *rows = lines(cast.browser("lead").get(f"{address}&format=csv"))
    assert head.startswith("account_no,product,known_on,month_end,currency,balance_at_month_end,past_due_at_month_end,")
    listed = client.get(f"/api/v1/portfolio/flows/accounts?{asked}&closes_month=true").json()["results"]
    assert {row.split(",")[0] for row in rows} == {row["account_no"] for row in listed} != set()
    assert {row.split(",")[2] for row in rows} == {row["known_on"] for row in listed} == {"2025-04-12"}
    assert {row["past_due_at_month_end"] for row in listed} == {None}
    assert {row["month_end"] for row in listed} == {"2025-02-28"}
    so_far = client.get(f"/api/v1/portfolio/flows/accounts?{asked}").json()["results"]
    assert {row["month_end"] for row in so_far} == {"2025-03-31"}
    assert Event.objects.get(kind="export.made").data["filters"]["as"] == "corrected"


def test_the_accounts_of_a_past_day_as_a_file(portfolio, cast):
    answer = cast.browser("lead").get("/dashboard/accounts/?day=2025-03-28&bucket=DELINQUENT&format=csv")
    head, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert head == "account_no,product,currency,bucket,since,until,bucket_now,balance_now"
    assert {row.split(",")[2] for row in rows} == {"CNY"}
    assert rows and "CURRENT" not in {row.split(",")[3] for row in rows}
    assert Event.objects.get(kind="export.made").data["filters"]["day"] == "2025-03-28"


@pytest.mark.parametrize("query", ["?bucket=M9", "?bucket=M1%00"])
def test_a_bucket_that_is_none_has_no_accounts(portfolio, cast, query):
    assert cast.browser("lead").get(f"/dashboard/accounts/{query}").status_code == 404


def test_a_corrected_day_is_history_as_known_now_and_entries_by_value_date(portfolio):
    moved = 0
    for day in every_day():
        expected = defaultdict(Decimal)
        now = {row.card_account_id: row.bucket for row in corrected.history_on(day, as_known_on=LAST)}
        for row in LedgerEntry.objects.select_related("card_account"):
            if row.value_date < day or (row.value_date == day and row.recorded_by == "night"):
                expected[row.card_account.currency, now[row.card_account_id]] += row.amount
        found = {
            (currency, bucket): (amounts.accounts, amounts.balance)
            for currency in ("CNY", "USD")
            for bucket, amounts in on(day, currency).figures.items()
        }
        accounts = counted(corrected.history_on(day, as_known_on=LAST))
        assert found == {key: (count, expected[key]) for key, count in accounts.items()}, day
        moved += accounts != counted(corrected.history_on(day, as_known_on=day))
    assert moved


def test_where_nothing_was_corrected_both_agree(portfolio):
    everything = {"currency": "USD", "filters": Filters()}
    for day in every_day():
        known_then = queries.figures_of([day], **everything)[day]
        as_corrected = on(day, "USD").figures
        assert without_past_due(known_then) == without_past_due(as_corrected), day
        for until in {day, day.replace(day=1)}:
            assert corrected.moves(day, until=until, **everything) == queries.moves(until, **everything), (day, until)
        trends = corrected.trend(FIRST, day, **everything), queries.trend(FIRST, day, **everything)
        now, then = ({one: without_past_due(found) for one, found in trend.items()} for trend in trends)
        assert now == then, day
    assert queries.moves(d("04-01"), **everything).rows
    assert any(then.values())


def without_past_due(figures):
    return {bucket: (a.accounts, a.balance) for bucket, a in figures.items() if a.accounts}


def test_a_corrected_flow_and_trend_see_the_payment_that_came_late(portfolio):
    """In April came a payment that counts from March: with it an account of M1 was CURRENT all the time since."""
    late = d("04-05")
    on(late)
    everything = {"currency": "CNY", "filters": Filters()}
    then, now = queries.moves(d("04-01"), **everything), corrected.moves(late, until=d("04-01"), **everything)
    assert went(now) != went(then)
    assert (now.since, now.day) == (then.since, then.day) == (d("02-28"), d("04-01"))
    assert corrected.moves(late, until=late, **everything).since == d("03-31")
    then, now = queries.trend(FIRST, late, **everything), corrected.trend(FIRST, late, **everything)
    delinquent = {day: (queries.total(now[day]).accounts, queries.total(then[day]).accounts) for day in now}
    assert delinquent[late] == (1, 2)
    assert delinquent[FIRST] == (0, 0)


def went(moves):
    return {(row.from_bucket, cell.to_bucket): cell.accounts for row in moves.rows for cell in row.cells}


def on(day, currency="CNY"):
    have_corrected(actor=Actor.night(), day=day, at=clock.now())
    return corrected.corrected_on(day, currency=currency, filters=Filters())


def test_an_answer_is_kept_until_the_next_night(portfolio):
    first = on(d("03-16"))
    assert on(d("03-16")).computed_at == first.computed_at
    assert first.known_on == LAST
    nights(LAST + timedelta(days=1), LAST + timedelta(days=1))
    again = on(d("03-16"))
    assert again.known_on == LAST + timedelta(days=1)
    assert CorrectedFigure.objects.values_list("known_on", flat=True).distinct().get() == again.known_on


def test_the_page_says_which_it_shows(cast, portfolio):
    browser = cast.browser("lead")
    then = browser.get("/dashboard/?day=2025-04-05&currency=CNY")
    assert "as=corrected" in then.content.decode()
    now = browser.get("/dashboard/?day=2025-04-05&currency=CNY&as=corrected")
    text = now.content.decode()
    assert "with what the night for 12 Apr 2025 knew" in text
    assert "not corrected" not in text
    assert (now.context["flow_is_corrected"], now.context["trend_is_corrected"]) == (True, True)
    assert "as known then; it cannot be corrected" in text
    lines = {line["code"]: line for line in now.context["corrected_lines"]}
    assert lines["ALL"]["now"].accounts == lines["ALL"]["then"].accounts == 3
    assert lines["CURRENT"]["change"].accounts == 1
    assert lines["DELINQUENT"]["change"].accounts == -1
    assert "as=corrected" not in browser.get("/dashboard/").content.decode()


def test_as_a_file_and_at_rest(cast, portfolio):
    address = "/dashboard/corrected.csv?day=2025-04-05&currency=CNY"
    assert cast.browser("lead").get(address).status_code == 422
    on(d("04-05"))
    lines = cast.browser("lead").get(address).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("day,known_on,currency,bucket,accounts,balance,accounts_known_then")
    assert lines[1].startswith("2025-04-05,2025-04-12,CNY,CURRENT,2,")
    client = cast.api("integration")
    rows = client.get("/api/v1/portfolio/corrected-figures?day=2025-04-05&currency=CNY&bucket=CURRENT").json()[
        "results"
    ]
    assert [(row["accounts"], row["known_on"]) for row in rows] == [(2, "2025-04-12")]
    assert client.get("/api/v1/portfolio/corrected-figures").status_code == 400
    assert client.get("/api/v1/portfolio/corrected-figures?day=2030-01-01").status_code == 404
    assert cast.api("stranger").get("/api/v1/portfolio/corrected-figures?day=2025-04-05").status_code == 403


PAST = "day=2025-04-05&currency=CNY&as=corrected"


def test_every_part_of_the_page_is_corrected_but_past_due(cast, portfolio):
    browser = cast.browser("lead")
    page = browser.get(f"/dashboard/?{PAST}&trend=balance")
    newest = page.context["trend_rows"][0]
    assert newest["day"] == d("04-05")
    assert newest["figures"][-1] == page.context["delinquent"]["now"].balance
    assert page.context["moves_days"] == "28 Feb 2025 – 31 Mar 2025"
    assert browser.get(f"/dashboard/?{PAST}&span=so-far").context["moves_days"] == "31 Mar 2025 – 4 Apr 2025"
    past_due = browser.get(f"/dashboard/?{PAST}&trend=past_due")
    assert past_due.context["trend_is_corrected"] is False
    assert past_due.content.decode().count("as known then, not corrected") == 1
    browser.cookies["django_language"] = "zh-hans"
    in_chinese = browser.get(f"/dashboard/?{PAST}&trend=past_due").content.decode()
    assert in_chinese.count("按当时所知，未更正") == 1
    assert "Corrected:" not in in_chinese


def test_flow_and_trend_as_files_and_at_rest(cast, portfolio):
    browser = cast.browser("lead")
    for table in ("flow", "trend"):
        assert browser.get(f"/dashboard/{table}.csv?{PAST}").status_code == 422
    on(d("04-05"))
    flow = lines(browser.get(f"/dashboard/flow.csv?{PAST}"))
    assert flow[0] == "known_on,since,day,currency,from_bucket,to_bucket,accounts,balance_at_start,share_of_row"
    assert flow[1].startswith("2025-04-12,2025-02-28,2025-04-01,CNY,")
    trend = lines(browser.get(f"/dashboard/trend.csv?{PAST}"))
    assert trend[0] == "known_on,day,currency,bucket,accounts,balance,past_due_known_then"
    assert trend[-6].startswith("2025-04-12,2025-04-05,CNY,M0,")
    assert browser.get(f"/dashboard/trend.csv?{PAST}&format=xlsx").content.startswith(b"PK")

    client = cast.api("integration")
    asked = "day=2025-04-05&currency=CNY"
    flows = client.get(f"/api/v1/portfolio/corrected-flows?{asked}").json()["results"]
    assert {(row["since"], row["until"]) for row in flows} == {
        ("2025-02-28", "2025-04-01"), ("2025-03-31", "2025-04-05"),
    }  # fmt: skip
    whole = client.get(f"/api/v1/portfolio/corrected-flows?{asked}&closes_month=true").json()["results"]
    assert whole == [row for row in flows if row["until"] == "2025-04-01"]
    (m1,) = client.get(f"/api/v1/portfolio/corrected-trend?{asked}&bucket=M1").json()["results"]
    assert (m1["first_day"], m1["known_on"], m1["accounts"][-1]) == ("2025-02-24", "2025-04-12", 1)
    assert len(m1["accounts"]) == len(m1["balance"]) == 41
    for address in ("corrected-flows", "corrected-trend"):
        assert client.get(f"/api/v1/portfolio/{address}").status_code == 400
        assert cast.api("stranger").get(f"/api/v1/portfolio/{address}?{asked}").status_code == 403


def lines(answer):
    return answer.content.decode("utf-8-sig").splitlines()
