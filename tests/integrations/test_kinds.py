"""The kinds of events: what the code records, the table of the code, the page for readers."""

import ast
import re

from collections_app.integrations.rules.kinds import KINDS, meant, unknown
from tests.house import source

KIND = re.compile(r"[a-z_]+\.[a-z_]+")
RECORDING = {"record", "_note", "_written", "Happened"}
# Built from two parts: what the parts can be stands in the table.
BUILT = {"promise", "outcome", "reason"}


def told_in_python():
    """Every kind that stands as a text in a call that records it, or in a name the call takes it from."""
    for folder in source.packages().values():
        for path in source.files(folder):
            for node in ast.walk(source.tree(path)):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in RECORDING:
                    asked = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "kind")]
                    yield from (c.value for a in asked for c in ast.walk(a) if isinstance(c, ast.Constant))


def told_in_sql():
    for folder in source.packages().values():
        for path in folder.rglob("*.sql"):
            text = path.read_text(encoding="utf-8")
            if re.search(r"INSERT INTO events_event", text):
                yield from re.findall(r"'([a-z_]+\.[a-z_]+)'", text)


def test_every_kind_that_is_recorded_stands_in_the_table():
    told = {kind for kind in [*told_in_python(), *told_in_sql()] if isinstance(kind, str) and KIND.fullmatch(kind)}
    assert told - set(KINDS) == set(), "Add it to rules/kinds.py and docs/reference/events.md."


def test_the_page_lists_every_kind_in_order():
    page = (source.ROOT / "docs" / "reference" / "events.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", page, re.MULTILINE) == list(KINDS)


def test_kinds_are_asked_for_by_name_by_thing_or_all():
    assert meant(["charge.*", "night.completed"]) == ["charge.reversed", "charge.waived", "night.completed"]
    assert meant(["*"]) == list(KINDS)
    assert unknown(["case.*", "case.eaten", "eaten.*", "*", "case"]) == ["case.eaten", "eaten.*", "case"]
