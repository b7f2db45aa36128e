"""Contacts as the caps count them: what the debtor began himself, and what was made without a permit."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.queries import working_day
from collections_app.compliance.consenting import spend_consents
from collections_app.compliance.models import Channel, Touch
from collections_app.compliance.people import known_cardholder, lock_person
from collections_app.events import actions as events
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def note_touch(
    *,
    actor: Actor,
    cardholder_id: int,
    number_hash: str,
    channel: str,
    inbound: bool,
    third_party: bool,
    account_ids: frozenset[int],
    rang: bool,
    connected: bool,
    conversation: bool,
    at: datetime,
) -> Touch:
    """Count a contact of the moment `at` that had no permit: inbound, or a breach. A conversation spends consents.

    `number_hash` is "" where no number is known. `account_ids`: the debts it was about. Raises Refused: `forbidden`,
    `not_found`, `invalid` (field channel).
    Example: the debtor calls in and speaks on 2026-08-13: under US_REGF nobody may call him before 2026-08-20.
    """
    actor.must("contacts.log")
    if channel not in Channel.values:
        raise Refused("invalid", _("There is no such channel."), field="channel")
    known_cardholder(actor, cardholder_id)
    lock_person(cardholder_id)
    touch = Touch.objects.create(
        cardholder_id=cardholder_id,
        number_hash=number_hash,
        channel=channel,
        inbound=inbound,
        third_party=third_party,
        account_ids=sorted(account_ids),
        at=at,
        day=clock.local_date(at),
        rang=rang,
        connected=connected,
        conversation=conversation,
    )
    if conversation:
        spend_consents(cardholder_id, before=at, at=at)
    events.record(
        "touch.noted",
        actor=actor,
        cardholder_id=cardholder_id,
        data={"touch": touch.pk, "channel": channel, "inbound": inbound, "conversation": conversation},
        on=working_day(at),
    )
    return touch
