"""Outcomes and reasons, in the order of the log form."""

from django.db.models import QuerySet

from collections_app.contacts.models import Outcome, Reason


def outcome_list() -> QuerySet[Outcome]:
    """Every outcome, the retired ones too."""
    return Outcome.objects.order_by("position", "code")


def outcomes_in_use() -> QuerySet[Outcome]:
    """The outcomes a contact may be logged with."""
    return outcome_list().filter(is_active=True)


def reason_list() -> QuerySet[Reason]:
    """Every reason, the retired ones too."""
    return Reason.objects.order_by("position", "code")


def reasons_in_use(*, company: bool) -> QuerySet[Reason]:
    """The reasons that fit a company, or a person."""
    fits = {"for_companies": True} if company else {"for_persons": True}
    return reason_list().filter(is_active=True, **fits)
