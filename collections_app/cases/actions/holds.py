"""Holds on a case: why work rests, until when, who said so (B8)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.cases.models import Case, CaseHold
from collections_app.cases.queries import lock_visible
from collections_app.cases.rules.holds import HOLD_RULES, last_day, work_stops
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refusals, Refused
from collections_app.shared.templatetags.fairdue import local_date

from .routing import reroute

LONGEST_REASON = 300


@transaction.atomic
def place_hold(
    *, actor: Actor, case_id: int, kind: str, reason: str, until: date | None = None, at: datetime
) -> CaseHold:
    """Place a hold from today to `until`, that day included (None: until released, or as long as its kind says).

    The case leaves its queue where the kind stops work, and is called no more where it stops contact
    (`rules/holds.py`). Raises Refused: `forbidden`, `not_found`, `case_closed`; each at its field and all at once
    `unknown_kind`, `already_held`, `in_the_past`, `missing`, `too_long`, `card_number`.
    Example: a HARDSHIP without a last day, placed on 2025-03-01, ends with 2025-03-31: then somebody looks again.
    """
    actor.must(HOLD_RULES[kind].to_place if kind in HOLD_RULES else "cases.hold")
    case, today, refusals = lock_visible(actor, case_id), working_day(at), Refusals()
    if kind not in HOLD_RULES:
        refusals.add(Refused("unknown_kind", _("There is no such kind of hold."), field="kind"))
    elif CaseHold.objects.filter(case=case, kind=kind, released_at=None).exists():
        refusals.add(Refused("already_held", _("This case has such a hold already."), field="kind"))
    with refusals.of():
        reason = text_of(reason, field="reason", longest=LONGEST_REASON)
    if until is not None and until < today:
        message = _("This day is before %(today)s.") % {"today": local_date(today)}
        refusals.add(Refused("in_the_past", message, field="until"))
    refusals.speak()
    hold = CaseHold.objects.create(
        case=case,
        kind=kind,
        reason=reason,
        placed_on=today,
        placed_at=at,
        placed_by=actor.label,
        until=last_day(kind, since=today, until=until),
    )
    _keep_right(case)
    _note("hold.placed", hold, actor, on=today)
    return hold


@transaction.atomic
def release_hold(*, actor: Actor, hold_id: int, reason: str, at: datetime) -> CaseHold:
    """End a hold now. A promise's hold is ended by who may cancel promises, every other one by who may release holds.

    Raises Refused: `forbidden`; `not_found`; `already_over` (released, run out, or the case was closed); at its field
    `missing`, `too_long`, `card_number`.
    """
    actor.must("cases.hold")
    reason = text_of(reason, field="reason", longest=LONGEST_REASON)
    case_id = CaseHold.objects.filter(pk=hold_id).values_list("case", flat=True).first()
    if case_id is None:
        raise Refused("not_found", _("There is no such hold."))
    case = lock_visible(actor, case_id, closed_too=True)
    hold = CaseHold.objects.select_related("case").get(pk=hold_id)
    actor.must(HOLD_RULES[hold.kind].to_release)
    if hold.released_at is not None:
        raise Refused("already_over", _("This hold is over already."))
    hold.released_at, hold.released_by, hold.release_reason = at, actor.label, reason
    hold.save(update_fields=["released_at", "released_by", "release_reason"])
    _keep_right(case)
    _note("hold.released", hold, actor, on=working_day(at))
    return hold


def _keep_right(case: Case) -> None:
    """What the case repeats of its holds; and it wakes, because what may be done now is another thing."""
    kinds = sorted(CaseHold.objects.filter(case=case, released_at=None).values_list("kind", flat=True))
    case.hold_kinds, case.work_stopped, case.sleeps_until = kinds, work_stops(kinds), None
    case.save(update_fields=["hold_kinds", "work_stopped", "sleeps_until"])
    reroute([case.pk])


def _note(event: str, hold: CaseHold, actor: Actor, *, on: date) -> None:
    events.record(
        event,
        actor=actor,
        cardholder_id=hold.case.cardholder_id,
        data={"case": hold.case_id, "hold": hold.pk, "kind": hold.kind, "until": hold.until},
        on=on,
    )
