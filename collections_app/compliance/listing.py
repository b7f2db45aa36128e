"""The lists of compliance, newest first, as far as the one who asks may see the people in them."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Cardholder
from accounts.queries.visible import visible_to
from collections_app.compliance.models import (
    Breach,
    Consent,
    ContactRefusal,
    Override,
    Permit,
    Phrase,
    StopSignal,
)
from collections_app.people.models import User
from collections_app.shared.actor import Actor


def open_to(actor: Actor) -> Q:
    """Rows about people whose file `actor` may open."""
    return visible_to(actor, prefix="cardholder__")


def permits(actor: Actor) -> QuerySet[Permit]:
    """Every permit, with whom it is about and who got it."""
    return Permit.objects.filter(open_to(actor)).select_related("cardholder", "user", "policy__profile", "override")


def unreported(actor: Actor, *, at: datetime) -> QuerySet[Permit]:
    """Permits that are over and of which nobody said what came of them; they count as contacts made."""
    return permits(actor).filter(state=Permit.State.LIVE, valid_until__lte=at)


def to_report(actor: Actor, *, at: datetime) -> QuerySet[Permit]:
    """Permits of which nobody said what came of them, and of which `actor` may say it or hand them back.

    His own, also while they run; those of others once they are over, if he may take over their work.
    """
    reportable = Q(user=actor.user_id, issued_to=actor.label)
    if actor.may("cases.take_over"):
        reportable |= Q(valid_until__lte=at)
    return permits(actor).filter(reportable, state=Permit.State.LIVE)


def refusals(actor: Actor) -> QuerySet[ContactRefusal]:
    """Every contact that was refused, with whom it would have been about."""
    return ContactRefusal.objects.filter(open_to(actor)).select_related("cardholder", "policy__profile")


def breaches(actor: Actor) -> QuerySet[Breach]:
    """Every outbound contact without a valid permit, with who made it and who reviewed it."""
    return Breach.objects.filter(open_to(actor)).select_related("cardholder", "user", "reviewed_by")


def overrides(actor: Actor) -> QuerySet[Override]:
    """Every override, with who granted it."""
    return Override.objects.filter(open_to(actor)).select_related("cardholder", "granted_by")


def signals(actor: Actor) -> QuerySet[StopSignal]:
    """Every stop signal, lifted ones too."""
    return StopSignal.objects.filter(open_to(actor)).select_related("cardholder")


def consents(actor: Actor) -> QuerySet[Consent]:
    """Every consent, ended ones too."""
    return Consent.objects.filter(open_to(actor)).select_related("cardholder")


def phrases() -> QuerySet[Phrase]:
    """Every approved text, retired ones too."""
    return Phrase.objects.select_related("approved_by")


def phrases_in_use(*, language: str, bucket: int | None = None, outcome: str = "") -> list[Phrase]:
    """What may be said now: the texts for `bucket` and for any, for `outcome` and for any, the closest first.

    Example: in M2 with RPC_EXCUSE: the script of M2 for this outcome, then that of M2, then what fits everywhere.
    """
    fitting = Phrase.objects.filter(
        Q(bucket=bucket) | Q(bucket=None), outcome__in={outcome, ""}, language=language, retired_at=None
    )
    return sorted(fitting, key=lambda phrase: (phrase.bucket is None, not phrase.outcome, phrase.kind, phrase.pk))


def names_of(labels: set[str]) -> dict[str, Any]:
    """The users behind labels such as `user:12`; other labels are left out."""
    numbers = {label: label.removeprefix("user:") for label in labels if label.startswith("user:")}
    users = User.objects.in_bulk([int(number) for number in numbers.values() if number.isdecimal()])
    return {label: users[int(number)] for label, number in numbers.items() if int(number) in users}


def visible_cardholders(actor: Actor) -> QuerySet[Cardholder]:
    """The cardholders whose file `actor` may open."""
    return Cardholder.objects.filter(visible_to(actor))
