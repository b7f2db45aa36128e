"""Conditions as a form or a caller gives them."""

from collections.abc import Mapping, Sequence
from typing import Any

from collections_app.cases.labels import why_wrong
from collections_app.cases.rules import conditions as rules
from collections_app.cases.rules.conditions import Conditions
from collections_app.shared.errors import Refused


def checked_conditions(conditions: Sequence[Mapping[str, Any]]) -> Conditions:
    """Conditions as typed or sent. Raises Refused("bad_condition", field="conditions.<place>.<part>")."""
    try:
        return rules.check(conditions)
    except rules.BadCondition as bad:
        raise Refused("bad_condition", why_wrong(bad.code), field=f"conditions.{bad.place}.{bad.part}") from bad
