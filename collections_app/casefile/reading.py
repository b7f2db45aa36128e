"""What `actions.log` would refuse of a form that could be read only in part: everything is mended in one go."""

from datetime import datetime

from accounts.queries import working_day
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.reading import read as read_promise
from collections_app.cases.models import Case
from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.reading import read as read_contact
from collections_app.shared.errors import Refusals, Refused


def faults(case: Case, contact: ContactEntry, promise: PromiseEntry | None, *, at: datetime) -> list[Refused]:
    """What is wrong with both, as far as it shows without storing anything; `case` comes with its cardholder.

    Fields are those of `actions.log`: `contact.role`, `promise.amount`.
    """
    refusals = Refusals()
    with refusals.of("contact"):
        read_contact(contact, case, needs_number=contact.permit_token is None, at=at)
    if promise is not None:
        with refusals.of("promise"):
            read_promise(promise, case, today=working_day(at))
    return refusals.found
