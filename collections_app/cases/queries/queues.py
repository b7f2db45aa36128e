"""The queues as they are now, or were: versions by rank, who may take from them, and how conditions read a case."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from collections_app.cases.models import Case
from collections_app.cases.rules import conditions as conditions_rules
from collections_app.cases.rules.conditions import CaseFacts, Condition, Conditions
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """An active queue in its newest version. `teams`: who may take from it; none: every team."""

    id: int
    code: str
    rank: int
    number: int
    name_en: str
    name_zh: str
    conditions: Conditions
    order: tuple[str, ...]
    teams: frozenset[int]
    capacity: int

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en

    @property
    def is_for_tracing(self) -> bool:
        """Whether every case in it has lost contact: they are handed out for a search too, with nobody to call."""
        return Condition("lost", "is", True) in self.conditions

    def open_to(self, actor: Actor) -> bool:
        """Whether `actor` may take what nobody was given by name."""
        return not self.teams or not self.teams.isdisjoint(actor.teams)


def queues_now() -> list[Queue]:
    """The active queues by rank, which is the order in which cases look for theirs; one query."""
    return [_queue(row) for row in sql.dicts(sql.load("collections_app.cases", "queues_now"))]


def queues_in_versions(versions: Iterable[int]) -> list[Queue]:
    """The queues as they were in these versions, by their rank now; closed ones too; one query."""
    text = sql.load("collections_app.cases", "queues_in_versions")
    return [_queue(row) for row in sql.dicts(text, {"versions": list(versions)})]


def _queue(row: dict[str, Any]) -> Queue:
    conditions = conditions_rules.check(json.loads(row["conditions"]))
    order = tuple(json.loads(row["order"]))
    return Queue(**{**row, "conditions": conditions, "order": order, "teams": frozenset(row["teams"])})


def facts_of(case: Case, *, on: date) -> CaseFacts:
    """A case as the rules look at it on the business date `on`; `sql/route.sql` reads the same."""
    return CaseFacts(
        on=on,
        bucket=case.bucket,
        bucket_since=case.bucket_since,
        past_due=case.past_due,
        balance=case.balance,
        currency=case.currency,
        past_due_since=case.past_due_since,
        accounts=case.accounts,
        product=case.product.code,
        region=case.region,
        language=case.language,
        kind=case.kind,
        restriction=case.restriction,
        lost=case.lost_since is not None,
        willingness=case.willingness,
        failures=case.failures_in_a_row,
        broken_promises=case.broken_promises,
        last_broken_on=case.last_broken_on,
        last_contact_on=case.last_contact_at and clock.local_date(case.last_contact_at),
        last_right_party_on=case.last_right_party_at and clock.local_date(case.last_right_party_at),
        promise_open=case.promise_due_on is not None,
        holds=frozenset(case.hold_kinds),
        reopened=case.reopened,
        team=case.team.code if case.team else "",
        agent=case.agent.username if case.agent else "",
    )
