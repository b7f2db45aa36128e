"""The list of cases: what may be asked of it, and what its filters offer."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.queries.search import BUCKETS, LONGEST_TEXT, Search, found
from collections_app.cases.models import Case, CaseHold
from collections_app.people.models import Team, User
from collections_app.shared.actor import Actor

from .cases import visible_cases
from .choices import regions
from .offered import agents_offered, teams_offered
from .queues import Queue, queues_now

CASE_BUCKETS = tuple(code for code in BUCKETS if code != "CURRENT")
STATES = ("open", "closed", "all")
NONE, MINE = "none", "me"
"""For queue, team and agent: those that have none. For agent: the actor's own."""
ANY = "any"
"""For hold: those that have one, whichever."""
FAR_AHEAD = date(9999, 12, 31)
ORDERS: dict[str, tuple[str, ...]] = {
    "bucket": ("-bucket", "-id"),
    "days": ("since", "id"),
    "past_due": ("-past_due", "id"),
    "closed": ("-closed_on", "-id"),
}


@dataclass(frozen=True, kw_only=True)
class CaseSearch:
    """What is asked for: text as on the search page, and filters, each "" when not used."""

    text: str = ""
    state: str = "open"
    bucket: str = ""
    queue: str = ""
    team: str = ""
    agent: str = ""
    hold: str = ""
    kind: str = ""
    region: str = ""
    sort: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out besides closed cases."""
        others = (self.bucket, self.queue, self.team, self.agent, self.hold, self.kind, self.region, self.text)
        return any(others) or self.state != "open"

    @property
    def sorts(self) -> tuple[str, ...]:
        """The orders the list can be shown in, the first being the usual one."""
        return ("closed",) if self.state == "closed" else ("bucket", "days", "past_due")

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS[self.sort if self.sort in self.sorts else self.sorts[0]]


def listed(search: CaseSearch, *, actor: Actor) -> QuerySet[Case]:
    """The cases of a search that `actor` may see, unordered (see `CaseSearch.order`), with all that a line shows.

    Raises Refused("card_number", field="q") for a full card number: it may not even be looked for.
    """
    cases = visible_cases(actor).select_related("cardholder__personal_data", "queue", "team", "agent")
    if search.state != "all":
        cases = cases.filter(closed_on__isnull=search.state == "open")
    cases = cases.filter(_conditions(search, actor))
    if search.text:
        cases = cases.filter(cardholder__in=holders_found(search.text, actor=actor))
    return cases.annotate(since=Coalesce("past_due_since", Value(FAR_AHEAD, output_field=DateField())))


def holders_found(text: str, *, actor: Actor) -> QuerySet:
    """Numbers of the cardholders that what is typed finds, by the same rules as the search for accounts."""
    return found(Search(text=text[:LONGEST_TEXT]), actor=actor).order_by().values("cardholder")


def _conditions(search: CaseSearch, actor: Actor) -> Q:
    wanted = Q()
    if search.bucket:
        wanted &= Q(bucket=BUCKETS[search.bucket])
    for name, code in (("queue", "code"), ("team", "code"), ("agent", "username")):
        wanted &= _pointed(name, code, getattr(search, name), actor)
    if search.hold:
        wanted &= held(search.hold)
    if search.kind:
        wanted &= Q(kind=search.kind)
    if search.region:
        wanted &= Q(region=search.region)
    return wanted


def held(kind: str) -> Q:
    """Cases with an open hold of `kind`, or of any. Held ones are few and have an index: named first, they use it."""
    some = ~Q(hold_kinds=[])
    return some if kind == ANY else some & Q(hold_kinds__contains=[kind])


def _pointed(name: str, code: str, value: str, actor: Actor) -> Q:
    if not value:
        return Q()
    if value == NONE:
        return Q(**{name: None})
    if name == "agent" and value == MINE:
        return Q(agent=actor.user_id)
    return Q(**{f"{name}__{code}": value})


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What the filters offer."""

    queues: list[Queue]
    teams: list[Team]
    agents: list[User]
    regions: list[str]
    holds: list[tuple[str, Any]] = field(default_factory=lambda: list(CaseHold.Kind.choices))


def offered(*, actor: Actor, on: date | None) -> Offered:
    """Queues, teams, people who work in one on the day `on`, and regions of that night's figures."""
    return Offered(
        queues=queues_now(),
        teams=list(teams_offered(actor)),
        agents=list(agents_offered(actor, on=on)) if on else [],
        regions=regions(on),
    )
