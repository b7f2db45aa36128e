"""The base of every request body of the REST door, how one is read, and what stands in several of them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

LARGEST_ID = 2**63 - 1
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no column keeps: NUL, and half of a surrogate pair, which is no character."""
MONTH = re.compile("(20|21)[0-9]{2}-(0[1-9]|1[0-2])")


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


class PageInput(Input):
    """The query of a list that comes in pages."""

    cursor = serializers.CharField(required=False)
    page_size = serializers.IntegerField(min_value=1, max_value=500, required=False)


@extend_schema_field({"type": "string", "pattern": f"^{MONTH.pattern}$"})
class Month(serializers.Field):
    """A month such as `2026-03`; read as its first day."""

    default_error_messages = {"invalid": gettext_lazy("Give a month such as 2026-03.")}

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str) or not MONTH.fullmatch(data):
            self.fail("invalid")
        return date.fromisoformat(f"{data}-01")


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
