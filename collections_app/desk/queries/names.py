"""A case by the name of its cardholder."""

from accounts.names import shown_name
from collections_app.cases.models import Case


def name_of(case: Case) -> str:
    """As the rest of the house shows it, masked. The case comes with `cardholder__personal_data`."""
    return shown_name(case.cardholder)
