"""The vintage of a past day: as known then what its night wrote, corrected what the newest month knows of the same
points; both agree with bucket history, and with the accounts behind them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.models import BucketInterval, CardAccount, Cardholder
from accounts.queries.known import known_on
from accounts.rules.facts import Facts, IssuedStatement
from collections_app.dashboards.rules.vintage import first_day_91, months_on_book
from collections_app.events.models import Event
from tests.accounts.cards import CALENDAR_A, PLAIN, d, entry, worked_account
from tests.accounts.database import install, nights, product_following, store_account, store_facts
from tests.dashboards.figures import figure
from tests.dashboards.test_vintage import point

pytestmark = pytest.mark.django_db

FIRST, LAST = d("05-31"), d("08-03")
OPENED = d("01-25")
JULY, NEWEST = d("07-01"), d("08-01")
TERMS = replace(CALENDAR_A, first_statement_date=d("03-05"), bank_statements=True, bank_charges=True)
STATEMENT = IssuedStatement(
    seq=1, statement_date=d("03-05"), due_date=d("03-25"), effective_due_date=d("03-25"), balance=Decimal("10000.00"),
    minimum_due=Decimal("1000.00"), past_due=None, recorded_on=d("03-05"),
)  # fmt: skip


def paid(on="03-20"):
    return entry("PAYMENT", "10000.00", on, value="03-20")


def returned():
    """A payment that the bank took back in July."""
    payment = paid()
    return payment, entry("PAYMENT_REVERSAL", "10000.00", "07-10", value="03-20", reverses=payment.id)


# Beside the purchase of 10 000.00, due on 25 March: unpaid it is 91 days past due on 24 June.
PORTFOLIO = {
    "nothing paid": (),
    "nothing paid, restricted": (),
    "paid in time": (paid(),),
    "paid in time, recorded in July": (paid(on="07-14"),),
    "returned in July": returned(),
    "returned in July too": returned(),
}
REACHED_THEN = {"nothing paid", "nothing paid, restricted", "paid in time, recorded in July"}
REACHED_SINCE = {"nothing paid", "nothing paid, restricted", "returned in July", "returned in July too"}


@pytest.fixture
def portfolio():
    install()
    product = product_following(PLAIN)
    stored = {}
    for name, entries in PORTFOLIO.items():
        stored[name] = store_account(TERMS, product)
        CardAccount.objects.filter(pk=stored[name].pk).update(opened_on=OPENED)
        store_facts(stored[name], Facts(worked_account(*entries).entries, (STATEMENT,), ()))
    Cardholder.objects.filter(card_accounts=stored["nothing paid, restricted"]).update(restriction="VIP")
    nights(FIRST, LAST)
    return stored


def page(cast, query):
    return cast.browser("lead").get(f"/dashboard/vintage/{query}")


def points(answer):
    """Month on book and part of the cohort, as the table shows them."""
    (row,) = answer.context["rows"]
    assert (row["cohort"], row["accounts"]) == ("2025-01", len(PORTFOLIO))
    months = zip(answer.context["months"], row["cells"], strict=True)
    return {mob: cell["share"] for mob, cell in months if cell["share"] is not None}


def behind(cast, answer, portfolio):
    """The names of the accounts that the last point of the page leads to."""
    (row,) = answer.context["rows"]
    names = {account.pk: name for name, account in portfolio.items()}
    found = cast.browser("lead").get(row["address"])
    return {names[one.card_account_id] for one in found.context["page"].rows}, found.content.decode()


def from_history(as_of_known):
    """Who was ever 91 days past due up to the end of month 4, from bucket history as known on a day."""
    pieces = BucketInterval.objects.filter(known_on(as_of_known))
    history = {}
    for row in pieces:
        due = STATEMENT.due_date if row.bucket >= 2 else None
        history.setdefault(row.card_account_id, []).append((row.from_date, row.to_date, due))
    days = {pk: first_day_91(spans, through=as_of_known) for pk, spans in history.items()}
    return {pk for pk, day in days.items() if day and months_on_book(OPENED, day) <= 4}


def test_a_past_month_as_known_then_and_as_corrected_since(portfolio, cast):
    then, since = page(cast, "?day=2025-07-15"), page(cast, "?day=2025-07-15&as=corrected")
    assert points(then) == {4: 3 / 6}
    assert points(since) == {4: round(4 / 6, 8)}
    assert since.context["rows"][0]["then"] == 3 / 6
    assert points(page(cast, "")) == {4: round(4 / 6, 8), 5: round(4 / 6, 8)}

    for day, names in ((JULY, REACHED_THEN), (NEWEST, REACHED_SINCE)):
        assert from_history(day) == {portfolio[name].pk for name in names}
    restricted = {"nothing paid, restricted"}
    for answer, names, reading in ((then, REACHED_THEN, "as known then"), (since, REACHED_SINCE, "as corrected since")):
        found, text = behind(cast, answer, portfolio)
        assert found == names - restricted
        assert reading in text
        assert "The figure counts restricted files too" in text
    Cardholder.objects.update(restriction="")
    assert behind(cast, then, portfolio)[0] == REACHED_THEN
    assert behind(cast, since, portfolio)[0] == REACHED_SINCE

    says_then, says_since = then.content.decode(), since.content.decode()
    assert "as of 1 Jul 2025" in says_then and "knew" not in says_then.split("<form")[0]
    assert "as of 1 Jul 2025 · with what the night for 1 Aug 2025 knew" in says_since
    assert 'aria-current="true" title="The same points' in says_since
    assert "as=corrected" not in page(cast, "").content.decode()
    assert then.context["chosen"].before is None
    assert then.context["chosen"].after == NEWEST


def test_both_readings_as_files_and_at_rest(portfolio, cast):
    browser = cast.browser("lead")
    for known, ever, days in (("", 3, "2025-07-01,2025-07-01"), ("corrected", 4, "2025-07-01,2025-08-01")):
        query = f"day=2025-07-15&as={known}"
        answer = browser.get(f"/dashboard/vintage.csv?{query}")
        assert ("-corrected-" in answer["Content-Disposition"]) == bool(known)
        head, line = answer.content.decode("utf-8-sig").splitlines()
        assert head.startswith("as_of,known_on,currency,cohort,months_on_book,accounts,ever_91,share")
        assert line.startswith(f"{days},CNY,2025-01,4,6,{ever},")
        assert Event.objects.filter(kind="export.made").last().data["filters"].get("as", "") == known
        accounts = browser.get(f"/dashboard/vintage/accounts/?cohort=2025-01&mob=4&format=csv&{query}")
        head, *lines = accounts.content.decode("utf-8-sig").splitlines()
        assert head.startswith("as_of,known_on,account_no")
        assert len(lines) == ever - 1
        assert {line[:21] for line in lines} == {days}

        client, asked = cast.api("lead"), {"day": "2025-07-15", "known": known or "then"}
        (row,) = client.get("/api/v1/portfolio/vintage", asked).json()["results"]
        assert (f"{row['as_of']},{row['known_on']}", row["mob"], row["ever_91"]) == (days, 4, ever)
        found = client.get("/api/v1/portfolio/vintage/accounts", {**asked, "cohort": "2025-01", "mob": 4}).json()
        assert len(found["results"]) == ever - 1

    (newest,) = client.get("/api/v1/portfolio/vintage", {"mob": 5}).json()["results"]
    assert (newest["as_of"], newest["known_on"], newest["ever_91"]) == ("2025-08-01", "2025-08-01", 4)


@pytest.fixture
def three_months():
    """A point that the night for 1 February knew otherwise, and one that became whole later."""
    for day in ("2026-01-01", "2026-03-17"):
        figure(day, "CURRENT", 1, "1.00")
    point("2025-01", 10, 10, 1, known_from=d("2026-01-01"), known_to=d("2026-02-01"))
    point("2025-01", 10, 10, 2, known_from=d("2026-02-01"))
    point("2025-01", 11, 10, 3, known_from=d("2026-02-01"))
    point("2025-02", 10, 5, 1, known_from=d("2026-02-01"), currency="USD")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("day=2026-01-31", {10: 1}), ("day=2026-02-01", {10: 2, 11: 3}), ("day=2026-02-28", {10: 2, 11: 3}),
        ("", {10: 2, 11: 3}), ("day=2026-01-01&as=corrected", {10: 2}), ("day=2026-01-31&as=other", {10: 1}),
        ("day=2025-12-31", {10: 2, 11: 3}), ("day=2026-03-18", {10: 2, 11: 3}), ("day=yesterday", {10: 2, 11: 3}),
    ],
)  # fmt: skip
def test_the_day_chooses_the_month_whose_night_is_in_force(cast, three_months, query, shown):
    lines = cast.browser("lead").get(f"/dashboard/vintage.csv?currency=CNY&{query}").content.decode().splitlines()[1:]
    assert {int(cells[4]): int(cells[6]) for cells in (line.split(",") for line in lines)} == shown


def test_a_day_nothing_is_kept_of_is_said(cast, three_months):
    assert "There are figures from 2026-01-01 to 2026-03-17." in page(cast, "?day=2025-12-31").content.decode()
    client = cast.api("lead")
    for asked, status in (({"day": "2025-12-31"}, 404), ({"day": "x"}, 400), ({"known": "perhaps"}, 400)):
        for address, point_asked in (("vintage", {}), ("vintage/accounts", {"cohort": "2025-01", "mob": 1})):
            answer = client.get(f"/api/v1/portfolio/{address}", {**asked, **point_asked})
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, next(iter(asked)))


def test_a_reading_goes_on_from_page_to_page(cast, three_months):
    answer = page(cast, "?day=2026-01-31&as=corrected&currency=CNY")
    (row,) = answer.context["rows"]
    assert row["address"].endswith("?cohort=2025-01&mob=10&currency=CNY&day=2026-01-31&as=corrected")
    back = cast.browser("lead").get(row["address"]).context["back"]
    assert back == "/dashboard/vintage/?currency=CNY&day=2026-01-31&as=corrected"


@pytest.mark.parametrize("months", [1, 40])
def test_a_corrected_page_asks_one_query_more(cast, three_months, months, django_assert_num_queries):
    for mob in range(months):
        point("2024-01", mob, 1, 0, known_from=d("2026-01-01"))
    browser = cast.browser("lead")
    browser.get("/dashboard/vintage/")
    for query, queries in (("", 13), ("?day=2026-01-31", 13), ("?day=2026-01-31&as=corrected", 14)):
        with django_assert_num_queries(queries):
            browser.get(f"/dashboard/vintage/{query}")
