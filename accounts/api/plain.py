"""A payment in the form machines write, read at once; whatever looks otherwise is left to the serializer."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.intake.currencies import CURRENCIES

_AMOUNT = re.compile(r"[0-9]{1,12}\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NEEDED = frozenset({"account_no", "amount", "value_date", "source_ref"})


def plain_payment(row: Any) -> dict[str, Any] | None:
    """What `PaymentInput` makes of `row`; None when only `PaymentInput` can say, a wrong row among them.

    Example: of `"amount": "1000.00"` it makes the Decimal; `"1000"`, `1000` and `"1e3"` it leaves alone.
    """
    if type(row) is not dict or not row.keys() >= _NEEDED:
        return None
    found: dict[str, Any] = {}
    for name, text in row.items():
        read = _READ.get(name)
        found[name] = read(text) if read is not None and type(text) is str else None
        if found[name] is None:
            return None
    return found


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _currency(text: str) -> str | None:
    return text if text in CURRENCIES else None


def _text(longest: int, *, least: int = 1) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        plain = least <= len(text) <= longest and text.isprintable() and text == text.strip()
        return text if plain else None

    return read


_READ: dict[str, Callable[[str], Any]] = {
    "account_no": _text(40),
    "amount": _amount,
    "currency": _currency,
    "value_date": _day,
    "posting_date": _day,
    "source_ref": _text(80),
    "description": _text(200, least=0),
}
