"""Starting nights, letting one go on without its payment feed, proving a past one."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import FeedDay, Installation
from accounts.nightly import proof
from accounts.nightly.steps import feed_missing
from accounts.queries import RECORDING
from collections_app.dashboards.tasks import look_at_alerts
from collections_app.events import actions as events
from collections_app.nightly.conductor import conduct, held_nights
from collections_app.nightly.models import Night
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

ONE_DAY = timedelta(days=1)
LOCK = "fairdue night"
Report = Callable[[date, int, int], None]


def run_nights(
    *, actor: Actor, until: date, shards: int = 1, first: date | None = None, report: Report | None = None
) -> int:
    """Run every missing night up to `until`, oldest first; return how many. A finished night is left alone.

    `first` starts an installation that has no night yet. `report(date, done, total)` is told of each one. After the
    last one alerts are judged, so that nobody waits for what a night has changed.
    Raises Refused: `running` (another start holds the lock), `no_first_night`, `shards`.
    """
    actor.must("nights.run")
    if not 1 <= shards <= 64:
        raise Refused("shards", _("A night is split into 1 to 64 shards."), field="shards")
    with sql.session_lock(LOCK) as mine:
        if not mine:
            raise Refused("running", _("A night is already running; it goes on by itself."))
        day = _next_night(first)
        total = max((until - day).days + 1, 0)
        for done in range(total):
            _run_night(day + timedelta(days=done), actor=actor, shards=shards)
            if report:
                report(day + timedelta(days=done), done + 1, total)
    if total:
        look_at_alerts()
    return total


def _next_night(first: date | None) -> date:
    business_date = Installation.objects.filter(pk=1).values_list("business_date", flat=True).first()
    if business_date is not None:
        return business_date + ONE_DAY
    started = Night.objects.order_by("date").values_list("date", flat=True).first()
    if started or first:
        return started or first  # type: ignore[return-value]
    raise Refused("no_first_night", _("No night has run yet: say with which date the first one begins."), field="date")


@transaction.atomic
def _begin(on: date, *, actor: Actor, shards: int) -> Night:
    """The night, new or resumed. Facts being recorded are waited for; those that come later are for the next night."""
    sql.lock_for_transaction(RECORDING)
    Installation.objects.filter(pk=1).update(night_begun=on)
    night, started = Night.objects.get_or_create(
        date=on,
        defaults={
            "shards": shards,
            "held": feed_missing(on),
            "started_by": actor.label,
            "started_at": clock.now(),
        },
    )
    if not started:
        Night.objects.filter(pk=on).update(status=Night.Status.RUNNING, failure="")
    return night


def _run_night(on: date, *, actor: Actor, shards: int) -> None:
    night = _begin(on, actor=actor, shards=shards)
    try:
        conduct(night, actor=actor)
    except Exception as failure:
        said = f"{type(failure).__name__}: {failure}"[:2000]
        Night.objects.filter(pk=on).update(status=Night.Status.FAILED, failure=said)
        raise


def waive_feed(*, actor: Actor, day: date, reason: str) -> None:
    """Let nights go on without the payment feed of `day`.

    Raises Refused: `feed_there`, `future` (field day); at field reason `reason` (too short to be one), `too_long`,
    `card_number`.
    """
    actor.must("nights.waive_feed")
    reason = text_of(reason, field="reason", longest=300, required=False)
    if len(reason) < 5:
        raise Refused("reason", _("Say why the night may go on without this feed."), field="reason")
    here = Installation.objects.filter(pk=1).first()
    if here is None or here.business_date is None or day > here.business_date:
        raise Refused("future", _("This feed is not due yet."), field="day")
    with transaction.atomic():
        _feed, new = FeedDay.objects.get_or_create(
            day=day,
            defaults={"recorded_on": here.business_date, "waived_reason": reason, "decided_by": actor.label},
        )
        if not new:
            raise Refused("feed_there", _("This feed has come or was waived already."), field="day")
        events.record("feed.waived", actor=actor, on=here.business_date, data={"day": str(day)})


def verify(*, actor: Actor, on: date, corrected: bool = False) -> bool:
    """Recompute a past night from facts, as known then or as corrected since; True when its checksum matches."""
    actor.must("nights.view")
    night = Night.objects.filter(pk=on, status=Night.Status.DONE).first()
    if night is None:
        raise Refused("no_such_night", _("There is no finished night for that date."), field="date")
    found = proof.recomputed_checksum(on, held=held_nights(on), corrected=corrected)
    moment, number = ("corrected_at", "corrected_checksum") if corrected else ("verified_at", "verified_checksum")
    with transaction.atomic():
        Night.objects.filter(pk=on).update(**{moment: clock.now(), number: found})
        events.record(
            "night.verified", actor=actor, on=on, data={"corrected": corrected, "matches": found == night.checksum}
        )
    return found == night.checksum
