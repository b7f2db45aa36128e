"""Who owes in the demo? People and companies as rows of the cardholder layout, every number undiallable."""

from datetime import date, timedelta
from random import Random

from . import identity, names
from .habits import Habit
from .layouts import Row
from .places import Place, place

MOVED_AWAY, HAS_HOME_PHONE, HAS_EMAIL, SPEAKS_CANTONESE = 0.25, 0.12, 0.4, 0.5


def customer_no(number: int) -> str:
    """`D0000042` for cardholder 42."""
    return f"D{number:07}"


def person(number: int, *, habit: Habit, chance: Random, until: date, recorded_on: date) -> Row:
    """A person as old as the panel client whose habit they have."""
    born = until - timedelta(days=habit.age * 365 + habit.age // 4 + chance.randint(0, 364))
    home = place(chance)
    registered = place(chance) if chance.random() < MOVED_AWAY else place(chance, province=home.province)
    work = place(chance, province=home.province)
    return {
        "customer_no": customer_no(number),
        "kind": "PERSON",
        "name": names.person(chance, gender=habit.gender, province=registered.province),
        "id_type": "ID_CARD",
        "id_number": identity.identity_number(chance, born=born, gender=habit.gender),
        "birth_date": born,
        "gender": habit.gender,
        "language": "yue" if home.province == "广东省" and chance.random() < SPEAKS_CANTONESE else "zh",
        "mobile": identity.phone(number),
        "home_phone": identity.phone(number, line=1) if chance.random() < HAS_HOME_PHONE else "",
        "work_phone": identity.phone(number, line=2) if chance.random() < 0.5 else "",
        "email": identity.email(number) if chance.random() < HAS_EMAIL else "",
        **_address("registered", registered),
        **_address("home", home),
        **_address("employer", work),
        "recorded_date": recorded_on,
    }


def company(number: int, *, chance: Random, recorded_on: date) -> Row:
    """A company with corporate cards: registered where it works."""
    seat = place(chance)
    return {
        "customer_no": customer_no(number),
        "kind": "COMPANY",
        "name": names.company(chance, city=seat.city),
        "id_type": "USCC",
        "id_number": identity.company_code(chance),
        "language": "zh",
        "work_phone": identity.phone(number, line=2),
        "email": identity.email(number),
        **_address("registered", seat),
        **_address("home", seat),
        "recorded_date": recorded_on,
    }


def _address(kind: str, where: Place) -> Row:
    return {f"{kind}_province": where.province, f"{kind}_city": where.city, f"{kind}_address": where.line}
