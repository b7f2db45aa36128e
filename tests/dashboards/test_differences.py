"""Where the bank and we disagree: its months past due beside our bucket, its charges beside ours."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import BucketInterval, CardAccount, Cardholder, ChargeComparison, Statement
from collections_app.dashboards import differences
from collections_app.dashboards.differences import Span
from collections_app.events.models import Event
from tests.accounts.cards import CALENDAR_A, PLAIN, d
from tests.accounts.database import NIGHT, product_following, store_account
from tests.dashboards.figures import business_date

pytestmark = pytest.mark.django_db

TODAY = d("04-10")
MARCH = Span.month_of(d("03-05"))
# Our bucket from a day to a day, its anchor; then what the bank said on 5 March (its third statement is cycle 2).
HISTORY = {
    "both current": ([("02-01", None, -1, None)], 0),
    "both M1": ([("02-01", "02-26", -1, None), ("02-26", "03-05", 0, 1), ("03-05", None, 1, 1)], 1),
    "we later": ([("02-01", "03-06", -1, None), ("03-06", None, 1, 1)], 1),
    "bank says more": ([("02-01", None, 1, 1)], 9),
    "before our time": ([("03-06", None, -1, None)], 2),
    "bank says nothing": ([("02-01", None, -1, None)], None),
}


@pytest.fixture
def statements():
    business_date("04-10")
    product = product_following(PLAIN)
    terms = replace(CALENDAR_A, bank_statements=True, bank_charges=True)
    found = {}
    for name, (history, months) in HISTORY.items():
        account = found[name] = store_account(terms, product)
        for start, end, bucket, anchor in history:
            BucketInterval.objects.create(
                card_account=account, from_date=d(start), to_date=d(end) if end else None, bucket=bucket,
                anchor_seq=anchor, known_from=d(start),
            )  # fmt: skip
        issue(account, "03-05", months)
        issue(account, "04-05", months, recorded="04-20")
    return found


def issue(account: CardAccount, day: str, months: int | None, *, recorded: str | None = None) -> Statement:
    return Statement.objects.create(
        card_account=account,
        seq=2 if day == "03-05" else 3,
        statement_date=d(day),
        due_date=d(day).replace(day=25),
        effective_due_date=d(day).replace(day=25),
        balance=Decimal("100.00"),
        minimum_due=Decimal("10.00"),
        months_past_due=months,
        issued_by="BANK",
        recorded_on=d(recorded or day),
    )


def test_only_statements_that_mean_another_bucket_differ(statements):
    found = differences.differing_statements(on=TODAY, actor=NIGHT)
    by_account = {statement.card_account_id: statement for statement in found}
    assert set(by_account) == {statements["we later"].pk, statements["bank says more"].pk}
    later, more = by_account[statements["we later"].pk], by_account[statements["bank says more"].pk]
    assert (later.our_bucket, later.our_missed, later.banks_bucket) == (-1, None, 1)
    assert (more.our_bucket, more.our_missed, more.banks_bucket) == (1, 1, 5)


def test_the_counts_hold_the_same_statements(statements):
    rows = differences.counts_of_months(MARCH, on=TODAY)
    counted = {(row["months"], cell["bucket"]): cell["count"] for row in rows for cell in row["cells"] if cell["count"]}
    assert counted == {(0, "CURRENT"): 1, (1, "CURRENT"): 1, (1, "M1"): 1, (8, "M1"): 1}
    compared = differences.compared_statements(on=TODAY).count()
    agreeing = sum(row["agreeing"] for row in rows)
    assert compared == sum(row["total"] for row in rows) == 4
    assert compared - agreeing == differences.differing_statements(on=TODAY, actor=NIGHT).count()


def test_a_correction_counts_as_known_now(statements):
    account = statements["we later"]
    BucketInterval.objects.filter(card_account=account).update(known_to=d("04-01"))
    BucketInterval.objects.create(
        card_account=account, from_date=d("02-26"), bucket=1, anchor_seq=1, known_from=d("04-01")
    )
    found = differences.differing_statements(on=TODAY, actor=NIGHT)
    assert account.pk not in found.values_list("card_account_id", flat=True)


def test_restricted_files_are_listed_for_those_cleared_only(cast, statements):
    hidden, shown = statements["we later"], statements["bank says more"]
    Cardholder.objects.filter(pk=hidden.cardholder_id).update(restriction="STAFF")

    def listed(actor):
        return set(differences.differing_statements(on=TODAY, actor=actor).values_list("card_account_id", flat=True))

    assert listed(cast.actor("lead")) == {shown.pk}
    assert listed(NIGHT) == {hidden.pk, shown.pk}
    assert hidden.account_no not in cast.browser("lead").get("/dashboard/differences/").content.decode()
    found = cast.api("lead").get("/api/v1/differences").json()["results"]
    assert [row["account_no"] for row in found] == [shown.account_no]


def test_statements_no_night_knows_are_not_compared(statements):
    assert differences.counts_of_months(Span.month_of(d("04-05")), on=TODAY) == []
    assert not differences.compared_statements(on=TODAY).filter(statement_date=d("04-05")).exists()
    assert differences.compared_statements(on=None).count() == 0
    assert [str(month) for month in differences.statement_months(on=TODAY)] == ["2025-04", "2025-03"]


def test_months_run_backwards_over_the_turn_of_the_year():
    months = differences.months_between(date(2024, 12, 31), date(2025, 2, 1))
    assert [str(month) for month in months] == ["2025-02", "2025-01", "2024-12"]
    assert months[1].until == date(2025, 2, 1)


def test_the_page_counts_and_lists(cast, statements):
    browser = cast.browser("lead")
    answer = browser.get("/dashboard/differences/?month=2025-03")
    text = answer.content.decode()
    assert "2 of 4 agree" in text
    assert statements["we later"].account_no in text
    assert "as known now" in text
    cell = browser.get("/dashboard/differences/?month=2025-03&bank=1&ours=CURRENT")
    assert [row[0].card_account_id for row in cell.context["rows"]] == [statements["we later"].pk]
    most = browser.get("/dashboard/differences/?month=2025-03&bank=8")
    assert [row[0].card_account_id for row in most.context["rows"]] == [statements["bank says more"].pk]


def test_the_page_asks_a_fixed_number_of_queries(cast, statements, django_assert_num_queries):
    browser = cast.browser("lead")
    browser.get("/dashboard/differences/?month=2025-03")
    with django_assert_num_queries(10):
        browser.get("/dashboard/differences/?month=2025-03")


def test_without_anything_to_compare_it_says_so(cast):
    browser = cast.browser("lead")
    assert "Nothing to compare" in browser.get("/dashboard/differences/").content.decode()
    assert "Nothing to compare" in browser.get("/dashboard/differences/charges/").content.decode()
    assert browser.get("/dashboard/differences/months.csv").status_code == 404


def test_counts_as_csv_and_its_event(cast, statements):
    answer = cast.browser("lead").get("/dashboard/differences/months.csv?month=2025-03")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "statement_month,banks_months_past_due,our_bucket,statements,agrees"
    assert "2025-03,1,CURRENT,1,no" in lines
    assert "2025-03,1,M1,1,yes" in lines
    assert Event.objects.get(kind="export.made").data["what"] == "differences-months"


def test_differences_at_rest(cast, statements):
    client = cast.api("integration")
    rows = client.get("/api/v1/differences").json()["results"]
    assert len(rows) == 2
    account_no = statements["bank says more"].account_no
    (row,) = client.get(f"/api/v1/differences?account_no={account_no}&since=2025-03-01&until=2025-03-31").json()[
        "results"
    ]
    assert row == {
        "account_no": account_no,
        "statement_date": "2025-03-05",
        "currency": "CNY",
        "balance": "100.00",
        "banks_months_past_due": 9,
        "banks_bucket": "M4+",
        "our_bucket": "M1",
        "our_minimums_missed": 1,
    }
    assert len(client.get("/api/v1/differences?our_bucket=CURRENT").json()["results"]) == 1
    assert cast.api("stranger").get("/api/v1/differences").status_code == 403


# -- charges -----------------------------------------------------------------------------------------------------


@pytest.fixture
def charges(statements):
    account, dollars = statements["both M1"], statements["both current"]
    CardAccount.objects.filter(pk=dollars.pk).update(currency="USD")
    for seq, (owner, what, ours, banks) in enumerate(
        [
            (account, "INTEREST", "10.00", "10.00"),
            (account, "INTEREST", "10.00", "12.50"),
            (account, "LATE_FEE", "50.00", "0.00"),
            (dollars, "INTEREST", "7.00", "6.00"),
        ],
        start=1,
    ):
        ChargeComparison.objects.create(
            card_account=owner, seq=seq, what=what, ours=Decimal(ours), banks=Decimal(banks), compared_on=d("03-05")
        )
    return account


def test_charges_are_counted_by_kind_and_currency(charges):
    rows = {(row["what"], row["currency"]): row for row in differences.counts_of_charges(MARCH)}
    interest = rows["INTEREST", "CNY"]
    assert (interest["compared"], interest["alike"], interest["banks_higher"]) == (2, 1, 1)
    assert interest["banks_higher_by"] == Decimal("2.50")
    assert rows["INTEREST", "USD"]["ours_higher_by"] == Decimal("1.00")
    assert rows["LATE_FEE", "CNY"]["ours_higher_by"] == Decimal("50.00")


def test_the_page_of_charges(cast, charges):
    browser = cast.browser("lead")
    answer = browser.get("/dashboard/differences/charges/")
    assert len(answer.context["page"].rows) == 3
    only = browser.get("/dashboard/differences/charges/?what=LATE_FEE&month=2025-03")
    assert [row.what for row in only.context["page"].rows] == ["LATE_FEE"]
    lines = browser.get("/dashboard/differences/charges.csv").content.decode("utf-8-sig").splitlines()
    assert "2025-03,LATE_FEE,CNY,1,0,1,50.00,0,0" in lines


def test_charges_at_rest(cast, charges):
    client = cast.api("integration")
    rows = client.get("/api/v1/differences/charges?what=INTEREST").json()["results"]
    assert [(row["currency"], row["ours"], row["banks"]) for row in rows] == [
        ("USD", "7.00", "6.00"), ("CNY", "10.00", "12.50"),
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["/dashboard/differences/", "/dashboard/differences/charges/"])
def test_who_may_not_see_differences(cast, address):
    assert cast.browser("stranger").get(address).status_code == 403
