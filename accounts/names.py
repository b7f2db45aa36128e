"""A cardholder by name, as every page, file and address shows it. The full name is given by `actions.reveal` alone."""

from accounts.models import Cardholder
from accounts.rules.personal_data import masked_name


def masked_name_of(cardholder: Cardholder) -> str | None:
    """A person's name masked, a company's as it is; None once it was erased.

    A cardholder of a list comes with `personal_data`, else each costs a query.
    """
    person = getattr(cardholder, "personal_data", None)
    if person is None or not person.name:
        return None
    return person.name if cardholder.kind == Cardholder.Kind.COMPANY else masked_name(person.name)


def shown_name(cardholder: Cardholder) -> str:
    """The same for readers: the customer number stands where the name was erased."""
    return masked_name_of(cardholder) or cardholder.customer_no
