"""Stop signals: a person said stop, and it holds from the moment we received it until it is lifted (B8)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from accounts.waking import wake_cases
from collections_app.compliance.actions import WHO_RECORDS
from collections_app.compliance.models import Channel, StopSignal
from collections_app.compliance.people import known_cardholder, lock_person
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

Kind = StopSignal.Kind


@transaction.atomic
def signal_stop(
    *,
    actor: Actor,
    cardholder_id: int,
    kind: str,
    channel: str = "",
    number_hash: str = "",
    effective_at: datetime | None = None,
    note: str = "",
    at: datetime,
) -> StopSignal:
    """Record that a person said stop, in force from `effective_at`, when we received it (default: `at`).

    OPT_OUT names a `channel`, and no other kind does; OBJECTION names the number of the third party who objects. The
    same signal twice is one signal: the one in force is returned as it stands, without an event.
    Raises Refused: `forbidden`, `not_found`; at its field `unknown_kind`, `missing`, `invalid`, `in_the_future`,
    `too_long`, `card_number`.
    Example: a letter mailed on 08-03 and received on 08-06 stops contact from 08-06.
    """
    actor.must(*WHO_RECORDS)
    _must_fit(kind, channel, number_hash)
    effective_at = effective_at or at
    if effective_at > at:
        raise Refused("in_the_future", _("This moment has not come yet."), field="effective_at")
    note = text_of(note, field="note", longest=300, required=False)
    known_cardholder(actor, cardholder_id)
    lock_person(cardholder_id)
    what: dict[str, Any] = {"kind": kind, "channel": channel, "number_hash": number_hash}
    known = StopSignal.objects.filter(cardholder_id=cardholder_id, lifted_at=None, **what).order_by("id").first()
    if known is not None and known.effective_at <= effective_at:
        return known
    signal = StopSignal.objects.create(
        cardholder_id=cardholder_id,
        effective_at=effective_at,
        note=note,
        recorded_at=at,
        recorded_by=actor.label,
        **what,
    )
    _note("signal.received", signal, actor, at=at)
    return signal


@transaction.atomic
def lift_stop(*, actor: Actor, signal_id: int, reason: str, at: datetime) -> StopSignal:
    """End a stop signal, with a reason: the person took it back, or it was recorded for the wrong one. His case wakes.

    Raises Refused: `forbidden`, `not_found`, `already_over`; at field reason `missing`, `too_long`, `card_number`.
    """
    actor.must("compliance.edit")
    reason = text_of(reason, field="reason", longest=300)
    signal = StopSignal.objects.select_for_update(of=("self",), no_key=True).filter(pk=signal_id).first()
    if signal is None:
        raise Refused("not_found", _("There is no such stop signal."))
    known_cardholder(actor, signal.cardholder_id)
    if signal.lifted_at is not None:
        raise Refused("already_over", _("This stop signal is lifted already."))
    wake_cases(cardholder_ids=[signal.cardholder_id], by=at)
    signal.lifted_at, signal.lifted_by, signal.lift_reason = at, actor.label, reason
    signal.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    _note("signal.lifted", signal, actor, at=at)
    return signal


def _must_fit(kind: str, channel: str, number_hash: str) -> None:
    """A kind we know, with a channel or a number exactly where it needs one."""
    if kind not in Kind.values:
        raise Refused("unknown_kind", _("There is no such stop signal."), field="kind")
    if kind == Kind.OPT_OUT and channel not in Channel.values:
        raise Refused("missing", _("Say which channel is not wanted."), field="channel")
    if kind != Kind.OPT_OUT and channel:
        raise Refused("invalid", _("Only an opt-out names a channel."), field="channel")
    if kind == Kind.OBJECTION and not number_hash:
        raise Refused("missing", _("Say whose number it is."), field="number")


def _note(event: str, signal: StopSignal, actor: Actor, *, at: datetime) -> None:
    events.record(
        event,
        actor=actor,
        cardholder_id=signal.cardholder_id,
        data={"signal": signal.pk, "kind": signal.kind, "channel": signal.channel},
        on=working_day(at),
    )
