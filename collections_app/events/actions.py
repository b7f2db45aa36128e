"""Writing an event; always inside the transaction of the action it tells about."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor


def record(
    kind: str,
    *,
    actor: Actor,
    account_id: int | None = None,
    cardholder_id: int | None = None,
    data: dict[str, Any] | None = None,
    on: date | None = None,
) -> int:
    """Note that something happened and return the event's number.

    `kind` is `thing.happened`; `data` holds plain values only and no personal data, because events outlive erasure;
    `on` is the business date the event belongs to.
    Example: `record("payment.posted", actor=actor, account_id=7, data={"amount": Decimal("50.00")}, on=day)`
    """
    return sql.value(
        """
        INSERT INTO events_event (kind, actor, api_key, recorded_at, business_date, account_id, cardholder_id, data)
        VALUES (%s, %s, %s, now() + %s::interval, %s, %s, %s, %s::jsonb) RETURNING id
        """,
        [kind, actor.label, actor.api_key, clock.shift(), on, account_id, cardholder_id, _as_json(data or {})],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One of many events that are noted together; the fields mean what they mean to `record`."""

    kind: str
    account_id: int
    cardholder_id: int
    data: dict[str, Any]


def record_all(*, actor: Actor, happened: Iterable[Happened], on: date) -> int:
    """Note many events of one actor and day with one COPY, in their order; returns how many."""
    at = sql.value("SELECT now() + %s::interval", [clock.shift()])
    # All of them before the COPY begins: whoever yields them may have to ask the database first.
    by, key = actor.label, actor.api_key
    lines = [[one.kind, by, key, at, on, one.account_id, one.cardholder_id, _as_json(one.data)] for one in happened]
    columns = ["kind", "actor", "api_key", "recorded_at", "business_date", "account_id", "cardholder_id", "data"]
    return sql.copy_in("events_event", columns, lines)


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder)
