"""Everything the case page shows beside its timeline, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Address, CardAccount, Cardholder, PersonalData, RelatedParty
from accounts.queries import working_day
from collections_app.arrangements.models import PromiseToPay
from collections_app.arrangements.queries import open_promise
from collections_app.cases.models import Case, CaseHold, Claim
from collections_app.cases.queries import context_of, live_claim
from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.compliance.models import Permit, Purpose
from collections_app.compliance.queries import Reach, reach
from collections_app.compliance.rules.parties import is_third_party
from collections_app.desk.queries.names import name_of
from collections_app.desk.rules.next_step import NextStep, Reachable, next_step
from collections_app.events.models import Event
from collections_app.shared.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case with its people, money and standing. `seen`: the newest event the page knows of."""

    case: Case
    holder: Cardholder
    person: PersonalData | None
    name: str
    today: date
    accounts: Sequence[CardAccount]
    numbers: Sequence[Reach]
    addresses: Sequence[Address]
    parties: Sequence[tuple[RelatedParty, bool]]
    """The people around him, and whether each may be asked nothing but where he is."""
    holds: Sequence[CaseHold]
    promise: PromiseToPay | None
    claim: Claim | None
    queue: Queue | None
    step: NextStep
    seen: int

    @property
    def days_past_due(self) -> int | None:
        since = self.case.past_due_since
        return (self.today - since).days if since else None

    @property
    def first_point(self) -> int | None:
        """The number that the key `c` calls: the first that may be called now."""
        return next((number.contact_point_id for number in self.numbers if number.decision.allowed), None)

    @property
    def is_company(self) -> bool:
        return self.case.kind == Case.Kind.COMPANY


def case_page(case: Case, *, at: datetime) -> CasePage:
    """What is known of `case` at `at`; `case` comes with its cardholder and personal data."""
    holder, today = case.cardholder, working_day(at)
    person = getattr(holder, "personal_data", None)
    promise = open_promise(case.pk)
    numbers = reach([context_of(case)], at=at, purpose=purpose_of(case, promise, at=at)).get(case.pk, [])
    return CasePage(
        case=case,
        holder=holder,
        person=person,
        name=name_of(case),
        today=today,
        accounts=_accounts(case),
        numbers=numbers,
        addresses=list(holder.addresses.order_by("-kind")),
        parties=[
            (party, is_third_party(party.role, company=case.kind == Case.Kind.COMPANY))
            for party in holder.related_parties.order_by("role", "id")
        ],
        holds=list(case.holds.filter(released_at=None).exclude(kind=CaseHold.Kind.PROMISE).order_by("placed_at")),
        promise=promise,
        claim=live_claim(case.pk, at),
        queue=next((queue for queue in queues_now() if queue.id == case.queue_id), None),
        step=_step(case, numbers, promise, today=today, at=at),
        seen=newest_event(holder.pk),
    )


def purpose_of(case: Case, promise: PromiseToPay | None, *, at: datetime) -> str:
    """What a call to the debtor is for now: to remind of a promise, to keep an appointment that is due (B19)."""
    if promise is not None:
        return Purpose.PROMISE_REMINDER
    due = case.follow_up_at is not None and case.follow_up_at <= at
    return Purpose.APPOINTMENT if due else Purpose.COLLECT


def newest_event(cardholder_id: int) -> int:
    """The number of the newest event of a cardholder; 0 before the first."""
    newest = Event.objects.filter(cardholder_id=cardholder_id).order_by("-id").values_list("id", flat=True).first()
    return newest or 0


def live_permit(case: Case, actor: Actor, *, at: datetime) -> Permit | None:
    """The permit that `actor` holds for this case and that is not over at `at`."""
    permits = Permit.objects.filter(
        user=actor.user_id, case_id=case.pk, state=Permit.State.LIVE, issued_at__lte=at, valid_until__gt=at
    )
    return permits.order_by("-id").first()


def _accounts(case: Case) -> list[CardAccount]:
    """Every account of the cardholder that the nights keep, the one that drives first, then the worst."""
    accounts = CardAccount.objects.filter(cardholder=case.cardholder_id, position__isnull=False)
    found = accounts.select_related("position", "product").order_by("-position__bucket", "-position__past_due", "pk")
    return sorted(found, key=lambda account: account.pk != case.account_id)


def _step(case: Case, numbers: Sequence[Reach], promise: PromiseToPay | None, *, today: date, at: datetime) -> NextStep:
    return next_step(
        closed_on=case.closed_on,
        work_stopped=case.work_stopped and set(case.hold_kinds) != {CaseHold.Kind.PROMISE},
        lost=case.lost_since is not None,
        promise_due_on=promise.last_due_on if promise else None,
        follow_up_at=case.follow_up_at,
        numbers=[
            Reachable(
                allowed=number.decision.allowed,
                until=number.decision.until,
                next_allowed_at=number.decision.next_allowed_at,
            )
            for number in numbers
        ],
        today=today,
        at=at,
    )
