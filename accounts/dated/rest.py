"""Dated numbers at the REST door: the fields of a version, and what reading and writing them share."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

from .numbers import Dated


def number_field(least: Any, most: Any, *, places: int = 6) -> serializers.Field:
    """A number between two others, both included; a Decimal with so many places."""
    if not isinstance(least, Decimal):
        return serializers.IntegerField(min_value=least, max_value=most)
    return serializers.DecimalField(max_digits=14, decimal_places=places, min_value=least, max_value=most)


class DatedInput(Input):
    """A version to write; every number is named, shares are of one."""

    ranges: ClassVar[Mapping[str, tuple[Any, Any]]]
    places: ClassVar[Mapping[str, int]] = {}

    valid_from = serializers.DateField(help_text="After today.")
    reason = serializers.CharField(max_length=300)

    def get_fields(self) -> dict[str, serializers.Field]:
        numbers = {
            name: number_field(least, most, places=self.places.get(name, 6))
            for name, (least, most) in self.ranges.items()
        }
        return {**super().get_fields(), **numbers}


class DatedVersions(Tagged, Guarded):
    """Every version, the one that begins last first; POST writes one. A handful, hence without pages."""

    dated: ClassVar[Dated[Any]]
    write: ClassVar[Callable[..., Any]]
    reads_by = ()

    def held_still(self, **named: Any) -> QuerySet[Any]:
        return self.dated.every()

    def listed(self, output: type[serializers.Serializer]) -> Response:
        """Every version."""
        return Response(output(self.dated.every(), many=True).data)

    def written(self, request: Request, body: type[DatedInput], output: type[serializers.Serializer]) -> Response:
        """The version that `request` asks for."""
        asked = given(body, request)
        version = type(self).write(
            actor=actor_of(request),
            valid_from=asked.pop("valid_from"),
            reason=asked.pop("reason"),
            numbers=asked,
            at=clock.now(),
        )
        return Response(output(version).data, status=status.HTTP_201_CREATED)
