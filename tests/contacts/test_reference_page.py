"""`docs/reference/outcomes.md` says what is shipped."""

from collections_app.contacts.rules.effects import EFFECTS
from collections_app.contacts.shipped_lists import outcomes, reasons
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "reference" / "outcomes.md"


def rows(columns: int) -> list[list[str]]:
    """The rows of the tables with so many columns, whose first cell is a code."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return [row for row in cells if len(row) == columns]


def counts_as(row: dict) -> str:
    return next((name for name in ("conversation", "connected", "rang") if row[name]), "")


def test_every_outcome_stands_there_as_it_is():
    shipped = [
        [
            f"`{row['code']}`",
            row["name_en"],
            row["name_zh"],
            row["outcome_class"],
            "x" if row["right_party"] else "",
            counts_as(row),
            f"`{row['effect']}`" if row["effect"] else "",
            row["asks"],
            row["channel"],
        ]
        for row in outcomes()
    ]
    assert rows(9) == shipped


def test_every_reason_stands_there_as_it_is():
    shipped = [
        [
            f"`{row['code']}`",
            row["name_en"],
            row["name_zh"],
            "x" if row["for_persons"] else "",
            "x" if row["for_companies"] else "",
        ]
        for row in reasons()
    ]
    assert rows(5) == shipped


def test_every_kind_of_effect_is_explained():
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{effect.partition(':')[0]}" in page for effect in EFFECTS if effect)
