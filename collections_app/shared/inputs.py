"""The base of every request body of the REST door, how one is read, and the numbers of rows in it."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

LARGEST_ID = 2**63 - 1


class Input(serializers.Serializer):
    """A request body that refuses fields it does not know: a misspelt optional field is an error, not a default."""

    def to_internal_value(self, data: Any) -> Any:
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
