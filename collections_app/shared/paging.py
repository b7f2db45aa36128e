"""Pages of a list by cursor: the next page begins after the last row seen, however many came in meanwhile."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from . import crypto
from .errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorPage:
    """`rows` of this page, and the cursors of its neighbours ("" when there is none)."""

    rows: list[Any]
    previous: str
    next: str


def cursor_page(
    queryset: QuerySet, *, order: Sequence[str], cursor: str = "", size: int = 50, sealed: bool = False
) -> CursorPage:
    """One page of `queryset` in `order`, whose last field is unique and whose fields are never null.

    `cursor` comes from an earlier page, "" for the first. It holds the last row's values of `order`, `sealed` where
    whoever reads the address must not read them. Raises Refused("invalid", field="cursor") when it is none
    of ours. Example: `cursor_page(events, order=["-recorded_at", "-id"], cursor=request.GET.get("cursor", ""))`.
    """
    backwards, position = _decode(cursor, len(order), sealed) if cursor else (False, None)
    wanted = [_flip(field) for field in order] if backwards else list(order)
    ordered = queryset.order_by(*wanted)
    if position is not None:
        try:
            ordered = ordered.filter(_beyond(wanted, position))
        except (ValueError, TypeError, ValidationError) as error:
            raise _not_ours() from error
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    before, after = (more, True) if backwards else (position is not None, more)
    return CursorPage(
        rows=rows,
        previous=_encode(True, rows[0], order, sealed) if rows and before else "",
        next=_encode(False, rows[-1], order, sealed) if rows and after else "",
    )


def _not_ours() -> Refused:
    return Refused("invalid", _("This page link is not valid any more."), field="cursor")


def _flip(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(order: Sequence[str], position: Sequence[Any]) -> Q:
    """Rows after `position`: (a > A) or (a = A and b > B) …, with < where a field runs downwards."""
    condition, same = Q(), Q()
    for field, value in zip(order, position, strict=True):
        name = field.lstrip("-")
        step = "lt" if field.startswith("-") else "gt"
        condition |= same & Q(**{f"{name}__{step}": value})
        same &= Q(**{name: value})
    return condition


def _field_of(row: Any, field: str) -> Any:
    name = field.lstrip("-")
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _encode(backwards: bool, row: Any, order: Sequence[str], sealed: bool) -> str:
    values = [_field_of(row, field) for field in order]
    text = json.dumps([backwards, values], cls=_ExactEncoder)
    return (crypto.encrypt(text) if sealed else base64.urlsafe_b64encode(text.encode())).decode().rstrip("=")


def _decode(cursor: str, length: int, sealed: bool) -> tuple[bool, list[Any]]:
    try:
        padded = (cursor + "=" * (-len(cursor) % 4)).encode()
        backwards, values = json.loads(crypto.decrypt(padded) if sealed else base64.urlsafe_b64decode(padded))
        if not isinstance(values, list) or len(values) != length or any(isinstance(v, list | dict) for v in values):
            raise ValueError("wrong shape")
    except (ValueError, TypeError, binascii.Error, Refused) as error:
        raise _not_ours() from error
    return bool(backwards), values


class _ExactEncoder(DjangoJSONEncoder):
    """Django's encoder cuts moments to milliseconds; a cursor needs them whole."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)
