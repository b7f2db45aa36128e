"""Holds on an account, and charge-off. They may stop fees or interest by policy, never the bucket (§2.8, B8)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import amount_of, day_of, locked_account, text_of
from accounts.models import AccountHold, CardAccount, Position
from accounts.queries import recording_day
from accounts.rules.money import ZERO
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

Kind = AccountHold.Kind


@transaction.atomic
def place_hold(
    *,
    actor: Actor,
    account_no: str,
    kind: str,
    reason: str,
    disputed_amount: Decimal | None = None,
    since: date | None = None,
    until: date | None = None,
    at: datetime,
) -> AccountHold:
    """Place a hold from `since` (default: the day it is recorded) to `until`, that day included (None: until released).

    A dispute may name the amount that leaves the minimum while it is open (B3). Known to the next night.
    Raises Refused: `forbidden`; `unknown_account`; `unknown_kind` (charge-off has its own action); `already_held` (the
    same hold is open); `not_a_dispute` (an amount on another kind); `ends_before_it_begins`; at its field `missing`,
    `too_long`, `card_number`, `not_positive`, `too_precise`, `in_the_future`, `before_opening`.
    Example: a dispute of 800.00 since 2025-03-10 lowers the purchases the statement of 04-05 takes its 10 % of.
    """
    actor.must("holds.place")
    if kind not in Kind.values or kind == Kind.CHARGE_OFF:
        raise Refused("unknown_kind", _("There is no such kind of hold."), field="kind")
    reason = text_of(reason, field="reason", longest=300)
    disputed = ZERO if disputed_amount is None else amount_of(disputed_amount, field="disputed_amount")
    if disputed and kind != Kind.DISPUTE:
        raise Refused("not_a_dispute", _("Only a dispute has a disputed amount."), field="disputed_amount")
    account = locked_account(account_no, seen_by=actor)
    today = recording_day(at)
    since = day_of(since or today, field="since", account=account, today=today)
    if until is not None and until < since:
        raise Refused("ends_before_it_begins", _("The last day is before the first."), field="until")
    _must_not_be_held(account, kind, disputed, since)
    hold = _place(account, kind, since=since, until=until, disputed=disputed, reason=reason, actor=actor, today=today)
    _note("hold.placed", hold, account, actor, on=today)
    return hold


@transaction.atomic
def release_hold(*, actor: Actor, hold_id: int, reason: str, until: date | None = None, at: datetime) -> AccountHold:
    """End a hold: `until` (default: the day it is recorded) is its last day. Known to the next night.

    Raises Refused: `forbidden`; `not_found`; `already_over`; `charged_off` (a charge-off is not lifted here); at its
    field `missing`, `too_long`, `card_number`, `in_the_future`, `ends_before_it_begins`.
    """
    actor.must("holds.place")
    reason = text_of(reason, field="reason", longest=300)
    account_no = AccountHold.objects.filter(pk=hold_id).values_list("card_account__account_no", flat=True).first()
    if account_no is None:
        raise Refused("not_found", _("There is no such hold."))
    account = locked_account(account_no, seen_by=actor)
    hold = AccountHold.objects.get(pk=hold_id)
    today = recording_day(at)
    if hold.kind == Kind.CHARGE_OFF:
        raise Refused("charged_off", _("A charge-off is not lifted like a hold."))
    if hold.until_recorded_on is not None or (hold.until is not None and hold.until < today):
        raise Refused("already_over", _("This hold is over already."))
    last_day = until or today
    if last_day > today:
        raise Refused(
            "in_the_future", _("This day is later than %(today)s.") % {"today": local_date(today)}, field="until"
        )
    if last_day < hold.since:
        raise Refused("ends_before_it_begins", _("The last day is before the first."), field="until")
    hold.until, hold.until_recorded_on, hold.release_reason = last_day, today, reason
    hold.save(update_fields=["until", "until_recorded_on", "release_reason"])
    _note("hold.released", hold, account, actor, on=today)
    return hold


@transaction.atomic
def charge_off(
    *, actor: Actor, account_no: str, reason: str, on: date | None = None, at: datetime
) -> tuple[CardAccount, AccountHold]:
    """Write an account off in the books from `on` (default: the day it is recorded). The debt and the bucket stay.

    Sets the status CHARGED_OFF and a hold CHARGE_OFF, which stops late fees where the policy says so.
    Raises Refused: `forbidden`; `unknown_account`; `already_charged_off`; `nothing_owed`; at its field `missing`,
    `too_long`, `card_number`, `in_the_future`, `before_opening`.
    """
    actor.must("accounts.charge_off")
    reason = text_of(reason, field="reason", longest=300)
    account = locked_account(account_no, seen_by=actor)
    if account.status == CardAccount.Status.CHARGED_OFF:
        raise Refused("already_charged_off", _("This account is already charged off."), field="account_no")
    if not Position.objects.filter(card_account=account, balance__gt=0).exists():
        raise Refused("nothing_owed", _("Nothing is owed on this account."), field="account_no")
    today = recording_day(at)
    on = day_of(on or today, field="on", account=account, today=today)
    account.status, account.status_since = CardAccount.Status.CHARGED_OFF, on
    account.save(update_fields=["status", "status_since"])
    hold = _place(
        account, Kind.CHARGE_OFF, since=on, until=None, disputed=ZERO, reason=reason, actor=actor, today=today
    )
    _note("account.charged_off", hold, account, actor, on=today)
    return account, hold


def _must_not_be_held(account: CardAccount, kind: str, disputed: Decimal, since: date) -> None:
    """Refuse a hold that is open already; two disputes may be open when their amount or first day differs."""
    same = AccountHold.objects.filter(card_account=account, kind=kind, until=None)
    if kind == Kind.DISPUTE:
        same = same.filter(disputed_amount=disputed, since=since)
    if same.exists():
        raise Refused("already_held", _("This account has such a hold already."), field="kind")


def _place(
    account: CardAccount,
    kind: str,
    *,
    since: date,
    until: date | None,
    disputed: Decimal,
    reason: str,
    actor: Actor,
    today: date,
) -> AccountHold:
    return AccountHold.objects.create(
        card_account=account,
        kind=kind,
        since=since,
        until=until,
        disputed_amount=disputed,
        reason=reason,
        recorded_on=today,
        recorded_by=actor.label,
    )


def _note(event: str, hold: AccountHold, account: CardAccount, actor: Actor, *, on: date) -> None:
    events.record(
        event,
        actor=actor,
        account_id=account.pk,
        cardholder_id=account.cardholder_id,
        data={
            "hold": hold.pk,
            "kind": hold.kind,
            "since": hold.since,
            "until": hold.until,
            "disputed_amount": str(hold.disputed_amount),
        },
        on=on,
    )
