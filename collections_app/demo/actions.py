"""Setting up a demo: the plan, the files through the intake door, then the nights.

Each step can be repeated: a load that was interrupted goes on where it stopped, with the plan it began with.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction

from accounts.intake.actions import take_in
from accounts.intake.refusals import FileRefused
from accounts.models import CardAccount, Delivery, Installation, Reject
from collections_app.events.actions import record
from collections_app.nightly.actions import run_nights
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from . import case_work, desk_work, layouts
from .plan import LOADED, PLANNED, Plan, bundles, is_loaded
from .products import ensure_products

Report = Callable[[str, int, int], None]
"""Told the name of a step, how much of it is done, and how much there is."""


@transaction.atomic
def begin(*, actor: Actor, plan: Plan) -> None:
    """Make this empty installation a demo.

    Raises Refused: `forbidden`; `not_empty` where there are accounts already: a demo never mixes with what is there.
    """
    actor.must("intake.upload")
    if CardAccount.objects.exists():
        raise Refused("not_empty", "There are accounts here already; a demo is only loaded into an empty database.")
    name = "Card panel, Taiwan 2005" if plan.is_panel else "Fairdue demo bank"
    Installation.objects.update_or_create(
        pk=1, defaults={"name": name, "simulated": plan.is_panel, "demo": True, "business_date": None}
    )
    ensure_products(actor=actor, panel=plan.is_panel)
    record(PLANNED, actor=actor, data=plan.as_data())


def load(*, actor: Actor, plan: Plan, report: Report, at: datetime) -> list[Delivery]:
    """Write the plan's bank files and take them in, in order; the files are removed afterwards.

    Raises FileRefused, or Refused: `forbidden`; `rejected_rows` for a single rejected row: a demo file is right or it
    is a defect.
    """
    actor.must("intake.upload")
    with _work_folder() as folder:
        layouts.write(folder, layouts.counted(bundles(plan), lambda done: report("writing", done, 0)))
        deliveries = []
        for place, layout in enumerate(layouts.ORDER):
            report(f"files, {layout}", place, len(layouts.ORDER))
            path = layouts.path_of(folder, layout)
            delivery = take_in(actor=actor, path=path, layout=layout, demo=True, at=at)
            _must_have_landed(delivery)
            deliveries.append(delivery)
        report("files", len(layouts.ORDER), len(layouts.ORDER))
    record(LOADED, actor=actor, data={**plan.as_data(), "rows": {d.layout: d.rows_read for d in deliveries}})
    return deliveries


def age(*, actor: Actor, plan: Plan, until: date, report: Report) -> None:
    """Run every missing night up to `until`; on the way, once, the desks of the Chinese portfolio do their work.

    Nothing happens when all have run. Raises Refused: `forbidden`, `not_loaded`.
    """
    actor.must("nights.run")
    if not is_loaded():
        raise Refused("not_loaded", "The demo's files are not all taken in yet.")
    desk_day = max(plan.until - timedelta(days=desk_work.DAYS_BEFORE), plan.first_night)
    if not plan.is_panel and not desk_work.is_done():
        _nights(actor, plan, desk_day, report)
        desk_work.work(actor=actor, on=desk_day)
    if not plan.is_panel:
        _work_cases(actor, plan, until, report)
    _nights(actor, plan, until, report)


def _work_cases(actor: Actor, plan: Plan, until: date, report: Report) -> None:
    """The last days before the plan's, each with its night first and its calls after it; a day is worked once."""
    for ago in range(case_work.DAYS, 0, -1):
        day = plan.until - timedelta(days=ago)
        if plan.first_night <= day < until and not case_work.is_done(day):
            _nights(actor, plan, day, report)
            case_work.work(actor=actor, on=day)


def _nights(actor: Actor, plan: Plan, until: date, report: Report) -> None:
    run_nights(
        actor=actor,
        until=until,
        first=plan.first_night,
        report=lambda day, done, total: report(f"night {day}", done, total),
    )


@contextmanager
def _work_folder() -> Iterator[Path]:
    parent = Path(settings.STATE_DIR) / "demo"
    parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=parent) as name:
        yield Path(name)


def _must_have_landed(delivery: Delivery) -> None:
    if delivery.status != Delivery.Status.DONE:
        raise FileRefused(delivery.refusal_code, **delivery.refusal_data)
    if delivery.rows_rejected:
        first = Reject.objects.filter(delivery=delivery).order_by("line_no").first()
        where = f"line {first.line_no}, {first.column}: {first.reason}" if first else "no reason kept"
        raise Refused(
            "rejected_rows", f"{delivery.file_name}: {delivery.rows_rejected} rows were rejected; the first: {where}"
        )
