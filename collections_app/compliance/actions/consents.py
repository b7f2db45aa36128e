"""Consent: what the debtor agreed to, from a day to a day, and how it is taken back."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from accounts.waking import wake_cases
from collections_app.compliance.actions import WHO_RECORDS
from collections_app.compliance.models import Channel, Consent
from collections_app.compliance.people import known_cardholder, lock_person
from collections_app.compliance.standing_policies import consent_days, day_of_consent
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

Kind = Consent.Kind
LONGEST_HOURS_DAYS = 365


@transaction.atomic
def give_consent(
    *,
    actor: Actor,
    cardholder_id: int,
    kind: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
    channel: str = "",
    number_hash: str = "",
    hours_from: time | None = None,
    hours_to: time | None = None,
    note: str = "",
    at: datetime,
) -> Consent:
    """Record what the debtor agreed to at `at`, from `valid_from` (default: today) to `valid_until`, both included.

    CALL lasts at most the policy's `consent_days`, the day it is given counted (also its default). HOURS names the
    hours of his own day, `hours_to` not included, and lasts up to a year. An empty channel or number means any.
    His case wakes.
    Raises Refused: `forbidden`, `not_found`; at its field `unknown_kind`, `missing`, `invalid`, `in_the_past`,
    `ends_before_it_begins`, `lasts_too_long`, `too_long`, `card_number`.
    Example: with 7 days a consent of Thursday 06-04 covers calls up to 06-10; those of 06-11 count again.
    """
    actor.must(*WHO_RECORDS)
    if kind not in Kind.values:
        raise Refused("unknown_kind", _("There is no such consent."), field="kind")
    if channel and channel not in Channel.values:
        raise Refused("invalid", _("There is no such channel."), field="channel")
    _hours_must_fit(kind, hours_from, hours_to)
    note = text_of(note, field="note", longest=300, required=False)
    known_cardholder(actor, cardholder_id)
    today = day_of_consent(cardholder_id, at)
    valid_from, valid_until = _days(kind, cardholder_id, valid_from, valid_until, today)
    wake_cases(cardholder_ids=[cardholder_id], by=at)
    lock_person(cardholder_id)
    consent = Consent.objects.create(
        cardholder_id=cardholder_id,
        kind=kind,
        channel=channel,
        number_hash=number_hash,
        valid_from=valid_from,
        valid_until=valid_until,
        hours_from=hours_from,
        hours_to=hours_to,
        given_at=at,
        note=note,
        recorded_by=actor.label,
    )
    _note("consent.given", consent, actor, at=at)
    return consent


@transaction.atomic
def withdraw_consent(*, actor: Actor, consent_id: int, at: datetime) -> Consent:
    """The debtor takes a consent back; it covers nothing from now on.

    Raises Refused: `forbidden`, `not_found`, `already_over`.
    """
    actor.must(*WHO_RECORDS)
    consent = Consent.objects.select_for_update(of=("self",), no_key=True).filter(pk=consent_id).first()
    if consent is None:
        raise Refused("not_found", _("There is no such consent."))
    known_cardholder(actor, consent.cardholder_id)
    over = consent.withdrawn_at or consent.spent_at
    if over is not None or consent.valid_until < day_of_consent(consent.cardholder_id, at):
        raise Refused("already_over", _("This consent is over already."))
    consent.withdrawn_at = at
    consent.save(update_fields=["withdrawn_at"])
    _note("consent.withdrawn", consent, actor, at=at)
    return consent


def _hours_must_fit(kind: str, hours_from: time | None, hours_to: time | None) -> None:
    if kind == Kind.CALL:
        if hours_from is not None or hours_to is not None:
            raise Refused("invalid", _("Only a consent to other hours names hours."), field="hours_from")
        return
    if hours_from is None:
        raise Refused("missing", _("Say from when."), field="hours_from")
    if hours_to is None:
        raise Refused("missing", _("Say until when."), field="hours_to")
    if hours_to <= hours_from:
        raise Refused("ends_before_it_begins", _("The hours end before they begin."), field="hours_to")


def _days(
    kind: str, cardholder_id: int, valid_from: date | None, valid_until: date | None, today: date
) -> tuple[date, date]:
    """First and last day of the consent, as asked or by default."""
    first = valid_from or today
    if first < today:
        raise Refused("in_the_past", _("A consent counts from today at the earliest."), field="valid_from")
    by_policy = consent_days(cardholder_id, on=today)
    last = valid_until or max(first, today + timedelta(days=by_policy - 1))
    longest = today + timedelta(days=(by_policy if kind == Kind.CALL else LONGEST_HOURS_DAYS) - 1)
    if last < first:
        raise Refused("ends_before_it_begins", _("The last day is before the first."), field="valid_until")
    if last > longest:
        message = _("Such a consent lasts until %(day)s at the longest.") % {"day": local_date(longest)}
        raise Refused("lasts_too_long", message, field="valid_until")
    return first, last


def _note(event: str, consent: Consent, actor: Actor, *, at: datetime) -> None:
    events.record(
        event,
        actor=actor,
        cardholder_id=consent.cardholder_id,
        data={
            "consent": consent.pk,
            "kind": consent.kind,
            "channel": consent.channel,
            "from": consent.valid_from,
            "until": consent.valid_until,
        },
        on=working_day(at),
    )
