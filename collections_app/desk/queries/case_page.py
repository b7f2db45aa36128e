"""Everything the case page shows beside its timeline, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from accounts.models import Address, CardAccount, Cardholder, PersonalData, RelatedParty
from accounts.names import shown_name
from accounts.queries import working_day
from collections_app.arrangements.models import PromiseToPay
from collections_app.arrangements.queries import open_promise
from collections_app.cases.models import Case, CaseHold, Claim, QueueVersion
from collections_app.cases.purposes import reminded_only
from collections_app.cases.queries import context_of
from collections_app.cases.rules.purpose import purpose_now
from collections_app.compliance.models import Channel
from collections_app.compliance.queries import Reach, contact_policies, reach
from collections_app.compliance.rules.parties import is_third_party
from collections_app.desk.rules.next_step import NextStep, Reachable, next_step
from collections_app.events.models import Event
from collections_app.events.seen import Seen, running_now
from collections_app.shared import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueName:
    """The queue a case stands in, in its newest version."""

    code: str
    name_en: str
    name_zh: str

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case with its people, money and standing. `seen`: how far the page knows what happened to the cardholder."""

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
    queue: QueueName | None
    step: NextStep
    seen: Seen

    @property
    def days_past_due(self) -> int | None:
        since = self.case.past_due_since
        return (self.today - since).days if since else None

    @property
    def first_point(self) -> int | None:
        """The number that the key `c` calls: the first that may be called now."""
        return next((number.contact_point_id for number in self.numbers if Channel.PHONE in number.ways), None)

    @property
    def is_company(self) -> bool:
        return self.case.kind == Case.Kind.COMPANY


def with_standing(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each case with what stands in the same query: cardholder, personal data, claim, queue, what was seen."""
    versions = QueueVersion.objects.filter(queue=OuterRef("queue"), queue__is_active=True).order_by("-number")
    named = versions.values(said=JSONObject(code=F("queue__code"), name_en=F("name_en"), name_zh=F("name_zh")))
    newest = Event.objects.filter(cardholder_id=OuterRef("cardholder_id")).order_by("-id").values("id")
    rows = cases.select_related("cardholder__personal_data", "claim__user")
    return rows.annotate(
        queue_named=Subquery(named[:1]), newest_event=Subquery(newest[:1]), being_written=running_now()
    )


def case_page(case: Case, *, at: datetime) -> CasePage:
    """What is known of `case` at `at`; it comes from `with_standing`."""
    holder, today = case.cardholder, working_day(at)
    person = getattr(holder, "personal_data", None)
    promise, accounts = open_promise(case.pk), _accounts(case)
    delinquent = [account.pk for account in accounts if account.position.bucket >= 0]
    context = context_of(case, delinquent=delinquent)
    numbers = reach([context], at=at, channel=None, purpose=purpose_of(case, promise, at=at)).get(case.pk, [])
    named, claim = case.queue_named, getattr(case, "claim", None)  # type: ignore[attr-defined]
    return CasePage(
        case=case,
        holder=holder,
        person=person,
        name=shown_name(holder),
        today=today,
        accounts=accounts,
        numbers=numbers,
        addresses=list(holder.addresses.order_by("-kind")),
        parties=[
            (party, is_third_party(party.role, company=case.kind == Case.Kind.COMPANY))
            for party in holder.related_parties.order_by("role", "id")
        ],
        holds=list(case.holds.filter(released_at=None).exclude(kind=CaseHold.Kind.PROMISE).order_by("placed_at")),
        promise=promise,
        claim=claim if claim is not None and claim.expires_at > at else None,
        queue=QueueName(**named) if named else None,
        step=_step(case, numbers, promise, today=today, at=at),
        seen=Seen(case.newest_event or 0, tuple(case.being_written)),  # type: ignore[attr-defined]
    )


def purpose_of(case: Case, promise: PromiseToPay | None, *, at: datetime) -> str:
    """What a call to the debtor is for now: to remind of a promise, to keep an appointment that is due (B19)."""
    due = case.follow_up_at is not None and case.follow_up_at <= at
    promised = promise is not None and reminded_only(case, contact_policies(clock.local_date(at)))
    return purpose_now(due=due, appointment=case.has_appointment, promised=promised)


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
            if number.channel == Channel.PHONE
        ],
        today=today,
        at=at,
    )
