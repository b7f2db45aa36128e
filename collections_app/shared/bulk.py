"""Requests of many rows: every row is checked and answered for itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from .api import fields_of
from .errors import Refused

ROW_STATUSES = CREATED, SAME, REFUSED = ("created", "same", "refused")


class RowOutput(serializers.Serializer):
    """What became of the row at `index`, counted from 0; `code`, `message` and `field` are "" unless it was refused."""

    index = serializers.IntegerField()
    status = serializers.ChoiceField(choices=ROW_STATUSES)
    code = serializers.CharField()
    message = serializers.CharField()
    field = serializers.CharField()


def all_checked(
    serializer: type[serializers.Serializer], rows: Sequence[Any]
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Rows that `serializer` takes, by place, and answers for those it does not.

    Example: of `[{"amount": "1"}, {"amount": "x"}]` the first is in the one, the second in the other with its code.
    """
    # One serializer for all of them: building the fields anew for a thousand rows costs more than checking them.
    checks, good, refused = serializer(), dict[int, dict[str, Any]](), dict[int, dict[str, Any]]()
    for index, row in enumerate(rows):
        try:
            good[index] = checks.run_validation(row)
        except ValidationError as error:
            refused[index] = {"index": index, "status": REFUSED, **next(fields_of(error.detail))}
    return good, refused


def refused_row(index: int, refused: Refused) -> dict[str, Any]:
    """The answer for a row that an action refused."""
    return {
        "index": index,
        "status": REFUSED,
        "code": refused.code,
        "message": str(refused.message),
        "field": refused.field or "",
    }


def answered(rows: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    """The body of the answer: how many were created, the same, refused; and the rows in the order of the request."""
    counts = Counter(row["status"] for row in rows.values())
    return {
        "created": counts[CREATED],
        "same": counts[SAME],
        "refused": counts[REFUSED],
        "rows": [rows[index] for index in sorted(rows)],
    }
