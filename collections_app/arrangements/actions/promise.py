"""Taking a promise to pay (`domain.md` 4.3, B23)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.queries import working_day
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseInstalment, PromiseToPay
from collections_app.arrangements.models.promise import PromiseStatus
from collections_app.arrangements.queries import open_promises
from collections_app.arrangements.reading import Reading, read
from collections_app.arrangements.rules.settle import settles_on
from collections_app.cases.actions.holds import place_hold
from collections_app.cases.actions.marks import note_promise
from collections_app.cases.models import Case, CaseHold
from collections_app.cases.queries import lock_visible
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def promise(*, actor: Actor, case_id: int, entry: PromiseEntry, at: datetime) -> PromiseToPay:
    """Take a promise on a case today; the same submission again changes nothing and returns what is stored.

    A promise still open in its currency is replaced; one in another currency stands beside it. Until the last day +
    grace the case rests (hold PROMISE); it is followed up on `follow_up_on`, by default three days on (policy) and
    never after the first due day. The night settles it.
    Raises Refused: `forbidden`, `not_found`, `case_closed`, `conflict` (the submission stands on another case); and,
    everything at once, what `reading.read` raises.
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
    reading = read(entry, case, today=today)
    replaced = _supersede(case, reading.currency)
    made = _store(reading, entry, case, actor=actor, today=today, at=at)
    PromiseToPay.objects.filter(pk__in=replaced).update(superseded_by=made)
    standing = list(open_promises(case.pk))
    _rest(case, standing, actor=actor, at=at)
    note_promise(actor=actor, case_id=case.pk, due_on=standing[0].next_due_on, follow_up_at=_morning(made.follow_up_on))
    _note(made, replaced, actor)
    return made


def _same_or_conflict(stored: PromiseToPay, case: Case) -> PromiseToPay:
    if stored.case_id != case.pk:
        raise Refused("conflict", _("This was sent before, for another case."), field="submission")
    return stored


def _supersede(case: Case, currency: str) -> list[int]:
    """End what the cardholder had promised in this currency, also on an older case: money counts for one promise."""
    running = PromiseToPay.objects.filter(cardholder=case.cardholder_id, currency=currency, status=PromiseStatus.OPEN)
    replaced = list(running.select_for_update().order_by("id").values_list("pk", flat=True))
    PromiseToPay.objects.filter(pk__in=replaced).update(status=PromiseStatus.SUPERSEDED)
    open_parts = PromiseInstalment.objects.filter(promise__in=replaced, status=PromiseStatus.OPEN)
    open_parts.update(status=PromiseStatus.SUPERSEDED)
    return replaced


def _store(
    reading: Reading, entry: PromiseEntry, case: Case, *, actor: Actor, today: date, at: datetime
) -> PromiseToPay:
    policy = reading.policy
    made = PromiseToPay.objects.create(
        submission=entry.submission,
        case=case,
        cardholder_id=case.cardholder_id,
        account_ids=list(reading.account_ids),
        currency=reading.currency,
        amount=reading.amount,
        made_on=today,
        made_at=at,
        last_due_on=reading.parts[-1][0],
        next_due_on=reading.parts[0][0],
        speaker=entry.speaker,
        channel=entry.channel,
        reason=reading.reason,
        contact_id=entry.contact_id,
        taken_by=actor.label,
        user_id=actor.user_id,
        bucket=case.bucket,
        grace_days=policy.grace_days,
        threshold=policy.threshold,
        follow_up_on=reading.follow_up_on,
    )
    PromiseInstalment.objects.bulk_create(
        PromiseInstalment(
            promise=made, seq=seq, due_on=day, settle_on=settles_on(day, policy.grace_days), amount=amount
        )
        for seq, (day, amount) in enumerate(reading.parts, start=1)
    )
    return made


def _rest(case: Case, standing: Sequence[PromiseToPay], *, actor: Actor, at: datetime) -> None:
    """Let the case rest until all that is promised can be judged; a hold that runs gets the last day of it."""
    until = max(one.last_due_on + timedelta(days=one.grace_days) for one in standing)
    reason = ", ".join(_hold_reason(one) for one in standing)
    running = CaseHold.objects.filter(case=case, kind=CaseHold.Kind.PROMISE, released_at=None)
    if not running.update(until=until, reason=reason):
        place_hold(actor=actor, case_id=case.pk, kind=CaseHold.Kind.PROMISE, reason=reason, until=until, at=at)


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
