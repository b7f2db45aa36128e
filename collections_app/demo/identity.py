"""Numbers that look right on a screen and belong to nobody: identity numbers, company codes, phones, e-mail.

Three promises, each tested: no phone can be dialled, no identity number passes its own check, nothing is a card number.
"""

from datetime import date
from random import Random

from collections_app.shared.card_numbers import contains_card_number

NOWHERE = "999999"
"""No administrative division has this code; real identity numbers begin with that of their county."""

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_check_sign(digits: str) -> str:
    """The right last sign of an 18-place identity number (GB 11643): 11010519491231002 gives X."""
    return _ID_CHECK[sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True)) % 11]


def identity_number(chance: Random, *, born: date, gender: str) -> str:
    """18 places with region 999999 and a wrong check sign: 999999 19850214 012 and any sign but the right one."""
    while True:
        order = chance.randrange(0, 500) * 2 + (1 if gender == "M" else 0)
        digits = f"{NOWHERE}{born:%Y%m%d}{order:03}"
        number = digits + chance.choice([sign for sign in _ID_CHECK if sign != id_check_sign(digits)])
        # 9 also begins domestic cards, and one number in ten passes their check by chance.
        if not contains_card_number(number):
            return number


def company_code(chance: Random) -> str:
    """18 places like a unified social credit code, in region 999999 and ending in Z, a sign such a code never has."""
    return f"91{NOWHERE}MA" + "".join(chance.choices(_CODE_SIGNS, k=7)) + "Z"


def phone(number: int, *, line: int = 0) -> str:
    """An 11-digit number that cannot be dialled: 000, then the line and the number of its owner.

    Dialled as it stands, 00 asks for abroad and 0 follows, and no country code begins with 0 (ITU-T E.164). Behind
    +86 it cannot exist either: no area code or mobile prefix begins with 0. Example: 42 gives 00010000042.
    """
    return f"000{1 + line}{number:07}"


def email(number: int) -> str:
    """An address under a domain reserved for examples (RFC 2606)."""
    return f"demo{number}@example.com"
