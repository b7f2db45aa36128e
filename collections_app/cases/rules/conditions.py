"""Which cases belong to a queue: conditions as data, checked, judged in Python, written as SQL.

A condition is {field, operator, value}; all of a queue's conditions must hold. `meets` is the definition, `as_sql` its
twin for a hundred thousand cases at once (`tests/twins/test_queue_conditions.py`).
"""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

NEVER = 99_999
"""Days since something that never happened: it is longer ago than any number of days."""

BUCKETS = {"M0": 0, "M1": 1, "M2": 2, "M3": 3, "M4": 4, "M4P": 5}
HOLDS = ("DISPUTE", "HARDSHIP", "COMPLAINT", "DECEASED", "BANKRUPTCY", "FRAUD_CLAIM", "PLAN", "LEGAL", "PROMISE")
MOST_CONDITIONS = 20
MOST_LISTED = 50
LONGEST_CODE = 80
LARGEST_NUMBER = 32_767
LARGEST_AMOUNT = Decimal("999999999999.99")


class BadCondition(ValueError):
    """Condition number `place` (from 0) is none: `code` says what is wrong with its `part`.

    Codes: `unknown_field`, `unknown_operator`, `missing`, `not_a_number`, `not_an_amount`, `not_a_choice`, `too_long`,
    `too_many`.
    """

    def __init__(self, place: int, part: str, code: str) -> None:
        super().__init__(f"condition {place}, {part}: {code}")
        self.place, self.part, self.code = place, part, code


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What conditions and orders look at: a case on the business date `on`. Moments are days of the issuer's zone."""

    on: date
    bucket: int
    bucket_since: date
    past_due: Decimal = Decimal(0)
    balance: Decimal = Decimal(0)
    currency: str = "CNY"
    past_due_since: date | None = None
    accounts: int = 1
    product: str = ""
    region: str = ""
    language: str = ""
    kind: str = "PERSON"
    restriction: str = ""
    lost: bool = False
    willingness: str = ""
    failures: int = 0
    broken_promises: int = 0
    last_broken_on: date | None = None
    last_contact_on: date | None = None
    last_right_party_on: date | None = None
    promise_open: bool = False
    holds: frozenset[str] = frozenset()
    reopened: int = 0
    team: str = ""
    agent: str = ""

    def days_since(self, day: date | None) -> int:
        """Days from `day` to the business date; NEVER when there was none."""
        return NEVER if day is None else (self.on - day).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a case: its kind, how Python and SQL read it, and what it may be compared with.

    SQL knows the case as `c`, its product as `p`, team as `t`, agent as `u`, and the parameters `on` and `zone`.
    """

    kind: str
    read: Callable[[CaseFacts], Any]
    sql: str
    choices: tuple[str, ...] = ()


def _days_since(column: str) -> str:
    return f"COALESCE(%(on)s::date - {column}, {NEVER})"


def _local(column: str) -> str:
    return f"({column} AT TIME ZONE %(zone)s)::date"


FIELDS: Mapping[str, Field] = {
    "bucket": Field(kind="bucket", read=lambda c: c.bucket, sql="c.bucket", choices=tuple(BUCKETS)),
    "past_due": Field(kind="money", read=lambda c: c.past_due, sql="c.past_due"),
    "balance": Field(kind="money", read=lambda c: c.balance, sql="c.balance"),
    "currency": Field(kind="code", read=lambda c: c.currency, sql="c.currency"),
    "days_past_due": Field(
        kind="number",
        read=lambda c: (c.on - (c.past_due_since or c.on)).days,
        sql="COALESCE(%(on)s::date - c.past_due_since, 0)",
    ),
    "days_in_bucket": Field(
        kind="number", read=lambda c: (c.on - c.bucket_since).days, sql="(%(on)s::date - c.bucket_since)"
    ),
    "accounts": Field(kind="number", read=lambda c: c.accounts, sql="c.accounts"),
    "product": Field(kind="code", read=lambda c: c.product, sql="p.code"),
    "region": Field(kind="code", read=lambda c: c.region, sql="c.region"),
    "language": Field(kind="code", read=lambda c: c.language, sql="c.language"),
    "kind": Field(kind="code", read=lambda c: c.kind, sql="c.kind", choices=("PERSON", "COMPANY")),
    "restriction": Field(kind="code", read=lambda c: c.restriction, sql="c.restriction", choices=("", "STAFF", "VIP")),
    "lost": Field(kind="flag", read=lambda c: c.lost, sql="(c.lost_since IS NOT NULL)"),
    "willingness": Field(
        kind="code",
        read=lambda c: c.willingness,
        sql="c.willingness",
        choices=("", "WILLING", "UNDECIDED", "REFUSES"),
    ),
    "failures": Field(kind="number", read=lambda c: c.failures, sql="c.failures_in_a_row"),
    "broken_promises": Field(kind="number", read=lambda c: c.broken_promises, sql="c.broken_promises"),
    "days_since_broken": Field(
        kind="number", read=lambda c: c.days_since(c.last_broken_on), sql=_days_since("c.last_broken_on")
    ),
    "days_since_contact": Field(
        kind="number", read=lambda c: c.days_since(c.last_contact_on), sql=_days_since(_local("c.last_contact_at"))
    ),
    "days_since_right_party": Field(
        kind="number",
        read=lambda c: c.days_since(c.last_right_party_on),
        sql=_days_since(_local("c.last_right_party_at")),
    ),
    "promise_open": Field(kind="flag", read=lambda c: c.promise_open, sql="(c.promise_due_on IS NOT NULL)"),
    "held": Field(kind="flag", read=lambda c: bool(c.holds), sql="(cardinality(c.hold_kinds) > 0)"),
    "hold": Field(kind="set", read=lambda c: c.holds, sql="c.hold_kinds::text[]", choices=HOLDS),
    "reopened": Field(kind="number", read=lambda c: c.reopened, sql="c.reopened"),
    "team": Field(kind="code", read=lambda c: c.team, sql="COALESCE(t.code, '')"),
    "agent": Field(kind="code", read=lambda c: c.agent, sql="COALESCE(u.username, '')"),
}
ASSIGNED = frozenset({"team", "agent"})
"""Fields that a reassignment changes."""


@dataclass(frozen=True, slots=True)
class Operator:
    """How two values are compared: in Python, and in SQL between `{0}` and `{1}`."""

    test: Callable[[Any, Any], bool]
    sql: str


OPERATORS: Mapping[str, Operator] = {
    "is": Operator(operator.eq, "{0} = {1}"),
    "is_not": Operator(operator.ne, "{0} <> {1}"),
    "at_least": Operator(operator.ge, "{0} >= {1}"),
    "at_most": Operator(operator.le, "{0} <= {1}"),
    "above": Operator(operator.gt, "{0} > {1}"),
    "below": Operator(operator.lt, "{0} < {1}"),
    "in": Operator(lambda mine, listed: mine in listed, "{0} = ANY({1})"),
    "not_in": Operator(lambda mine, listed: mine not in listed, "{0} <> ALL({1})"),
    "has": Operator(operator.contains, "{1} = ANY({0})"),
    "has_not": Operator(lambda mine, one: one not in mine, "{1} <> ALL({0})"),
}
LISTING = ("in", "not_in")
"""Those that compare with several values."""
OPERATORS_OF: Mapping[str, tuple[str, ...]] = {
    "bucket": ("is", "at_least", "at_most", "in"),
    "number": ("at_least", "at_most", "is"),
    "money": ("at_least", "below", "above", "at_most"),
    "code": ("is", "is_not", *LISTING),
    "flag": ("is",),
    "set": ("has", "has_not"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A checked condition; `value` as people and JSON write it: "M2", "1000.00", 30, true, ["M1", "M2"]."""

    field: str
    operator: str
    value: Any

    def as_data(self) -> dict[str, Any]:
        """As the version of a queue keeps it."""
        return {"field": self.field, "operator": self.operator, "value": self.value}

    @property
    def compared(self) -> Any:
        """`value` as it is compared: the ordinal of a bucket, a Decimal of an amount."""
        kind = FIELDS[self.field].kind
        if kind == "bucket":
            return [BUCKETS[code] for code in self.value] if isinstance(self.value, list) else BUCKETS[self.value]
        return Decimal(self.value) if kind == "money" else self.value


Conditions = tuple[Condition, ...]


def check(conditions: Iterable[Mapping[str, Any]]) -> Conditions:
    """Conditions as data, checked. Raises BadCondition for the first that is none.

    Example: `check([{"field": "bucket", "operator": "in", "value": "M1, M2"}])` is one condition whose value is
    ["M1", "M2"]; a value -1 of `days_past_due` is `not_a_number`.
    """
    given = list(conditions)
    if len(given) > MOST_CONDITIONS:
        raise BadCondition(MOST_CONDITIONS, "field", "too_many")
    return tuple(_checked(place, one) for place, one in enumerate(given))


def _checked(place: int, given: Mapping[str, Any]) -> Condition:
    if not isinstance(given, Mapping):
        raise BadCondition(place, "field", "unknown_field")
    field, name = given.get("field"), given.get("operator")
    if not isinstance(field, str) or field not in FIELDS:
        raise BadCondition(place, "field", "unknown_field")
    known = FIELDS[field]
    if name not in OPERATORS_OF[known.kind]:
        raise BadCondition(place, "operator", "unknown_operator")
    try:
        return Condition(field, name, _value(known, name, given.get("value")))
    except ValueError as error:
        raise BadCondition(place, "value", str(error)) from error


def _value(field: Field, name: str, given: Any) -> Any:
    if name in LISTING:
        parts = given.split(",") if isinstance(given, str) else given
        if not isinstance(parts, list | tuple) or not parts or (isinstance(given, str) and not given.strip(" ,")):
            raise ValueError("missing")
        if len(parts) > MOST_LISTED:
            raise ValueError("too_many")
        return [_code(field, part) for part in parts]
    return _READERS[field.kind](field, given)


def _code(field: Field, given: Any) -> str:
    text = str("" if given is None else given).strip()
    if field.choices:
        if text.upper() not in field.choices:
            raise ValueError("missing" if not text else "not_a_choice")
        return text.upper()
    if len(text) > LONGEST_CODE or "\x00" in text:
        raise ValueError("too_long")
    return text


def _number(_field: Field, given: Any) -> int:
    text = str("" if given is None else given).strip()
    if not text:
        raise ValueError("missing")
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) > LARGEST_NUMBER:
        raise ValueError("not_a_number")
    return int(text)


def _money(_field: Field, given: Any) -> str:
    text = str("" if given is None else given).strip().replace(",", "")
    if not text:
        raise ValueError("missing")
    try:
        amount = Decimal(text)
        fits = amount.is_finite() and 0 <= amount <= LARGEST_AMOUNT and amount == round(amount, 2)
    except InvalidOperation:
        fits = False
    if not fits:
        raise ValueError("not_an_amount")
    return f"{amount:.2f}"


def _flag(_field: Field, given: Any) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    text = str("" if given is None else given).strip().lower()
    if text not in known:
        raise ValueError("not_a_choice" if text else "missing")
    return known[text]


_READERS: Mapping[str, Callable[[Field, Any], Any]] = {
    "bucket": _code,
    "number": _number,
    "money": _money,
    "code": _code,
    "flag": _flag,
    "set": _code,
}


def meets(conditions: Iterable[Condition], facts: CaseFacts) -> bool:
    """Whether all conditions hold. No conditions: every case."""
    return all(OPERATORS[c.operator].test(FIELDS[c.field].read(facts), c.compared) for c in conditions)


def as_sql(conditions: Sequence[Condition], *, prefix: str = "c") -> tuple[str, dict[str, Any]]:
    """The same as a parenthesis of SQL with named parameters, which begin with `prefix`.

    Example: bucket at least M2 gives `("(c.bucket >= %(c_0)s)", {"c_0": 2})`.
    """
    parts, params = [], {}
    for place, condition in enumerate(conditions):
        key = f"{prefix}_{place}"
        compared = f"%({key})s::text" if FIELDS[condition.field].kind == "set" else f"%({key})s"
        parts.append(OPERATORS[condition.operator].sql.format(FIELDS[condition.field].sql, compared))
        params[key] = condition.compared
    return f"({' AND '.join(parts)})" if parts else "(TRUE)", params
