"""docs/reference/bank-files.md says what the code says."""

import re
from pathlib import Path

import pytest

from accounts.intake.faults import REASONS
from accounts.intake.layouts import LAYOUTS, guess_layout
from accounts.intake.refusals import WORDING
from accounts.intake.row_rules import ACCOUNTS, CARDHOLDERS, ENTRIES, STATEMENTS, TARGETS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "bank-files.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_columns_of_a_layout_are_those_of_the_code(name):
    written = [(column, required, form) for column, required, form, _meaning in table(name)]
    known = [(f"`{c.name}`", "x" if c.required else "", c.described) for c in LAYOUTS[name].columns]
    assert written == known
    assert all(meaning for *_others, meaning in table(name))


def test_every_reason_stands_on_the_page():
    with_translation_off = {f"`{reason}`": str(text) for reason, text in REASONS.items()}
    assert {row[0]: row[1] for row in table("Reasons of rejected rows")} == with_translation_off
    assert {row[0].strip("`") for row in table("Reasons of refused files")} == set(WORDING)


def test_every_rule_has_a_reason_in_words():
    rules = [*CARDHOLDERS, *ACCOUNTS, *STATEMENTS, *ENTRIES, *TARGETS]
    assert {rule.reason for rule in rules} <= set(REASONS)
    in_code = "".join(
        path.read_text("utf-8") for path in Path("accounts/intake").rglob("*.py") if "faults" not in path.name
    )
    in_sql = "".join(path.read_text("utf-8") for path in Path("accounts/intake").rglob("*.sql"))
    assert not [reason for reason in REASONS if not re.search(rf"['\"]{reason}['\"]", in_code + in_sql)]


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_is_guessed_from_its_required_columns(name):
    layout = LAYOUTS[name]
    assert guess_layout([column.name for column in layout.columns if column.required]) is layout
    assert guess_layout([column.name for column in layout.columns]) is layout
