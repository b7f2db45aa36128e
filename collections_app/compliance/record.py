"""The record the compliance page shows: which lists there are, how each is narrowed, and the figures of a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collections_app.compliance import listing
from collections_app.compliance.models import Permit
from collections_app.people.models import User
from collections_app.shared import clock
from collections_app.shared.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One list of the record. `moment`: what its days are counted by; `rule`, `who`: where a row keeps them.

    `by_label`: the row keeps who it was as a label such as `user:12`. `open`: what still waits or is in force.
    """

    code: str
    label: str | Promise
    rows: Callable[[Actor], QuerySet]
    moment: str
    rule: str = ""
    who: str = "user"
    by_label: bool = False
    open: Callable[[datetime], Q] | None = None

    @property
    def has_open(self) -> bool:
        """Whether the list can be narrowed to what is open."""
        return self.open is not None

    @property
    def order(self) -> tuple[str, str]:
        return (f"-{self.moment}", "-id")


def _unreported(at: datetime) -> Q:
    return Q(state=Permit.State.LIVE, valid_until__lte=at)


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            code="breaches",
            label=_("Breaches"),
            rows=listing.breaches,
            moment="at",
            rule="rules__contains",
            open=lambda at: Q(reviewed_at=None),
        ),
        Kind(
            code="refusals",
            label=_("Refusals"),
            rows=listing.refusals,
            moment="asked_at",
            rule="rule",
            who="asked_by",
            by_label=True,
        ),
        Kind(code="permits", label=_("Permits"), rows=listing.permits, moment="issued_at", open=_unreported),
        Kind(
            code="overrides",
            label=_("Overrides"),
            rows=listing.overrides,
            moment="granted_at",
            rule="rule",
            who="granted_by",
            open=lambda at: Q(used_at=None, expires_at__gt=at),
        ),
        Kind(
            code="signals",
            label=_("Stop signals"),
            rows=listing.signals,
            moment="recorded_at",
            who="recorded_by",
            by_label=True,
            open=lambda at: Q(lifted_at=None),
        ),
        Kind(
            code="consents",
            label=_("Consents"),
            rows=listing.consents,
            moment="given_at",
            who="recorded_by",
            by_label=True,
            open=lambda at: Q(spent_at=None, withdrawn_at=None, valid_until__gte=clock.local_date(at)),
        ),
    )
}
FIRST = "breaches"
MOST_PEOPLE = 200
"""How many users a name may stand for; a longer one narrows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; empty fields narrow nothing. `since` and `until` are days, both included.

    `who` is a part of a name, `person` the number of one user: a figure of theirs leads to exactly their rows.
    """

    rule: str = ""
    who: str = ""
    person: int | None = None
    customer_no: str = ""
    since: date | None = None
    until: date | None = None
    open: bool = False


def found(kind: Kind, wanted: Wanted, *, actor: Actor, at: datetime) -> QuerySet:
    """The rows of a list that are wanted, as far as `actor` may see the people in them."""
    rows = kind.rows(actor)
    if wanted.rule and kind.rule:
        rows = rows.filter(**{kind.rule: [wanted.rule] if kind.rule.endswith("contains") else wanted.rule})
    if wanted.who:
        rows = rows.filter(**{f"{kind.who}__in": _people(wanted.who, as_labels=kind.by_label)})
    if wanted.person:
        rows = rows.filter(**{kind.who: f"user:{wanted.person}" if kind.by_label else wanted.person})
    if wanted.customer_no:
        rows = rows.filter(cardholder__customer_no=wanted.customer_no)
    if wanted.since:
        rows = rows.filter(**{f"{kind.moment}__gte": _begin(wanted.since)})
    if wanted.until:
        rows = rows.filter(**{f"{kind.moment}__lte": _end(wanted.until)})
    if wanted.open and kind.open is not None:
        rows = rows.filter(kind.open(at))
    return rows


def _people(name: str, *, as_labels: bool) -> list[Any]:
    """The users whose name or log-in name contains `name`, as numbers or as labels."""
    users = User.objects.filter(Q(display_name__icontains=name) | Q(username__icontains=name))
    numbers = users.order_by("id").values_list("id", flat=True)[:MOST_PEOPLE]
    return [f"user:{number}" if as_labels else number for number in numbers]


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max), timezone.get_default_timezone())


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the day has brought, and what waits for someone."""

    permits: int
    refusals: int
    by_rule: list[tuple[str, int]]
    open_breaches: int
    overrides: int
    unreported: int


def figures(*, actor: Actor, at: datetime) -> Figures:
    """The figures of the day of `at`; breaches and unreported permits of any day, because they wait."""
    begin = _begin(clock.local_date(at))
    refused = listing.refusals(actor).filter(asked_at__gte=begin)
    by_rule = [(row["rule"], row["n"]) for row in refused.values("rule").annotate(n=Count("id")).order_by("-n", "rule")]
    return Figures(
        permits=listing.permits(actor).filter(issued_at__gte=begin).count(),
        refusals=sum(count for _rule, count in by_rule),
        by_rule=by_rule,
        open_breaches=listing.breaches(actor).filter(reviewed_at=None).count(),
        overrides=listing.overrides(actor).filter(granted_at__gte=begin).count(),
        unreported=listing.permits(actor).filter(_unreported(at)).count(),
    )
