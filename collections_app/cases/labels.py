"""How the codes of queue conditions and orders are called, and what is wrong with a condition."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.shared.templatetags.fairdue import listed, money

from .models import Case, CaseHold
from .rules.conditions import BUCKETS, FIELDS, OPERATORS_OF, Condition

FIELD_LABELS: dict[str, str | Promise] = {
    "bucket": gettext_lazy("bucket"),
    "past_due": gettext_lazy("past due"),
    "balance": gettext_lazy("balance"),
    "currency": gettext_lazy("currency"),
    "days_past_due": gettext_lazy("days past due"),
    "days_in_bucket": gettext_lazy("days in this bucket"),
    "accounts": gettext_lazy("delinquent accounts"),
    "product": gettext_lazy("product"),
    "region": gettext_lazy("region"),
    "language": gettext_lazy("language"),
    "kind": gettext_lazy("person or company"),
    "restriction": gettext_lazy("restricted file"),
    "lost": gettext_lazy("contact is lost"),
    "willingness": gettext_lazy("willingness"),
    "failures": gettext_lazy("failed contacts in a row"),
    "broken_promises": gettext_lazy("broken promises"),
    "days_since_broken": gettext_lazy("days since a promise was broken"),
    "days_since_contact": gettext_lazy("days since the last contact"),
    "days_since_right_party": gettext_lazy("days since the debtor was spoken to"),
    "promise_open": gettext_lazy("a promise is open"),
    "held": gettext_lazy("has a hold"),
    "hold": gettext_lazy("hold"),
    "reopened": gettext_lazy("times reopened"),
    "team": gettext_lazy("given to team"),
    "agent": gettext_lazy("given to agent"),
}
OPERATOR_LABELS: dict[str, str | Promise] = {
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "at_least": gettext_lazy("at least"),
    "at_most": gettext_lazy("at most"),
    "above": gettext_lazy("more than"),
    "below": gettext_lazy("less than"),
    "in": gettext_lazy("one of"),
    "not_in": gettext_lazy("none of"),
    "has": gettext_lazy("includes"),
    "has_not": gettext_lazy("does not include"),
}
_OPERATORS_OF_KIND: dict[str, dict[str, str | Promise]] = {
    "bucket": {"at_least": gettext_lazy("at least as bad as"), "at_most": gettext_lazy("at most as bad as")},
    "number": {"is": gettext_lazy("exactly")},
}
"""Where a comparison of a kind of field is called otherwise than in general."""
UNIT_LABELS: dict[str, str | Promise] = {
    "days_past_due": gettext_lazy("days"),
    "days_in_bucket": gettext_lazy("days"),
    "accounts": gettext_lazy("accounts"),
    "failures": gettext_lazy("times"),
    "broken_promises": gettext_lazy("times"),
    "days_since_broken": gettext_lazy("days"),
    "days_since_contact": gettext_lazy("days"),
    "days_since_right_party": gettext_lazy("days"),
    "reopened": gettext_lazy("times"),
}
FLAG_LABELS: dict[str, str | Promise] = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}
ORDER_LABELS: dict[str, str | Promise] = {
    "bucket_worst": gettext_lazy("worst bucket first"),
    "past_due_largest": gettext_lazy("largest past due first"),
    "past_due_smallest": gettext_lazy("smallest past due first"),
    "balance_largest": gettext_lazy("largest balance first"),
    "past_due_longest": gettext_lazy("longest past due first"),
    "past_due_shortest": gettext_lazy("shortest past due first"),
    "in_bucket_longest": gettext_lazy("longest in the bucket first"),
    "contact_longest_ago": gettext_lazy("longest without contact first"),
    "broken_latest": gettext_lazy("promise broken last first"),
    "willing_first": gettext_lazy("willing to pay first"),
}
_WRONG: dict[str, str | Promise] = {
    "unknown_field": gettext_lazy("There is no such field."),
    "unknown_operator": gettext_lazy("This field cannot be compared like that."),
    "missing": gettext_lazy("Give a value."),
    "not_a_number": gettext_lazy("Give a whole number from 0 to 32767."),
    "not_an_amount": gettext_lazy("Give an amount like 1000.00."),
    "not_a_choice": gettext_lazy("This value is not one of those this field knows."),
    "too_long": gettext_lazy("This value is too long."),
    "too_many": gettext_lazy("These are too many."),
    "unknown_key": gettext_lazy("There is no such order."),
    "twice": gettext_lazy("This order stands here twice."),
}
KIND_LABELS: dict[str, str | Promise] = dict(Case.Kind.choices)
WILLINGNESS_LABELS: dict[str, str | Promise] = {str(code): label for code, label in Case.Willingness.choices}
HELD_LABELS: dict[str, str | Promise] = dict(CaseHold.Kind.choices)


def why_wrong(code: str) -> str:
    """What is wrong with a condition or an order, in words."""
    return str(_WRONG[code])


def operator_label(field: str, operator: str) -> str:
    """How a comparison of this field is called. Example: `is` of a number is "exactly"."""
    return str(_OPERATORS_OF_KIND.get(FIELDS[field].kind, {}).get(operator, OPERATOR_LABELS[operator]))


def typed(value: Any) -> str:
    """A yes or no as a form sends it; every other value as it is written."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def in_words(condition: Condition, name_of: Callable[[str, str], str]) -> str:
    """A condition as people read it; `name_of` says what a value of a field is called.

    Examples: `bucket one of M1, M4+`; `contact is lost: yes`; `past due at least 5,000.00`.
    """
    field, kind = str(FIELD_LABELS[condition.field]), FIELDS[condition.field].kind
    if kind == "flag":
        return _("%(field)s: %(value)s") % {"field": field, "value": name_of(condition.field, typed(condition.value))}
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    names = [money(one) if kind == "money" else name_of(condition.field, typed(one)) for one in values]
    return " ".join([field, operator_label(condition.field, condition.operator), listed(names)])


def order_in_words(order: Iterable[str]) -> str:
    """Example: `longest without contact first, then largest past due first`."""
    return _(", then ").join(str(ORDER_LABELS[key]) for key in order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What may be said of a field: how it may be compared (`operators`: codes), and which values it knows."""

    code: str
    label: str
    operators: tuple[str, ...]
    values: str

    @property
    def compared(self) -> str:
        """The comparisons by their names."""
        return ", ".join(operator_label(self.code, operator) for operator in self.operators)


def hints() -> list[Hint]:
    """For each field: how it may be compared, and which values it knows."""
    return [
        Hint(
            code=name,
            label=str(FIELD_LABELS[name]),
            operators=OPERATORS_OF[field.kind],
            values=_values_of(field.kind, field.choices),
        )
        for name, field in FIELDS.items()
    ]


def _values_of(kind: str, choices: tuple[str, ...]) -> str:
    if kind == "bucket":
        return ", ".join(BUCKETS)
    if choices:
        return ", ".join(choice or '""' for choice in choices)
    words = {"number": _("a whole number"), "money": _("an amount"), "flag": _("yes or no")}
    return words.get(kind, _("a code or a text, several with commas between"))
