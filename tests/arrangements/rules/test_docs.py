"""The table of docs/explanation/promises.md is what the rule says."""

from decimal import Decimal

from collections_app.arrangements.rules.settle import Credit, Part, Terms, settle
from tests.accounts.cards import d
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "explanation" / "promises.md"


def rows():
    lines = PAGE.read_text(encoding="utf-8").split("| paid | enough | night | leaves | credited |")[1].splitlines()[2:]
    for line in lines:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_page_settles_as_the_rule_does():
    found = list(rows())
    assert len(found) == 8
    for paid, enough, night, status, credited in found:
        payments = [one.split(" on ") for one in paid.split(", ")]
        left = settle(
            (Part(due_on=d("03-12"), amount=Decimal("1000.00")),),
            [Credit(value_date=d(day), amount=Decimal(amount), effective_on=d(day)) for amount, day in payments],
            terms=Terms(made_on=d("03-10"), threshold=Decimal(enough.removesuffix(" %")) / 100),
            night=d(night),
        )
        assert (left.status.lower(), str(left.credited)) == (status, credited)
