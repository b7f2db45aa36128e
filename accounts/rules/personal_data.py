"""One way to write a phone, an e-mail address, an identity number, so that it is found again; and how each is masked.

A keyed hash is equal only for equal text: every door normalises here before it hashes or searches.
"""

import re

_NOT_PHONE = re.compile(r"[\s\-().]+")
_PHONE = re.compile(r"\+?[0-9]{5,20}(?:(?:[#xX,]|ext)[0-9]{1,6})?")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


def normal_phone(text: str) -> str | None:
    """Digits only, without +86 or 0086 before a Chinese number; None when `text` is no phone number.

    Example: `"+86 138-0013-8000"` and `"138 0013 8000"` both give `"13800138000"`; `"010-8888 6666 #12"` gives
    `"01088886666#12"`.
    """
    squeezed = _NOT_PHONE.sub("", text).replace("ext", "#").replace("x", "#").replace("X", "#").replace(",", "#")
    if not _PHONE.fullmatch(squeezed):
        return None
    for prefix in ("+86", "0086"):
        if squeezed.startswith(prefix):
            return squeezed[len(prefix) :]
    return squeezed


def normal_email(text: str) -> str | None:
    """Lower case, without blanks around; None when `text` is no e-mail address."""
    squeezed = text.strip().lower()
    return squeezed if _EMAIL.fullmatch(squeezed) else None


def normal_id_number(text: str) -> str:
    """Upper case, without blanks and hyphens. Example: `"11010519491231002x"` gives `"11010519491231002X"`."""
    return re.sub(r"[\s\-]+", "", text).upper()


def masked_number(number: str) -> str:
    """First three and last four kept of a long number, last two of a short one. Example: `138****8000`."""
    if len(number) < 11:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def masked_email(address: str) -> str:
    """First character and the domain kept. Example: `"zhang.san@example.com"` is `"z***@example.com"`."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}***@{domain}"[:60]


def masked_name(name: str) -> str:
    """First character kept of each word. Example: `"王小明"` is `"王**"`, `"John Smith"` is `"J*** S****"`."""
    return " ".join(word[0] + "*" * max(len(word) - 1, 1) for word in name.split())[:60]
