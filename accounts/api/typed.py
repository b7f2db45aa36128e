"""A serializer from a dataclass, so that the OpenAPI file describes values the rules already describe."""

from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from rest_framework import serializers

_PLAIN: dict[Any, type[serializers.Field]] = {
    str: serializers.CharField,
    int: serializers.IntegerField,
    bool: serializers.BooleanField,
    date: serializers.DateField,
}


@cache
def serializer_of(kind: type) -> type[serializers.Serializer]:
    """A serializer class with one field per field of the dataclass `kind`, nested ones included.

    Knows str, int, bool, date, Decimal (as text), dataclasses, tuples of them, and each of these or None.
    Raises KeyError on any other type. Example: `serializer_of(Explanation)` is called `ExplanationOutput`.
    """
    fields: dict[str, Any] = {name: _field(hint) for name, hint in get_type_hints(kind).items()}
    text = (kind.__doc__ or "").strip()
    return type(f"{kind.__name__}Output", (serializers.Serializer,), {**fields, "__doc__": text})


def _field(hint: Any) -> serializers.Field:
    options: dict[str, Any] = {}
    if isinstance(hint, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        options["allow_null"] = True
    if get_origin(hint) is tuple:
        hint, options["many"] = get_args(hint)[0], True
    if is_dataclass(hint):
        return serializer_of(hint)(**options)  # type: ignore[arg-type]
    if hint is Decimal:
        return serializers.DecimalField(max_digits=18, decimal_places=6, **options)
    return _PLAIN[hint](**options)
