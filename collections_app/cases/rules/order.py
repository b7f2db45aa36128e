"""In which order a queue hands out its cases: named keys, the first decides; twin of SQL like `conditions.py`.

Every key is a number, smaller first, that only moves when the case does: days are counted from a fixed day and not
from today, so that a night in which nothing happened to a case writes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .conditions import CaseFacts

DAY_ONE = date(2000, 1, 1)
FIRST, LAST = -99_999, 99_999
"""Where a case stands that has no such day."""
MOST_KEYS = 4
WILLING = {"WILLING": 0, "UNDECIDED": 1, "": 2, "REFUSES": 3}


class BadOrder(ValueError):
    """Key number `place` is none: `unknown_key`, `twice` or `too_many`."""

    def __init__(self, place: int, code: str) -> None:
        super().__init__(f"key {place}: {code}")
        self.place, self.code = place, code


@dataclass(frozen=True, slots=True)
class Key:
    """A number of a case, in Python and in SQL."""

    read: Callable[[CaseFacts], Decimal | int]
    sql: str


def _day(day: date | None, missing: int) -> int:
    return missing if day is None else (day - DAY_ONE).days


def _day_sql(column: str, missing: int) -> str:
    return f"COALESCE({column} - DATE '{DAY_ONE}', {missing})"


_WILLING_SQL = "CASE c.willingness WHEN 'WILLING' THEN 0 WHEN 'UNDECIDED' THEN 1 WHEN 'REFUSES' THEN 3 ELSE 2 END"
_CONTACT = "(c.last_contact_at AT TIME ZONE %(zone)s)::date"

KEYS: Mapping[str, Key] = {
    "bucket_worst": Key(lambda c: -c.bucket, "-c.bucket"),
    "past_due_largest": Key(lambda c: -c.past_due, "-c.past_due"),
    "past_due_smallest": Key(lambda c: c.past_due, "c.past_due"),
    "balance_largest": Key(lambda c: -c.balance, "-c.balance"),
    "past_due_longest": Key(lambda c: _day(c.past_due_since, LAST), _day_sql("c.past_due_since", LAST)),
    "past_due_shortest": Key(lambda c: -_day(c.past_due_since, LAST), f"-{_day_sql('c.past_due_since', LAST)}"),
    "in_bucket_longest": Key(lambda c: _day(c.bucket_since, LAST), _day_sql("c.bucket_since", LAST)),
    "contact_longest_ago": Key(lambda c: _day(c.last_contact_on, FIRST), _day_sql(_CONTACT, FIRST)),
    "broken_latest": Key(lambda c: -_day(c.last_broken_on, FIRST), f"-{_day_sql('c.last_broken_on', FIRST)}"),
    "willing_first": Key(lambda c: WILLING[c.willingness], _WILLING_SQL),
}


def check(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys, checked. Raises BadOrder for the first that is none or stands there twice."""
    given = list(keys)
    for place, key in enumerate(given):
        if not isinstance(key, str) or key not in KEYS:
            raise BadOrder(place, "unknown_key")
        if key in given[:place]:
            raise BadOrder(place, "twice")
    if len(given) > MOST_KEYS:
        raise BadOrder(MOST_KEYS, "too_many")
    return tuple(given)


def sort_key(keys: Sequence[str], facts: CaseFacts) -> list[Decimal]:
    """Where a case stands: smaller comes first, key by key; with no keys all stand alike, the oldest case first.

    Example: `["bucket_worst", "past_due_largest"]` of an M2 case with 3,246.91 past due is [-2, -3246.91].
    """
    return [Decimal(KEYS[key].read(facts)) for key in keys]


def as_sql(keys: Sequence[str]) -> str:
    """The same as an SQL array of numbers."""
    parts = ", ".join(f"({KEYS[key].sql})::numeric" for key in keys)
    return f"ARRAY[{parts}]::numeric(20, 2)[]"
