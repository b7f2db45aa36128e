"""The house numbers of case work on a day."""

from datetime import date

from collections_app.cases.models import DeskPolicy
from collections_app.cases.shipped_policy import FROM, NUMBERS


def desk_policy(on: date) -> DeskPolicy:
    """The policy in force on `on`: the newest that has begun; what Fairdue ships where none has."""
    begun = DeskPolicy.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return begun or DeskPolicy(valid_from=FROM, **NUMBERS)
