"""Full-width text read as plain text, and card numbers found before anything is stored."""

import re

from collections_app.shared.card_numbers import contains_card_number

# Full-width forms of "!" to "~", the ideographic space, the minus sign and the no-break space.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-", 0xA0: " "}
_SEPARATORS = b" \t.-_/"
_DIGITS = bytes(0x39 if 0x30 <= code <= 0x39 else 0x20 for code in range(256))
_SHORTEST_CARD = b"9" * 13
# Beyond ASCII only digits count; what stands between them may be an invisible sign or a long dash.
_OTHER, _OTHER_DIGIT = re.compile(r"[^\x00-\x7f\d]+"), re.compile(r"[^\x00-\x7f]")


def plain(text: str) -> str:
    """`text` with full-width characters as ASCII and no blanks around it. Example: `"１，２３４．５ "` is `1,234.5`."""
    return (text if text.isascii() else text.translate(_PLAIN)).strip()


def may_hold_card_number(block: str) -> bool:
    """A quick look over many rows at once: False means that no row holds 13 digits in a run.

    Only says where it is worth asking `contains_card_number` about each value.
    """
    if not block.isascii():
        block = _OTHER_DIGIT.sub("9", _OTHER.sub("", block))
    digits = block.encode().translate(_DIGITS, _SEPARATORS)
    return _SHORTEST_CARD in digits


def holds_card_number(value: str) -> bool:
    """True when `value` holds a full card number, in plain or full-width digits."""
    return len(value) >= 13 and contains_card_number(value)
