"""Which time zones people of a region may be in: rows of region and zone, added and removed, each with its day."""

from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from accounts.waking import wake_cases
from collections_app.compliance.models import RegionZone
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def add_region_zone(*, actor: Actor, region: str, zone: str, at: datetime) -> RegionZone:
    """People of `region`, as addresses write it, may be in `zone` too; a region in two zones has two rows.

    Decides from now on, where the profile asks for every likely zone. Every case wakes.
    Raises Refused: `forbidden`; at field region `missing`, `too_long`, `card_number`, `taken`; `unknown_zone` (zone).
    """
    actor.must("compliance.edit")
    region = text_of(region, field="region", longest=40)
    if zone not in available_timezones():
        raise Refused("unknown_zone", _("There is no such time zone."), field="zone")
    wake_cases(by=at)
    sql.lock_for_transaction("fairdue region zones")
    if RegionZone.objects.filter(region=region, zone=zone, removed_at=None).exists():
        raise Refused("taken", _("This region has this time zone already."), field="region")
    row = RegionZone.objects.create(region=region, zone=zone, added_at=at)
    _note("region_zone.added", row, actor, at=at)
    return row


@transaction.atomic
def remove_region_zone(*, actor: Actor, zone_id: int, at: datetime) -> RegionZone:
    """Nobody of the region is thought to be in this zone any more; what was decided stays. Every case wakes.

    Raises Refused: `forbidden`, `not_found`.
    """
    actor.must("compliance.edit")
    wake_cases(by=at)
    row = RegionZone.objects.select_for_update(no_key=True).filter(pk=zone_id, removed_at=None).first()
    if row is None:
        raise Refused("not_found", _("There is no such row."))
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    _note("region_zone.removed", row, actor, at=at)
    return row


def _note(event: str, row: RegionZone, actor: Actor, *, at: datetime) -> None:
    events.record(event, actor=actor, data={"region_zone": row.pk, "zone": row.zone}, on=working_day(at))
