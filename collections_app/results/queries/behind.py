"""The rows behind a figure: contacts, promises, payments, accounts."""

from datetime import date, datetime, time, timedelta

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models.derived import DelinquencyBucket
from accounts.queries.visible import visible_to
from accounts.rules.roll import outcome
from collections_app.arrangements.models import PromiseToPay
from collections_app.arrangements.rules.settle import SETTLED
from collections_app.cases.queries import of_visible_cases
from collections_app.contacts.models import Contact
from collections_app.contacts.queries.whose import whose
from collections_app.people.models import TeamAssignment
from collections_app.results.models import AssignedAccount, Recovery
from collections_app.shared.actor import Actor

from .kept import LIVE_CHANNELS
from .results import visible_results
from .rolls import last_month

CONTACTS = {
    "attempts": Q(inbound=False, channel__in=LIVE_CHANNELS),
    "connects": Q(inbound=False, channel__in=LIVE_CHANNELS, outcome__connected=True),
    "rpc": Q(inbound=False, channel__in=LIVE_CHANNELS, right_party=True),
    "inbound": Q(inbound=True),
    "inbound_rpc": Q(inbound=True, right_party=True),
}
NO_TEAM = 0
"""Asked for as a team: what was done by somebody of none."""
PROMISES = {
    "promises": Q(),
    "matured": Q(settled_on__isnull=False, status__in=SETTLED),
    "kept": Q(settled_on__isnull=False, status="KEPT"),
}


def contacts_behind(
    actor: Actor, measure: str, *, first: date, last: date, user_id: int | None = None, team_id: int | None = None
) -> QuerySet[Contact]:
    """The contacts a count of `CONTACTS` counts, as far as the actor may see their cases and results."""
    corrected = Contact.objects.filter(corrects=OuterRef("pk"))
    contacts = Contact.objects.filter(
        CONTACTS[measure], ~Exists(corrected), at__gte=_midnight(first), at__lt=_midnight(last + timedelta(days=1))
    ).annotate(agent=RawSQL(whose("contacts_contact"), [], output_field=BigIntegerField()), day=TruncDate("at"))
    contacts = contacts.filter(_of(actor, "agent", OuterRef("agent"), OuterRef("day"), user_id, team_id))
    return contacts.filter(of_visible_cases(actor)).select_related("cardholder__personal_data", "outcome")


def promises_behind(
    actor: Actor, measure: str, *, first: date, last: date, user_id: int | None = None, team_id: int | None = None
) -> QuerySet[PromiseToPay]:
    """The promises a count of `PROMISES` counts: taken in these days, or with their last day in them."""
    days = "made_on__range" if measure == "promises" else "last_due_on__range"
    promises = PromiseToPay.objects.filter(PROMISES[measure], **{days: (first, last)})
    promises = promises.filter(_of(actor, "user", OuterRef("user"), OuterRef("made_on"), user_id, team_id))
    return promises.filter(of_visible_cases(actor)).select_related("cardholder__personal_data")


def recoveries_behind(
    actor: Actor, *, first: date, last: date, user_id: int | None = None, team_id: int | None = None
) -> QuerySet[Recovery]:
    """The payments and reversals a recovered amount adds up."""
    found = Recovery.objects.filter(visible_results(actor, user_id), day__range=(first, last))
    if user_id is not None:
        found = found.filter(user=user_id)
    if team_id is not None:
        found = found.filter(team=team_id or None)
    holders = visible_to(actor, prefix="entry__card_account__cardholder__")
    return found.filter(holders).select_related("entry__card_account__cardholder__personal_data", "user")


def assigned_behind(
    actor: Actor,
    *,
    first: date,
    last: date,
    bucket: int,
    currency: str,
    word: str = "",
    unassigned: bool = False,
    user_id: int | None = None,
    team_id: int | None = None,
) -> QuerySet[AssignedAccount]:
    """The accounts that stood in `bucket` when they were assigned, in the months that closed in these days, and had the
    outcome `word`, or any; without fraud cases. `unassigned`: only those that no agent had."""
    ends = [end for end in DelinquencyBucket.values if not word or outcome(bucket, end) == word]
    found = AssignedAccount.objects.filter(
        visible_results(actor, user_id),
        visible_to(actor, prefix="card_account__cardholder__"),
        month__range=(first, last_month(last)),
        bucket=bucket,
        currency=currency,
        to_bucket__in=ends,
    )
    if unassigned:
        found = found.filter(user=None)
    if user_id is not None:
        found = found.filter(user=user_id)
    if team_id is not None:
        found = found.filter(team=team_id or None)
    return found.select_related("card_account__product", "card_account__position", "user")


def _of(actor: Actor, agent: str, who: OuterRef, day: OuterRef, user_id: int | None, team_id: int | None) -> Q:
    """Of the agents and teams asked for, and of those the actor may see; the team is that of the day."""
    wanted = Q() if user_id is None else Q(**{agent: user_id})
    if team_id is not None:
        wanted &= ~Q(Exists(_stays(who, day))) if team_id == NO_TEAM else Q(_in_teams([team_id], who, day))
    if actor.may("results.all") or (user_id is not None and user_id == actor.user_id and actor.may("results.own")):
        return wanted
    if actor.may("results.team"):
        return wanted & Q(_in_teams(sorted(actor.teams), who, day))
    return wanted & Q(**{agent: actor.user_id})


def _in_teams(teams: list[int], who: OuterRef, day: OuterRef) -> Exists:
    return Exists(_stays(who, day).filter(team__in=teams))


def _stays(who: OuterRef, day: OuterRef) -> QuerySet[TeamAssignment]:
    """Where `who` worked on `day`."""
    return TeamAssignment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), user=who, valid_from__lte=day)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())
