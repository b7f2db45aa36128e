"""Changing what the queues are: a new version each time, and every open case looks for its place anew."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.cases.labels import why_wrong
from collections_app.cases.models import QueueVersion, WorkQueue
from collections_app.cases.queries.conditions import checked_conditions
from collections_app.cases.routing import route_all
from collections_app.cases.rules import order as order_rules
from collections_app.events import actions as events
from collections_app.people.models import Team
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

MOST_CAPACITY = 1000
RANK_STEP = 10
RESERVED = frozenset({"new", "count", "desk-policy"})
"""Addresses below that of the queues."""


@dataclass(frozen=True, kw_only=True)
class QueueEntry:
    """What a queue shall be: as typed or sent. `teams`: codes of those who may take from it; none: every team."""

    name_en: str
    name_zh: str
    conditions: Sequence[Mapping[str, Any]]
    order: Sequence[str] = ()
    teams: Sequence[str] = ()
    capacity: int = 120
    note: str = field(default="")


@transaction.atomic
def open_queue(*, actor: Actor, code: str, entry: QueueEntry, at: datetime) -> QueueVersion:
    """A new queue, the last by rank; then every open case looks for its place.

    Raises Refused: `forbidden`; at its field `bad_code`, `taken`, and what `change_queue` refuses.
    """
    actor.must("queues.edit")
    _alone()
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?", code):
        message = _("A code has up to 30 small letters, digits and dashes.")
        raise Refused("bad_code", message, field="code")
    if code in RESERVED or WorkQueue.objects.filter(code=code).exists():
        raise Refused("taken", _("There is a queue with this code."), field="code")
    queue = WorkQueue.objects.create(code=code, rank=_last_rank() + RANK_STEP)
    version = _write(actor, queue, 1, _checked(entry), at)
    return _done("queue.opened", actor, version, at)


@transaction.atomic
def change_queue(*, actor: Actor, code: str, entry: QueueEntry, based_on: int, at: datetime) -> QueueVersion:
    """A new version of a queue; then every open case looks for its place.

    `based_on`: the number of the version the change was made from; if there is a newer one, somebody else was quicker.
    Raises Refused: `forbidden`, `not_found`, `conflict`, `unchanged`; at its field `missing`, `too_long`,
    `unknown_team`, `out_of_range` (capacity); `bad_condition` (`conditions.<place>.<part>`), `bad_order` (order).
    """
    actor.must("queues.edit")
    _alone()
    queue = _queue(code)
    newest = queue.versions.order_by("-number").first()
    number = newest.number if newest else 0
    if based_on != number:
        raise Refused("conflict", _("Somebody changed this queue meanwhile. Load it again and repeat your change."))
    checked = _checked(entry)
    if newest is not None and _as_entry(newest) == _plain(checked):
        raise Refused("unchanged", _("Nothing is different from the version in force."))
    version = _write(actor, queue, number + 1, checked, at)
    return _done("queue.changed", actor, version, at)


@transaction.atomic
def move_queue(*, actor: Actor, code: str, up: bool, at: datetime) -> WorkQueue:
    """Let a queue change places with the one before (`up`) or after it: a case stands in the first that it fits.

    Raises Refused: `forbidden`, `not_found`; `at_the_end` (there is none to change with).
    """
    actor.must("queues.edit")
    _alone()
    queue = _queue(code)
    others = WorkQueue.objects.filter(is_active=True)
    beside = (
        others.filter(rank__lt=queue.rank).order_by("-rank")
        if up
        else others.filter(rank__gt=queue.rank).order_by("rank")
    ).first()
    if beside is None or not queue.is_active:
        raise Refused("at_the_end", _("There is no queue to change places with."))
    mine, theirs = queue.rank, beside.rank
    for pk, rank in ((queue.pk, -1), (beside.pk, mine), (queue.pk, theirs)):
        WorkQueue.objects.filter(pk=pk).update(rank=rank)
    queue.rank = theirs
    moved = route_all()
    data = {"queue": code, "rank": theirs, "instead_of": beside.code, "cases_moved": moved}
    events.record("queue.ranked", actor=actor, data=data, on=working_day(at))
    return queue


@transaction.atomic
def set_active(*, actor: Actor, code: str, active: bool, at: datetime) -> WorkQueue:
    """Close a queue, whose cases then look for another, or open it again as the last by rank.

    Raises Refused: `forbidden`, `not_found`, `unchanged`.
    """
    actor.must("queues.edit")
    _alone()
    queue = _queue(code)
    if queue.is_active == active:
        raise Refused("unchanged", _("Nothing is different from the version in force."))
    queue.is_active = active
    if active:
        queue.rank = _last_rank() + RANK_STEP
    queue.save(update_fields=["is_active", "rank"])
    moved = route_all()
    kind = "queue.reopened" if active else "queue.closed"
    events.record(kind, actor=actor, data={"queue": code, "cases_moved": moved}, on=working_day(at))
    return queue


@dataclass(frozen=True, kw_only=True)
class _Checked:
    names: dict[str, str]
    conditions: list[dict[str, Any]]
    order: list[str]
    teams: list[Team]
    capacity: int
    note: str


def _alone() -> None:
    """One change of queues at a time: ranks and numbers are counted from what is there."""
    list(WorkQueue.objects.select_for_update().order_by("pk").values("pk"))


def _queue(code: str) -> WorkQueue:
    queue = WorkQueue.objects.filter(code=code).first()
    if queue is None:
        raise Refused("not_found", _("There is no such queue."))
    return queue


def _last_rank() -> int:
    return WorkQueue.objects.order_by("-rank").values_list("rank", flat=True).first() or 0


def _checked(entry: QueueEntry) -> _Checked:
    names = {name: text_of(getattr(entry, name), field=name, longest=60) for name in ("name_en", "name_zh")}
    if not 1 <= entry.capacity <= MOST_CAPACITY:
        raise Refused("out_of_range", _("Give a number from 1 to 1000."), field="capacity")
    conditions = [condition.as_data() for condition in checked_conditions(entry.conditions)]
    try:
        order = list(order_rules.check(entry.order))
    except order_rules.BadOrder as bad:
        raise Refused("bad_order", why_wrong(bad.code), field="order") from bad
    teams = list(Team.objects.filter(code__in=entry.teams, is_active=True).order_by("code"))
    if len(teams) != len(set(entry.teams)):
        raise Refused("unknown_team", _("There is no such team."), field="teams")
    note = text_of(entry.note, field="note", longest=200, required=False)
    return _Checked(names=names, conditions=conditions, order=order, teams=teams, capacity=entry.capacity, note=note)


def _plain(checked: _Checked) -> tuple:
    codes = [team.code for team in checked.teams]
    return (*checked.names.values(), checked.conditions, checked.order, codes, checked.capacity)


def _as_entry(version: QueueVersion) -> tuple:
    codes = list(version.teams.order_by("code").values_list("code", flat=True))
    return (version.name_en, version.name_zh, version.conditions, version.order, codes, version.capacity)


def _write(actor: Actor, queue: WorkQueue, number: int, checked: _Checked, at: datetime) -> QueueVersion:
    version = QueueVersion.objects.create(
        queue=queue,
        number=number,
        conditions=checked.conditions,
        order=checked.order,
        capacity=checked.capacity,
        recorded_at=at,
        recorded_by=actor.label,
        note=checked.note,
        **checked.names,
    )
    version.teams.set(checked.teams)
    return version


def _done(kind: str, actor: Actor, version: QueueVersion, at: datetime) -> QueueVersion:
    moved = route_all()
    data = {"queue": version.queue.code, "version": version.number, "cases_moved": moved}
    events.record(kind, actor=actor, data=data, on=working_day(at))
    return version
