"""The tables of docs/reference/queues.md are what the rules and the shipped data say."""

from django.utils import translation

from collections_app.cases.labels import ORDER_LABELS
from collections_app.cases.rules.conditions import FIELDS, OPERATORS_OF
from collections_app.cases.shipped_queues import QUEUES
from tests.house import source

PAGE = source.ROOT / "docs" / "reference" / "queues.md"
KINDS = {"number": "a whole number", "money": "an amount", "flag": "yes or no", "code": "a code"}


def table(after: str) -> list[list[str]]:
    """The cells of the first table behind this heading, without its head."""
    lines = PAGE.read_text(encoding="utf-8").split(f"## {after}\n")[1].splitlines()
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            break
    return rows[2:]


def test_the_table_of_conditions():
    expected = []
    for name, field in FIELDS.items():
        values = ", ".join(choice or '""' for choice in field.choices) or KINDS[field.kind]
        expected.append([f"`{name}`", ", ".join(OPERATORS_OF[field.kind]), values])
    assert table("Conditions") == expected


def test_the_table_of_orders():
    with translation.override("en"):
        assert table("Orders") == [[f"`{key}`", str(label)] for key, label in ORDER_LABELS.items()]


def test_the_table_of_shipped_queues():
    found = [(int(rank), code.strip("`"), teams.split(", ")) for rank, code, _c, _o, teams in table("Shipped")]
    assert found == [(place * 10, row["code"], row["teams"]) for place, row in enumerate(QUEUES, start=1)]
