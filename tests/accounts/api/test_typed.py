"""Serializers made from dataclasses describe what the dataclass holds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from accounts.api.typed import serializer_of


@dataclass
class Inner:
    """Inside."""

    day: date


@dataclass
class Outer:
    """Outside."""

    name: str
    amount: Decimal | None
    inner: Inner | None
    rows: tuple[Inner, ...]


def test_every_field_is_described_and_nested_ones_too():
    fields = serializer_of(Outer)().fields
    assert [type(field).__name__ for field in fields.values()] == [
        "CharField",
        "DecimalField",
        "InnerOutput",
        "ListSerializer",
    ]
    assert [field.allow_null for field in fields.values()] == [False, True, True, False]
    assert serializer_of(Outer) is serializer_of(Outer)


def test_a_type_it_does_not_know_is_an_error():
    @dataclass
    class Odd:
        value: complex

    with pytest.raises(KeyError):
        serializer_of(Odd)
