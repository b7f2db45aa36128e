"""The tables of docs/explanation/cases.md are what the rules say."""

from collections_app.cases.rules.case_life import CaseState, Figures, after_night
from collections_app.cases.rules.holds import HOLD_RULES
from tests.accounts.cards import d
from tests.cases.test_case_life import late
from tests.house import source

PAGE = source.ROOT / "docs" / "explanation" / "cases.md"


def table(after: str) -> list[list[str]]:
    """The cells of the first table behind these words, without its head."""
    lines = PAGE.read_text(encoding="utf-8").split(after)[1].splitlines()
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            break
    return rows[2:]


def test_the_table_of_holds():
    expected = [
        [
            kind,
            "yes" if rule.stops_work else "",
            "yes" if rule.stops_contact else "",
            f"{rule.days} days" if rule.days else "",
            "yes" if rule.keeps_open else "",
            rule.to_place,
            rule.to_release,
        ]
        for kind, rule in HOLD_RULES.items()
    ]
    assert table("Kinds and effects") == expected


def test_the_table_of_relapses():
    closed = CaseState(
        opened_on=d("2025-01-01"),
        bucket_since=d("2025-03-01"),
        figures=Figures(bucket=-1),
        closed_on=d("2025-03-01"),
    )
    for day, within, outcome in table("Of a case closed on 2025-03-01"):
        state, new = after_night(closed, [late(1)], on=d(day), running=False, reopen_within_days=60)
        assert (d(day) - d("2025-03-01")).days == int(within)
        assert state is not None
        assert (new, state.reopened) == ((False, 1) if outcome == "opens again" else (True, 0))
