"""A table of dated numbers: what holds on a day, what was written, a new version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

Row = TypeVar("Row", bound=Model)
Text = str | Promise
Numbers = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Why a version is refused: it begins too early (`%(day)s` is today), on a taken day, or changes nothing."""

    too_early: Text
    taken: Text
    same: Text


def _anything(_numbers: Numbers) -> None:
    """Every number that lies in its range goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Generic[Row]):
    """One such table: `shipped` holds from `shipped_from` where nobody has written anything.

    `ranges`: the smallest and largest value of each number; `check` raises Refused for numbers that do not go together;
    `event` is the kind of event a new version leaves, with its number under `noun`. The model has `valid_from`,
    `reason`, `recorded_by` and a column for each number.
    """

    model: type[Row]
    shipped_from: date
    shipped: Numbers
    ranges: Mapping[str, tuple[Any, Any]]
    event: str
    noun: str
    words: Words
    check: Callable[[Numbers], None] = _anything

    def on(self, day: date) -> Row:
        """What is in force on `day`: the newest that has begun; what Fairdue ships where none has."""
        begun = self.every().filter(valid_from__lte=day).first()
        return begun or self.model(valid_from=self.shipped_from, **self.shipped)

    def every(self) -> QuerySet[Row]:
        """Every version, the one that begins last first."""
        return self.model._default_manager.order_by("-valid_from")

    def write(self, *, actor: Actor, valid_from: date, numbers: Numbers, reason: str, at: datetime) -> Row:
        """Add a version that holds from `valid_from`; `numbers` names every one of `ranges`.

        Called by an action, which has asked for the permission. Raises Refused at its field: `missing`, `too_long`,
        `card_number` (reason), `not_after_today`, `taken`, `out_of_range`, what `check` raises; `same` (no number
        changes).
        """
        reason = text_of(reason, field="reason", longest=300)
        today = working_day(at)
        with transaction.atomic():
            sql.lock_for_transaction(f"fairdue {self.event}")
            self._must_be_free(valid_from, today)
            self._must_be_in_range(numbers)
            self.check(numbers)
            before = self.on(valid_from)
            changed = sorted(name for name in self.ranges if getattr(before, name) != numbers[name])
            if not changed:
                raise Refused("same", str(self.words.same))
            written = self.model._default_manager.create(
                valid_from=valid_from,
                recorded_by=actor.label,
                reason=reason,
                **{name: numbers[name] for name in self.ranges},
            )
            data = {self.noun: written.pk, "valid_from": valid_from, "changed": changed}
            events.record(self.event, actor=actor, data=data, on=today)
        return written

    def _must_be_free(self, valid_from: date, today: date) -> None:
        if valid_from <= today:
            message = str(self.words.too_early) % {"day": local_date(today)}
            raise Refused("not_after_today", message, field="valid_from")
        if self.every().filter(valid_from=valid_from).exists():
            raise Refused("taken", str(self.words.taken), field="valid_from")

    def _must_be_in_range(self, numbers: Numbers) -> None:
        for name, (least, most) in self.ranges.items():
            if not least <= numbers[name] <= most:
                message = _("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most}
                raise Refused("out_of_range", message, field=name)
