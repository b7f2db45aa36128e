"""The base of every request body of the REST door, how one is read, and the numbers of rows in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

LARGEST_ID = 2**63 - 1
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no column keeps: NUL, and half of a surrogate pair, which is no character."""


class Rows(serializers.ListField):
    """Rows as they came; each is checked and answered for itself (`shared/bulk.py`)."""


class Input(serializers.Serializer):
    """A request body that refuses fields it does not know: a misspelt optional field is an error, not a default.

    Text that cannot be stored is refused wherever it stands, also in fields that are no plain text.
    """

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            single = {name: value for name, value in data.items() if not isinstance(self.fields.get(name), Rows)}
            if unstorable := list(_unstorable(single)):
                message = _("This text holds a character that cannot be stored.")
                raise serializers.ValidationError({field: [message] for field in unstorable})
        if hasattr(data, "keys") and (unknown := sorted(set(data.keys()) - set(self.fields))):
            raise serializers.ValidationError({name: [_("There is no such field here.")] for name in unknown})
        return super().to_internal_value(data)


def given(serializer: type[Input], request: Request) -> dict[str, Any]:
    """The body, checked; raises what becomes a 400 that names its fields."""
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def asked(serializer: type[Input], request: Request) -> dict[str, Any]:
    """The query of the address, checked likewise."""
    query = serializer(data=request.query_params)
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


def number(**more: Any) -> serializers.IntegerField:
    """The number of a row."""
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID, **more)


def _unstorable(data: Any, field: str = "") -> Iterator[str]:
    """The fields whose text cannot be stored, as `a.0.b`; the name of a field may be such a text itself."""
    if isinstance(data, str):
        if UNSTORABLE.search(data):
            yield field
    elif isinstance(data, Mapping):
        for name, inner in data.items():
            inside = f"{field}.{UNSTORABLE.sub('?', str(name))}".strip(".")
            if UNSTORABLE.search(str(name)):
                yield inside
            else:
                yield from _unstorable(inner, inside)
    elif isinstance(data, list):
        for place, inner in enumerate(data):
            yield from _unstorable(inner, f"{field}.{place}".strip("."))
