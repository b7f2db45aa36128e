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
}


@pytest.fixture
def portfolio():
    install()
    product = product_following(PLAIN)
    stored = {}
    for number, (name, entries) in enumerate(PORTFOLIO.items()):
        terms = replace(CALENDAR_A, statement_day=5)
        account = worked_account(*entries, terms=terms)
        stored[name] = store_account(account.terms, product)
        CardAccount.objects.filter(pk=stored[name].pk).update(currency="USD" if number == 1 else "CNY")
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
    for day in every_day():
        known_then = queries.figures_of([day], currency="USD", filters=Filters())[day]
        as_corrected = on(day, "USD").figures
        assert {b: (a.accounts, a.balance) for b, a in known_then.items()} == {
            b: (a.accounts, a.balance) for b, a in as_corrected.items()
        }, day


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
    assert text.count("as known then, not corrected") == 2
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
