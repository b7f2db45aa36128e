"""Taking a promise to pay (`domain.md` 4.3, B23)."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.checks import amount_of, text_of
from accounts.models import PartyRole, Position
from accounts.queries import working_day
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseInstalment, PromisePolicy, PromiseToPay
from collections_app.arrangements.models.promise import PromiseStatus
from collections_app.arrangements.objections import refusal_of
from collections_app.arrangements.queries.policy import limits_of, promise_policy
from collections_app.arrangements.rules.guard import Asked, Owed, Situation, objection
from collections_app.arrangements.rules.settle import settles_on
from collections_app.cases.actions.holds import place_hold
from collections_app.cases.actions.marks import note_promise
from collections_app.cases.models import Case, CaseHold
from collections_app.cases.queries import lock_visible
from collections_app.compliance.models import Channel
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def promise(*, actor: Actor, case_id: int, entry: PromiseEntry, at: datetime) -> PromiseToPay:
    """Take a promise on a case today; the same submission again changes nothing and returns what is stored.

    A promise still open is replaced. Until its last day + grace the case rests (hold PROMISE); it is followed up on
    `follow_up_on`, by default three days on (policy) and never after the first due day. The night settles it.
    Raises Refused: `forbidden`, `not_found`, `case_closed`, `conflict` (the submission stands on another case); at its
    field those of `rules/guard.py`, and `missing`, `too_precise`, `too_long`, `card_number`, `unknown_channel`,
    `in_the_past`, `too_late` (follow_up_on).
    Example: 1 000.00 by 2025-03-12, taken on 03-10 with a grace of one day, is settled by the night of 03-14.
    """
    actor.must("promises.take")
    case = lock_visible(actor, case_id, closed_too=True)
    stored = PromiseToPay.objects.filter(submission=entry.submission).first()
    if stored is not None:
        return _same_or_conflict(stored, case)
    if case.closed_on is not None:
        lock_visible(actor, case_id)
    today = working_day(at)
    policy = promise_policy(today)
    asked, currency = _checked(entry, case, policy, today)
    follow_up_on = _follow_up_on(entry, asked, policy, today)
    replaced = _supersede(case, actor, on=today)
    made = _store(entry, case, asked, currency, policy, actor=actor, today=today, follow_up_on=follow_up_on, at=at)
    PromiseToPay.objects.filter(pk__in=replaced).update(superseded_by=made)
    _rest(made, actor=actor, at=at)
    note_promise(actor=actor, case_id=case.pk, due_on=made.next_due_on, follow_up_at=_morning(follow_up_on))
    _note(made, replaced, actor)
    return made


def _same_or_conflict(stored: PromiseToPay, case: Case) -> PromiseToPay:
    if stored.case_id != case.pk:
        raise Refused("conflict", _("This was sent before, for another case."), field="submission")
    return stored


def _checked(entry: PromiseEntry, case: Case, policy: PromisePolicy, today: date) -> tuple[Asked, str]:
    """What is promised, and in which currency; everything that speaks against it is refused here."""
    if entry.channel and entry.channel not in Channel.values:
        raise Refused("unknown_channel", _("There is no such channel."), field="channel")
    amount = amount_of(entry.amount)
    parts = tuple((day, amount_of(part, field="instalments")) for day, part in entry.instalments)
    if not parts and entry.due_on is None:
        raise Refused("missing", _("By when?"), field="due_on")
    owed = _owed(case)
    chosen = entry.account_ids or tuple(number for number, one in owed.items() if one.currency == case.currency)
    asked = Asked(
        amount=amount,
        parts=parts or ((entry.due_on, amount),),  # type: ignore[arg-type]
        account_ids=tuple(sorted(set(chosen))),
        speaker=entry.speaker,
    )
    situation = Situation(today=today, bucket=case.bucket, company=case.kind == Case.Kind.COMPANY, accounts=owed)
    against = objection(asked, situation, limits_of(policy))
    if against is not None:
        raise refusal_of(against, speaker=str(dict(PartyRole.choices).get(entry.speaker, entry.speaker)))
    return asked, owed[asked.account_ids[0]].currency


def _owed(case: Case) -> dict[int, Owed]:
    """The accounts of a case: those of its cardholder on which something is past due."""
    positions = Position.objects.filter(cardholder=case.cardholder_id, bucket__gte=0).select_related("card_account")
    return {
        row.card_account_id: Owed(currency=row.card_account.currency, balance=row.balance, past_due=row.past_due)
        for row in positions.order_by("card_account")
    }


def _follow_up_on(entry: PromiseEntry, asked: Asked, policy: PromisePolicy, today: date) -> date:
    first, last = asked.parts[0][0], asked.parts[-1][0]
    if entry.follow_up_on is None:
        return min(today + timedelta(days=policy.follow_up_days), first)
    if entry.follow_up_on < today:
        raise Refused("in_the_past", _("This day is before %(day)s.") % {"day": today}, field="follow_up_on")
    if entry.follow_up_on > last:
        message = _("The promise is due on %(day)s; remind by then.") % {"day": last}
        raise Refused("too_late", message, field="follow_up_on")
    return entry.follow_up_on


def _supersede(case: Case, actor: Actor, *, on: date) -> list[int]:
    """End what the cardholder had promised before, also on an older case: money counts for one promise only."""
    running = PromiseToPay.objects.filter(cardholder=case.cardholder_id, status=PromiseStatus.OPEN)
    replaced = list(running.select_for_update().order_by("id").values_list("pk", flat=True))
    PromiseToPay.objects.filter(pk__in=replaced).update(status=PromiseStatus.SUPERSEDED)
    open_parts = PromiseInstalment.objects.filter(promise__in=replaced, status=PromiseStatus.OPEN)
    open_parts.update(status=PromiseStatus.SUPERSEDED)
    return replaced


def _store(
    entry: PromiseEntry,
    case: Case,
    asked: Asked,
    currency: str,
    policy: PromisePolicy,
    *,
    actor: Actor,
    today: date,
    follow_up_on: date,
    at: datetime,
) -> PromiseToPay:
    made = PromiseToPay.objects.create(
        submission=entry.submission,
        case=case,
        cardholder_id=case.cardholder_id,
        account_ids=list(asked.account_ids),
        currency=currency,
        amount=asked.amount,
        made_on=today,
        made_at=at,
        last_due_on=asked.parts[-1][0],
        next_due_on=asked.parts[0][0],
        speaker=asked.speaker,
        channel=entry.channel,
        reason=text_of(entry.reason, field="reason", longest=30, required=False),
        contact_id=entry.contact_id,
        taken_by=actor.label,
        user_id=actor.user_id,
        bucket=case.bucket,
        grace_days=policy.grace_days,
        threshold=policy.threshold,
        follow_up_on=follow_up_on,
    )
    PromiseInstalment.objects.bulk_create(
        PromiseInstalment(
            promise=made, seq=seq, due_on=day, settle_on=settles_on(day, policy.grace_days), amount=amount
        )
        for seq, (day, amount) in enumerate(asked.parts, start=1)
    )
    return made


def _rest(made: PromiseToPay, *, actor: Actor, at: datetime) -> None:
    """Let the case rest until the promise can be judged; the hold of a promise it replaces gets its day."""
    until, reason = made.last_due_on + timedelta(days=made.grace_days), _hold_reason(made)
    running = CaseHold.objects.filter(case=made.case_id, kind=CaseHold.Kind.PROMISE, released_at=None)
    if not running.update(until=until, reason=reason):
        place_hold(actor=actor, case_id=made.case_id, kind=CaseHold.Kind.PROMISE, reason=reason, until=until, at=at)


def _hold_reason(made: PromiseToPay) -> str:
    """Figures and a day, which read the same in every language."""
    return f"{made.amount:,.2f} {made.currency} · {made.last_due_on.isoformat()}"


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _note(made: PromiseToPay, replaced: list[int], actor: Actor) -> None:
    events.record(
        "promise.made",
        actor=actor,
        cardholder_id=made.cardholder_id,
        data={
            "promise": made.pk,
            "case": made.case_id,
            "amount": _text(made.amount),
            "currency": made.currency,
            "due_on": made.next_due_on,
            "last_due_on": made.last_due_on,
            "speaker": made.speaker,
            "accounts": made.account_ids,
            "replaces": replaced,
        },
        on=made.made_on,
    )


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"
