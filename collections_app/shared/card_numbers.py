"""Full card numbers stay outside: every door asks `contains_card_number` before it stores text."""

import re
import unicodedata
from collections.abc import Iterator

# Groups of digits with at most three separators between them, as people type and files carry them.
_SEPARATED = re.compile(r"\d+(?:[ \t.\-_/\u2010-\u2015\u2212]{1,3}\d+)*")
_SHORTEST, _LONGEST = 13, 19

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
    ("60", "60", frozenset(range(16, 20))),  # older domestic ranges of Chinese banks
    ("68", "69", frozenset(range(16, 20))),
    ("955", "955", frozenset(range(16, 20))),
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
    return any(len(digits) in lengths and low <= digits[: len(low)] <= high for low, high, lengths in _ISSUERS)


# Weights and check characters of a resident identity number (GB 11643).
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


def _is_identity_number(digits: str) -> bool:
    """18 digits with a birthday and the right check digit: people of Gansu (62) would else look like UnionPay cards."""
    if len(digits) != 18 or not ("1900" <= digits[6:10] <= "2099" and "01" <= digits[10:12] <= "12"):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _ID_WEIGHTS, strict=True))
    return "01" <= digits[12:14] <= "31" and _ID_CHECKS[total % 11] == digits[17]


def _plain(text: str) -> str:
    """Full-width and other digits as 0 to 9, every kind of space as a space, invisible characters gone."""
    if text.isascii():  # nearly every reference, and nothing in it would change
        return text
    kept = []
    for character in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(character)
        if category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category == "Zs":
            kept.append(" ")
        elif category != "Cf":
            kept.append(character)
    return "".join(kept)


def _candidates(groups: list[str]) -> Iterator[str]:
    """Neighbouring groups that together have the length of a card number: a date may stand right behind one."""
    for start in range(len(groups)):
        digits = ""
        for group in groups[start:]:
            digits += group
            if len(digits) > _LONGEST:
                break
            if len(digits) >= _SHORTEST:
                yield digits


def contains_card_number(text: str | None) -> bool:
    """True when `text` holds a full payment card number.

    A card number is 13 to 19 digits, in one piece or with separators, plain or full-width, that pass the Luhn check
    and begin like a known issuer's; a valid resident identity number is none. Example: `"卡号 4111 1111 1111 1111"` is
    True; the account number `"100000000042"` and the last four digits `"1111"` are False.
    """
    if not text:
        return False
    for run in _SEPARATED.findall(_plain(text)):
        for digits in _candidates(re.findall(r"\d+", run)):
            if _issued(digits) and _luhn_valid(digits) and not _is_identity_number(digits):
                return True
    return False
