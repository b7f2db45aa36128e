"""docs/reference/contact-rules.md says what the code says."""

from datetime import time

import pytest

from collections_app.compliance.models import ContactPolicyVersion
from collections_app.compliance.queries.profiles import PARAMETERS
from collections_app.compliance.rules.decide import RULE_CODES
from collections_app.compliance.shipped_policies import HOUSE_RULES, PROFILES
from tests.house import source

PAGE = source.ROOT / "docs" / "reference" / "contact-rules.md"


def table(first):
    """Rows of the table whose head begins with `first`, the head itself included."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {first} |"))
    end = next(place for place in range(start, len(lines)) if not lines[place].startswith("|"))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start:end]]
    return [rows[0], *rows[2:]]


def written(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return ", ".join(value)
    return "–" if value is None else str(value)


def test_every_rule_in_its_order_and_whether_it_is_ours():
    _head, *rows = table("Rule")
    assert tuple(row[0].strip("`") for row in rows) == RULE_CODES
    assert [row[0].strip("`") for row in rows if row[2] == "house"] == HOUSE_RULES


@pytest.mark.django_db
def test_every_parameter_of_every_profile():
    head, *rows = table("Parameter")
    assert head[1:] == [row["code"] for row in PROFILES]
    assert [row[0].strip("`") for row in rows] == ["valid_from", *PARAMETERS]
    for place, code in enumerate(head[1:], start=1):
        version = ContactPolicyVersion.objects.get(profile__code=code)
        assert {row[0].strip("`"): row[place] for row in rows} == {
            name: written(getattr(version, name)) for name in ("valid_from", *PARAMETERS)
        }
