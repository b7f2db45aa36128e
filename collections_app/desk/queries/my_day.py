"""An agent's day: what is due now, what was promised, what broke, what waits, what was done."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.names import shown_name
from accounts.queries import working_day
from collections_app.arrangements.models import PromiseToPay
from collections_app.arrangements.models.promise import PromiseStatus
from collections_app.arrangements.queries import broken_last_night, promises_due
from collections_app.cases.models import Case
from collections_app.cases.queries import desk_policy, visible_cases
from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.compliance.listing import to_report
from collections_app.compliance.models import Permit
from collections_app.contacts.models import Contact
from collections_app.people.rules.languages import foreign_to
from collections_app.shared import clock
from collections_app.shared.actor import Actor

ROWS = 12
"""As many lines of each list as a day's start needs; the count says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """A queue of mine, as far as I see its cases: all `cases`, and since when the oldest waits.

    `callable` cases wait for me now. `foreign` are those that would, if I spoke their language; by language.
    """

    queue: Queue
    callable: int = 0
    cases: int = 0
    oldest: date | None = None
    foreign: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What I did today. Money never stands alone."""

    contacts: int
    right_party: int
    promises: int
    promised: Decimal

    @property
    def right_party_share(self) -> Decimal | None:
        """Right party of all contacts; None before the first."""
        return Decimal(self.right_party) / self.contacts if self.contacts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDay:
    """The lists of the page, each cut to ROWS, with how many there are in all."""

    today: date
    follow_ups: Sequence[Case]
    follow_up_count: int
    promises: Sequence[PromiseToPay]
    promise_count: int
    broken: Sequence[PromiseToPay]
    broken_count: int
    unreported: Sequence[Permit]
    """The actor's own permits that are over and of which nobody said what came of them, the oldest first."""
    unreported_count: int
    names: Mapping[int, str]
    """Whose cases those are of, by case."""
    queues: Sequence[QueueLine]
    done: Done

    @property
    def callable(self) -> int:
        return sum(line.callable for line in self.queues)

    @property
    def foreign(self) -> list[tuple[str, int]]:
        """Languages I do not speak in which cases wait, and how many; the most first."""
        return sum((Counter(line.foreign) for line in self.queues), Counter()).most_common()


def my_day(actor: Actor, *, at: datetime) -> MyDay:
    """Everything My day shows `actor` at `at`; a fixed number of queries, one more for each list longer than ROWS."""
    today = working_day(at)
    follow_up, follow_up_count = _first(follow_ups(actor, at=at))
    promises, promise_count = _first(promises_due(actor, today))
    broken, broken_count = _first(broken_last_night(actor))
    unreported, unreported_count = _cut(own_unreported(actor, at=at))
    return MyDay(
        today=today,
        follow_ups=follow_up,
        follow_up_count=follow_up_count,
        promises=promises,
        promise_count=promise_count,
        broken=broken,
        broken_count=broken_count,
        unreported=unreported,
        unreported_count=unreported_count,
        names=_names(actor, {permit.case_id for permit in unreported}),
        queues=queue_lines(actor, today=today, at=at),
        done=_done(actor, today=today, at=at),
    )


def follow_ups(actor: Actor, *, at: datetime) -> QuerySet[Case]:
    """Open cases to follow up by the end of the day that are the actor's: given to him by name, or agreed by him."""
    spoken = Contact.objects.filter(user=actor.user_id, follow_up_at__isnull=False).values("case")
    promised = PromiseToPay.objects.filter(user=actor.user_id, status=PromiseStatus.OPEN).values("case")
    mine = Q(agent=actor.user_id) | Q(agent=None) & (Q(pk__in=spoken) | Q(pk__in=promised))
    open_cases = visible_cases(actor).filter(mine, closed_on=None, follow_up_at__lt=_end_of_day(at))
    return open_cases.order_by("follow_up_at", "pk")


def own_unreported(actor: Actor, *, at: datetime) -> QuerySet[Permit]:
    """The actor's permits that count as calls made until he says what came of them or hands them back."""
    return to_report(actor, at=at).filter(user=actor.user_id, valid_until__lte=at).order_by("issued_at", "pk")


def queue_lines(actor: Actor, *, today: date, at: datetime) -> list[QueueLine]:
    """The queues the actor may take from, by rank, with what waits in each; as of `next_case`, by what is known."""
    queues = [queue for queue in queues_now() if queue.open_to(actor)]
    foreign = foreign_to(actor.languages)
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in _waiting(actor, queues, today=today, at=at):
        found[row["queue"]].append(row)
    return [_line(queue, found[queue.id], foreign) for queue in queues]


def _waiting(actor: Actor, queues: Sequence[Queue], *, today: date, at: datetime) -> list[Mapping[str, Any]]:
    """Of each queue and language: the cases, those that wait for the actor now, those of them given to him by name."""
    rested = at - timedelta(minutes=desk_policy(today).rest_minutes)
    awake = Q(sleeps_until=None) | Q(sleeps_until__lte=at)
    due = Q(follow_up_at__lte=at) | Q(follow_up_at=None) & (Q(last_contact_at=None) | Q(last_contact_at__lte=rested))
    free = Q(claim=None) | Q(claim__expires_at__lte=at)
    mine = Q(agent=actor.user_id)
    for_me = mine | Q(agent=None) & (Q(team=None) | Q(team__in=actor.teams))
    cases = visible_cases(actor).filter(queue__in=[queue.id for queue in queues], closed_on=None, work_stopped=False)
    rows = cases.values("queue", "language").annotate(
        all=Count("pk"),
        now=Count("pk", filter=awake & due & free & for_me),
        named=Count("pk", filter=awake & due & free & mine),
        oldest=Min(Coalesce(TruncDate("last_contact_at"), "opened_on")),
    )
    return list(rows)


def _line(queue: Queue, rows: Sequence[Mapping[str, Any]], foreign: Sequence[str]) -> QueueLine:
    """What was given to the actor by name is his in any language."""
    return QueueLine(
        queue=queue,
        callable=sum(row["named" if row["language"] in foreign else "now"] for row in rows),
        cases=sum(row["all"] for row in rows),
        oldest=min((row["oldest"] for row in rows), default=None),
        foreign={
            row["language"]: row["now"] - row["named"]
            for row in rows
            if row["language"] in foreign and row["now"] > row["named"]
        },
    )


def _done(actor: Actor, *, today: date, at: datetime) -> Done:
    begin = timezone.make_aware(datetime.combine(clock.local_date(at), time.min), timezone.get_default_timezone())
    contacts = Contact.objects.filter(user=actor.user_id, at__gte=begin, corrections=None)
    spoken = contacts.aggregate(all=Count("pk"), right=Count("pk", filter=Q(right_party=True)))
    made = PromiseToPay.objects.filter(user=actor.user_id, made_on=today)
    promised = made.exclude(status__in=[PromiseStatus.CANCELLED, PromiseStatus.SUPERSEDED]).aggregate(
        all=Count("pk"), amount=Sum("amount")
    )
    return Done(
        contacts=spoken["all"],
        right_party=spoken["right"],
        promises=promised["all"],
        promised=promised["amount"] or Decimal(0),
    )


def _first(rows: QuerySet) -> tuple[list[Any], int]:
    """The first ROWS with the names of their cardholders, and how many there are in all."""
    holder = "cardholder__personal_data" if rows.model is Case else "case__cardholder__personal_data"
    return _cut(rows.select_related(None).select_related(holder).prefetch_related(None))


def _cut(rows: QuerySet) -> tuple[list[Any], int]:
    shown = list(rows[: ROWS + 1])
    return shown[:ROWS], rows.count() if len(shown) > ROWS else len(shown)


def _names(actor: Actor, case_ids: Collection[int]) -> dict[int, str]:
    """Whose these cases are, as the house shows names; those the actor may not see any more are left out."""
    cases = visible_cases(actor).filter(pk__in=case_ids).select_related("cardholder__personal_data")
    return {case.pk: shown_name(case.cardholder) for case in cases}


def _end_of_day(at: datetime) -> datetime:
    local = timezone.localtime(at, timezone.get_default_timezone())
    return datetime.combine(local.date(), time.max, tzinfo=local.tzinfo)
