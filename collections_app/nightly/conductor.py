"""Runs one night: its shards side by side, each step and the row that logs it in one transaction.

Killed at any moment, the night is resumed by the next start: a step is either wholly done and logged, or not at all.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection, transaction

from accounts.models import Installation
from accounts.nightly import figures, proof
from accounts.nightly.policies import join_answers
from accounts.nightly.shard import Shard
from accounts.nightly.steps import flagged
from collections_app.dashboards.nightly.steps import keep_morning
from collections_app.events import actions as events
from collections_app.nightly.models import Night, NightProblem, NightStep
from collections_app.nightly.steps import MORNING, PROVE, RESULTS, SNAPSHOT, STEPS, Step
from collections_app.results.nightly.steps import keep_results
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor

STEP_SETTINGS = "SET LOCAL random_page_cost = 1.1; SET LOCAL synchronous_commit = off"
"""A step looks up the few rows a night touches by their keys; tables that grow with every year are not read through.

It does not wait for the disk: a crash can lose whole steps, last ones first, each with the row that logs it, and they
are done again. The night's last transaction waits, and with it everything before it is safe.
"""


def conduct(night: Night, *, actor: Actor) -> None:
    """Do what is left of a night and finish it."""
    shards = [Shard(on=night.date, index=index, of=night.shards, held=night.held) for index in range(night.shards)]
    if len(shards) == 1:
        _run_shard(night, shards[0])
    else:
        with ThreadPoolExecutor(len(shards)) as pool:
            for done in [pool.submit(_run_shard_in_thread, night, shard) for shard in shards]:
                done.result()
    _finish(night, actor)


def held_nights(through: date) -> frozenset[date]:
    """Nights up to `through` that ran without their payment feed."""
    return frozenset(Night.objects.filter(held=True, date__lte=through).values_list("date", flat=True))


def _run_shard_in_thread(night: Night, shard: Shard) -> None:
    try:
        _run_shard(night, shard)
    finally:
        connection.close()


def _run_shard(night: Night, shard: Shard) -> None:
    done = set(NightStep.objects.filter(night=night, shard=shard.index).values_list("step", flat=True))
    left = [step for step in STEPS if step.name not in done]
    if not left:
        return
    sql.run("DISCARD TEMP")  # an earlier night of this connection, inside a larger transaction, leaves its tables
    join_answers(night.date)
    for step in left:
        _run_step(night, shard, step)


def _run_step(night: Night, shard: Shard, step: Step) -> None:
    started = time.monotonic()
    with transaction.atomic():
        sql.run(STEP_SETTINGS)
        rows = step.work(shard)
        _log(night, step.name, rows, started, shard=shard.index)


def _finish(night: Night, actor: Actor) -> None:
    done = set(NightStep.objects.filter(night=night, shard=0).values_list("step", flat=True))
    if PROVE not in done:
        _prove(night)
    for step, keep in (RESULTS, keep_results), (MORNING, keep_morning):
        if step not in done:
            _keep(night, step, keep)
    with transaction.atomic():
        started = time.monotonic()
        rows = figures.snapshot(night.date)
        _log(night, SNAPSHOT, rows, started)
        checksum = figures.checksum()
        Night.objects.filter(pk=night.pk).update(
            status=Night.Status.DONE, finished_at=clock.now(), checksum=checksum, failure=""
        )
        Installation.objects.filter(pk=1).update(business_date=night.date)
        events.record("night.completed", actor=actor, on=night.date, data={"checksum": str(checksum)})


def _prove(night: Night) -> None:
    started = time.monotonic()
    with transaction.atomic():
        sql.run(STEP_SETTINGS)
        wrong = proof.prove_sample(night.date, held=held_nights(night.date))
        NightProblem.objects.bulk_create(
            NightProblem(night=night, step=PROVE, account_id=found.account_id, reason=found.reason) for found in wrong
        )
        left = flagged()
        if left:
            NightProblem.objects.create(night=night, step=PROVE, reason="not_replayed", detail=str(left))
        _log(night, PROVE, proof.SAMPLE, started)


def _keep(night: Night, step: str, keep: Callable[[date], int]) -> None:
    """Keep what one package shows of the days, once every shard is done."""
    started = time.monotonic()
    with transaction.atomic():
        sql.run(STEP_SETTINGS)
        _log(night, step, keep(night.date), started)


def _log(night: Night, step: str, rows: int, started: float, *, shard: int = 0) -> None:
    NightStep.objects.create(
        night=night,
        step=step,
        shard=shard,
        rows=rows,
        seconds=round(time.monotonic() - started, 3),
        finished_at=clock.now(),
    )
