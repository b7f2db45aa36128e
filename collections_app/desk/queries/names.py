"""A case by the name of its cardholder, as much of it as the desk shows."""

from accounts.rules.personal_data import masked_name
from collections_app.cases.models import Case


def name_of(case: Case) -> str:
    """A person's name masked, a company's as it is; the customer number once the name was erased.

    The case comes with `cardholder__personal_data`.
    """
    person = getattr(case.cardholder, "personal_data", None)
    if person is None or not person.name:
        return case.cardholder.customer_no
    return person.name if case.kind == Case.Kind.COMPANY else masked_name(person.name)
