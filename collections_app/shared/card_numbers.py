"""Full card numbers stay outside: every door asks `contains_card_number` before it stores text."""

import re
import unicodedata

# 13 to 19 digits; between two digits at most two separators that people type or files carry.
_RUN = re.compile(r"(?<!\d)\d(?:[ \t\u00a0\u3000.\-_/‐-―−]{0,2}\d){12,}(?!\d)")
_NOT_DIGIT = re.compile(r"\D+")

# (lowest prefix, highest prefix, allowed lengths); prefixes of one row have the same number of digits.
_ISSUERS: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("4", "4", frozenset({13, 16, 19})),  # Visa
    ("51", "55", frozenset({16})),  # Mastercard
    ("2221", "2720", frozenset({16})),  # Mastercard, 2-series
    ("34", "34", frozenset({15})),  # American Express
    ("37", "37", frozenset({15})),
    ("62", "62", frozenset(range(16, 20))),  # UnionPay
    ("81", "81", frozenset(range(16, 20))),  # UnionPay, newer range
    ("3528", "3589", frozenset(range(16, 20))),  # JCB
    ("300", "305", frozenset(range(14, 20))),  # Diners Club
    ("36", "36", frozenset(range(14, 20))),
    ("38", "39", frozenset(range(16, 20))),
    ("6011", "6011", frozenset(range(16, 20))),  # Discover
    ("644", "649", frozenset(range(16, 20))),
    ("65", "65", frozenset(range(16, 20))),
    ("50", "50", frozenset(range(13, 20))),  # Maestro
    ("56", "58", frozenset(range(13, 20))),
    ("9", "9", frozenset({16, 17, 18, 19})),  # domestic ranges of Chinese banks
)


def _luhn_valid(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit)
        if place % 2:
            number = number * 2 - 9 if number > 4 else number * 2
        total += number
    return total % 10 == 0


def _issued(digits: str) -> bool:
    return any(
        len(digits) in lengths and low <= digits[: len(low)] <= high for low, high, lengths in _ISSUERS
    )


def contains_card_number(text: str | None) -> bool:
    """True when `text` holds a full payment card number.

    A card number is 13 to 19 digits, in one piece or with separators, plain or full-width, that pass the Luhn check
    and begin like a known issuer's. Example: `"卡号 4111 1111 1111 1111"` is True, the account number `"100000000042"`
    is False, and so are the last four digits `"1111"`.
    """
    if not text:
        return False
    plain = unicodedata.normalize("NFKC", text)
    for match in _RUN.finditer(plain):
        digits = _NOT_DIGIT.sub("", match.group())
        if 13 <= len(digits) <= 19 and _issued(digits) and _luhn_valid(digits):
            return True
    return False
