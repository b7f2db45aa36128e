"""The rule pages carry tables that are read here: the docs say what the code does."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from accounts.explain import explanation_of
from accounts.models import PolicyVersion
from accounts.queries.policies import PARAMETERS
from accounts.rules.late_fee import late_fee
from accounts.rules.policy import Policy
from accounts.rules.total_cost import total_cost
from accounts.templatetags.accounts import SELECTED_BY
from tests.accounts.cards import d, worked_account
from tests.accounts.database import install
from tests.accounts.explain.test_bucket_calendar_command import A, printed
from tests.accounts.played import run_night, store_played

DOCS = Path(__file__).resolve().parents[3] / "docs"
FIRST = date(2025, 1, 1)


def rows(page, head):
    """The cells of the table whose first header cell is `head`."""
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {head} |"))
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def as_written(value):
    if value is None:
        return "no limit"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(sorted(value))
    return Decimal(value)


@pytest.mark.django_db
def test_the_policy_table_says_what_is_shipped():
    table = list(rows("reference/policies.md", "Parameter"))
    assert [row[0] for row in table] == [name for name, _ in PARAMETERS]
    assert [row[3] for row in table] == [str(SELECTED_BY[by]) for _, by in PARAMETERS]
    for place, code in ((1, "CN_PRE_2017"), (2, "CN_CBA_2026")):
        version = PolicyVersion.objects.filter(profile__code=code).earliest("valid_from")
        for row in table:
            value = as_written(getattr(version, row[0]))
            assert value == (Decimal(row[place]) if isinstance(value, Decimal) else row[place])


def test_the_bucket_table_is_what_the_command_prints():
    text = (DOCS / "reference" / "buckets.md").read_text(encoding="utf-8")
    lines = re.search(r"```csv\n(.*?)```", text, re.DOTALL)[1].split()
    assert set(lines) <= set(printed(*A, "--from", "2025-02-05", "--to", "2025-07-26"))


def test_the_late_fees_of_the_table():
    policy = Policy(valid_from=FIRST, overdue_tolerance_amount=Decimal("10.00"))
    for unpaid, fee in rows("explanation/money.md", "unpaid minimum"):
        assert late_fee(Decimal(unpaid), policy=policy) == Decimal(fee)


def test_the_cost_of_the_table():
    for days, fees, interest, rate, above in rows("explanation/money.md", "days"):
        cost = total_cost(
            fees=Decimal(fees),
            interest=Decimal(interest),
            principal=[(FIRST, Decimal("10000.00"))],
            until=FIRST + timedelta(days=int(days)),
            ceiling=Decimal("0.24"),
        )
        assert (cost.annual_rate, cost.above_ceiling) == (Decimal(rate), above == "yes")


def test_no_cost_on_the_first_day_or_without_principal():
    cost = {"fees": Decimal(50), "interest": Decimal(0), "ceiling": Decimal("0.24")}
    assert total_cost(principal=[(FIRST, Decimal(100))], until=FIRST, **cost) is None
    assert total_cost(principal=[(FIRST, Decimal(0))], until=FIRST + timedelta(days=9), **cost) is None


@pytest.mark.django_db
def test_what_a_payment_leads_to():
    install()
    account = store_played(worked_account(), until=d("04-10"))
    run_night(d("04-10"))
    why = explanation_of(account.pk, on=d("04-10"))
    led = [("0.00", why.bucket), *((str(step.amount), step.bucket) for step in why.cure.steps)]
    assert led == [tuple(row) for row in rows("explanation/why-this-bucket.md", "paid today")]
