"""What did the agents of the demo bank do on a day? Calls under permits, outcomes, promises; and who kept his word.

Everything goes through the same actions as the desk's pages, at moments of that day.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.actions.payments import post_payment
from accounts.models import CardAccount
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.casefile.actions import log
from collections_app.cases.actions.claims import claim, next_case, release
from collections_app.cases.models import Case, Claim
from collections_app.cases.purposes import reminded_only
from collections_app.cases.queries import context_of
from collections_app.cases.rules.purpose import purpose_now
from collections_app.compliance.models import Permit
from collections_app.compliance.queries import Reach, contact_policies, reach
from collections_app.contacts.actions import log_contact, start_contact
from collections_app.contacts.entry import ContactEntry
from collections_app.demo.staff import ensure_staff
from collections_app.events.actions import record
from collections_app.events.queries import events_of_kind
from collections_app.people.models import User
from collections_app.people.queries import actor_of_user
from collections_app.shared import clock
from collections_app.shared.actor import Actor

DAYS = 10
"""On how many of the last days before the one somebody looks the desk has worked."""
CALLS = 4
"""Calls of one agent on one day."""
DONE = "demo.called"
TENS = Decimal(10)

# Outcome, how often of a hundred, what the agent wrote.
OUTCOMES = (
    ("NO_ANSWER", 26, ""),
    ("POWERED_OFF", 8, ""),
    ("VOICEMAIL", 5, ""),
    ("HANG_UP_UNVERIFIED", 5, "未核身即挂断"),
    ("WRONG_NUMBER", 2, "对方称不认识持卡人"),
    ("RPC_PTP", 28, "已核身，客户表示到期前还款"),
    ("RPC_CALLBACK", 9, "开会中，约定明日再联系"),
    ("RPC_EXCUSE", 8, "称近期资金紧张，未承诺日期"),
    ("RPC_REFUSAL", 5, "称账单有误，拒绝还款"),
    ("RPC_PAID_CLAIM", 4, "称昨日已通过他行转账还款"),
)
REASONS = ("FORGOT", "CASH_FLOW_TIMING", "CASH_FLOW_TIMING", "INCOME_CUT", "OVER_INDEBTED", "UNKNOWN")
COMPANY_REASONS = ("FINANCE_FORGOT", "APPROVER_NOT_SIGNED", "PROCESS_PENDING")
WILLINGNESS = {"RPC_PTP": "WILLING", "RPC_EXCUSE": "UNDECIDED", "RPC_REFUSAL": "REFUSES"}
KEEPS, KEEPS_A_PART = 55, 15
"""Of a hundred who promised: how many pay all of it in time, how many a part."""


def is_done(on: date) -> bool:
    """True once the desk's calls of that day are on record."""
    return events_of_kind(DONE).filter(business_date=on).exists()


@transaction.atomic
def work(*, actor: Actor, on: date) -> None:
    """The calls of every agent on the business date `on`, and the payments of who had promised for it; once."""
    chance = Random(on.toordinal())
    people = ensure_staff(actor=actor, on=on)
    for place, user in enumerate(people):
        _work_of(user, chance, on, first=_moment(on, 9, 5 + 3 * place))
    _call_too_late(people[0], on)
    _pay(actor, chance, on)
    record(DONE, actor=actor, on=on)


def _moment(on: date, hour: int, minute: int) -> datetime:
    return datetime.combine(on, time(hour, minute), ZoneInfo(settings.TIME_ZONE))


def _work_of(user: User, chance: Random, on: date, *, first: datetime) -> None:
    agent = actor_of_user(user, channel="browser")
    for call in range(CALLS):
        at = first + timedelta(minutes=35 * call)
        claim = next_case(actor=agent, at=at)
        if claim is None:
            return
        _call(agent, claim, chance, on, at=at)


def _call(agent: Actor, claim: Claim, chance: Random, on: date, *, at: datetime) -> None:
    case = Case.objects.get(pk=claim.case_id)
    purpose = _purpose(case, at)
    point = next(iter(_callable(case, purpose, at)), None)
    permit = point and start_contact(
        actor=agent,
        case_id=case.pk,
        contact_point_id=point.contact_point_id,
        purpose=purpose,
        claim_token=claim.token,
        at=at,
    )
    if not isinstance(permit, Permit):
        release(actor=agent, case_id=case.pk, token=claim.token, kind="RETURN", reason="暂无可拨打的号码", at=at)
        return
    entry = _entry(case, permit, chance, at=at + timedelta(minutes=3))
    promise = _promise(case, chance, on) if entry.outcome == "RPC_PTP" else None
    log(
        actor=agent,
        case_id=case.pk,
        entry=entry,
        promise=promise,
        claim_token=claim.token,
        at=at + timedelta(minutes=4),
    )


def _purpose(case: Case, at: datetime) -> str:
    if case.lost_since:
        return "LOCATE"
    due = case.follow_up_at is not None and case.follow_up_at <= at
    promised = case.promise_due_on is not None and reminded_only(case, contact_policies(clock.local_date(at)))
    return purpose_now(due=due, appointment=case.has_appointment, promised=promised)


def _callable(case: Case, purpose: str, at: datetime) -> Iterator[Reach]:
    points = reach([context_of(case)], at=at, purpose=purpose)[case.pk]
    return (point for point in points if point.decision.allowed)


def _entry(case: Case, permit: Permit, chance: Random, *, at: datetime) -> ContactEntry:
    codes = [code for code, _share, _note in OUTCOMES]
    outcome = chance.choices(codes, weights=[share for _code, share, _note in OUTCOMES])[0]
    if permit.purpose != "COLLECT" or (case.promise_due_on and outcome == "RPC_PTP"):
        outcome = "NO_ANSWER"
    right_party, company = outcome.startswith("RPC_"), case.kind == Case.Kind.COMPANY
    return ContactEntry(
        submission=UUID(int=chance.getrandbits(128)),
        outcome=outcome,
        purpose=permit.purpose,
        role=("PAYER" if company else "CARDHOLDER") if right_party else "",
        reason=chance.choice(COMPANY_REASONS if company else REASONS) if right_party else "",
        verified_by="ID_DIGITS" if right_party else "",
        follow_up_at=_moment(at.date() + timedelta(days=1), 10, 0) if outcome == "RPC_CALLBACK" else None,
        note=next(note for code, _share, note in OUTCOMES if code == outcome),
        permit_token=permit.token,
        call_id=f"demo-{permit.pk}",
        willingness=WILLINGNESS.get(outcome, ""),
        happened_at=at,
    )


def _promise(case: Case, chance: Random, on: date) -> PromiseEntry:
    """All that is past due, or half of it, rounded up to tens, within three days."""
    share = chance.choice((Decimal(1), Decimal(1), Decimal("0.5")))
    amount = min(case.balance, ((case.past_due * share / TENS).to_integral_value(ROUND_CEILING)) * TENS)
    return PromiseEntry(
        submission=UUID(int=chance.getrandbits(128)),
        amount=max(amount, Decimal("0.01")),
        due_on=on + timedelta(days=chance.randint(1, 3)),
        speaker="PAYER" if case.kind == Case.Kind.COMPANY else "CARDHOLDER",
    )


def _call_too_late(user: User, on: date) -> None:
    """Once a week somebody asks for a call after hours and is refused; once he calls without asking: a breach."""
    agent = actor_of_user(user, channel="browser")
    case = Case.objects.filter(closed_on=None, bucket__in=(1, 2, 3), kind=Case.Kind.PERSON).order_by("pk").first()
    point = case and case.cardholder.contact_points.filter(kind="MOBILE", related_party=None).order_by("pk").first()
    if case is None or point is None or on.weekday() not in (1, 3):
        return
    at = _moment(on, 22, 4)
    held = claim(actor=agent, case_id=case.pk, at=at)
    start_contact(actor=agent, case_id=case.pk, contact_point_id=point.pk, claim_token=held.token, at=at)
    release(actor=agent, case_id=case.pk, token=held.token, kind="DONE", at=at)
    if on.weekday() == 3:
        entry = ContactEntry(
            submission=UUID(int=on.toordinal()),
            outcome="NO_ANSWER",
            contact_point_id=point.pk,
            note="下班后拨打，未接通",
            happened_at=at,
        )
        log_contact(actor=agent, case_id=case.pk, entry=entry, at=at + timedelta(minutes=1))


def _pay(actor: Actor, chance: Random, on: date) -> None:
    """Payments of the promises due today: all of it, a part, or nothing."""
    due = PromiseToPay.objects.filter(status="OPEN", last_due_on=on).order_by("pk")
    for made in due:
        drawn = chance.randrange(100)
        share = Decimal(1) if drawn < KEEPS else Decimal("0.4") if drawn < KEEPS + KEEPS_A_PART else None
        if share is None:
            continue
        post_payment(
            actor=actor,
            account_no=CardAccount.objects.values_list("account_no", flat=True).get(pk=made.account_ids[0]),
            amount=(made.amount * share).quantize(Decimal("0.01")),
            value_date=on,
            source_ref=f"demo-promise-{made.pk}",
            description="客户还款",
            at=_moment(on, 18, 0),
        )
