"""What did people at the demo bank do by hand? Holds, charge-offs and waivers, two weeks before the day one looks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.actions.holds import charge_off, place_hold
from accounts.actions.waivers import waive_charge
from accounts.models import AccountHold, CardAccount, LedgerEntry, Position
from collections_app.events.actions import record
from collections_app.events.queries import events_of_kind
from collections_app.shared.actor import Actor

DAYS_BEFORE = 14
DONE = "demo.worked"
CHARGE_OFFS, WAIVERS = 5, 8
LOSS_FROM_DPD = 181

Kind = AccountHold.Kind

# Kind, the buckets it is found in, how many, why.
HOLDS = (
    (Kind.DISPUTE, (0, 1), 4, "持卡人对一笔交易有异议"),
    (Kind.DECEASED, (2,), 2, "家属告知持卡人已去世，待核实死亡证明"),
    (Kind.DISASTER, (1, 2), 2, "持卡人所在地区受灾"),
    (Kind.FRAUD, (3,), 2, "疑似盗用卡，待调查"),
    (Kind.BANKRUPTCY, (4,), 1, "法院受理个人破产申请"),
    (Kind.SUIT, (5,), 3, "已向法院提起诉讼"),
)


def is_done() -> bool:
    """True once the desk's work of this demo is in the books."""
    return events_of_kind(DONE).exists()


@transaction.atomic
def work(*, actor: Actor, on: date) -> None:
    """Place the holds, charge off what is lost, waive some late fees, as on the business date `on`; once."""
    at = datetime.combine(on, time(10), ZoneInfo(settings.TIME_ZONE))
    _place_holds(actor, at)
    _charge_off(actor, on, at)
    _waive(actor, at)
    record(DONE, actor=actor, on=on)


def _ours(buckets: tuple[int, ...]) -> QuerySet[Position]:
    """Accounts whose books we keep, in these buckets and without a hold, in the order of their numbers."""
    return (
        Position.objects.filter(bucket__in=buckets, balance__gt=100, card_account__charges_by=CardAccount.Books.OWN)
        .exclude(card_account__holds__isnull=False)
        .select_related("card_account")
        .order_by("card_account__account_no")
    )


def _place_holds(actor: Actor, at: datetime) -> None:
    for kind, buckets, how_many, reason in HOLDS:
        for position in list(_ours(buckets)[:how_many]):
            place_hold(
                actor=actor,
                account_no=position.card_account.account_no,
                kind=kind,
                reason=reason,
                disputed_amount=(position.balance / 10).quantize(position.balance) if kind == Kind.DISPUTE else None,
                at=at,
            )


def _charge_off(actor: Actor, on: date, at: datetime) -> None:
    lost = _ours((5,)).filter(anchor_due_date__lte=on - timedelta(days=LOSS_FROM_DPD))
    for position in list(lost[:CHARGE_OFFS]):
        charge_off(actor=actor, account_no=position.card_account.account_no, reason="逾期超过180天，予以核销", at=at)


def _waive(actor: Actor, at: datetime) -> None:
    """The latest late fee of people who are current again."""
    fees = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.LATE_FEE, recorded_by="night", reversed_by=None)
    for position in list(_ours((-1,)).filter(lifetime_late_fees=1)[:WAIVERS]):
        fee = fees.filter(card_account=position.card_account).order_by("-id").first()
        if fee is not None:
            waive_charge(
                actor=actor,
                account_no=position.card_account.account_no,
                charge_id=fee.pk,
                amount=fee.amount,
                source_ref=f"demo-waiver-{fee.pk}",
                reason="首次逾期，客户致电后减免",
                at=at,
            )
