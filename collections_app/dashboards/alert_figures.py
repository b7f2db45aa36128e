"""Which figures an alert may watch, what each is for a queue, a desk or everything, and how an alert reads."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from collections_app.cases.models import QueueVersion
from collections_app.people.labels import team_name
from collections_app.shared.templatetags.fairdue import number

from .figure_labels import LABELS as ROWS
from .figure_labels import NAMES
from .models import Alert
from .queries.operation import Line, Operation


def _standing(name: str) -> Callable[[Line], int]:
    return lambda line: getattr(line.standing, name)


def _done(name: str) -> Callable[[Line], int]:
    return lambda line: line.done[name]


VALUES: dict[str, Callable[[Line], Any]] = {
    **{name: _standing(name) for name in ("cases", "callable", "due", "held")},
    "oldest": lambda line: line.age_days,
    "cases_per_agent": lambda line: line.cases_per_agent,
    "present": lambda line: line.present,
    **{
        name: _done(name)
        for name in (
            "contacts",
            "right_party",
            "promises_made",
            "promises_broken",
            "refusals",
            "breaches",
            "unreported",
        )
    },
}
NOT_OF_A_QUEUE = ("present",)
"""People stand in teams, not in queues."""
LABELS: dict[str, str | Promise] = {
    **{code: NAMES[code] for code in VALUES if code in NAMES},
    "present": gettext_lazy("People at work"),
    "oldest": gettext_lazy("Oldest, in days"),
}


def value_of(alert: Alert, found: Operation) -> Decimal | None:
    """The figure the alert watches, as it is now; None where there is none, such as the age of nothing."""
    if alert.queue_id:
        line = next((one for one in found.queues if one.queue and one.queue.id == alert.queue_id), None)
    elif alert.team_id:
        line = next((one for one in found.desks if one.team and one.team.pk == alert.team_id), None)
    else:
        line = found.total
    value = VALUES[alert.figure](line) if line else None
    return None if value is None else round(Decimal(value), 2)


def holds(alert: Alert, value: Decimal | None) -> bool:
    """Whether the figure stands beyond the threshold. Example: 150 is not more than 150."""
    if value is None:
        return False
    return value > alert.threshold if alert.operator == Alert.Operator.ABOVE else value < alert.threshold


def named(alerts: QuerySet[Any], prefix: str = "") -> QuerySet[Any]:
    """The alerts with `queue_en`, `queue_zh`: the names of their queues now. `prefix`: how rows lead to the alert."""
    newest = QueueVersion.objects.filter(queue=OuterRef(f"{prefix}queue")).order_by("-number")
    return alerts.annotate(
        queue_en=Subquery(newest.values("name_en")[:1]),
        queue_zh=Subquery(newest.values("name_zh")[:1]),
        figure_code=F(f"{prefix}figure"),
    )


def scope_in_words(alert: Alert, row: Any) -> str:
    """Of what: a queue, a team, or everything. `row` carries the names of `named`."""
    if alert.queue_id:
        return row.queue_zh if (get_language() or "").startswith("zh") else row.queue_en
    return team_name(alert.team) if alert.team else _("everything")


def rows_address(alert: Alert) -> str:
    """Where the rows of its figure are listed; the page of the operation for a figure that has none."""
    if alert.figure not in ROWS:
        return reverse("operation")
    where = {"queue": alert.queue.code} if alert.queue else {"team": alert.team.code} if alert.team else {}
    return f"{reverse('operation-rows', args=[alert.figure])}{'?' if where else ''}{urlencode(where)}"


def condition_in_words(alert: Alert) -> str:
    """Example: `Cases per agent more than 150`."""
    return f"{LABELS[alert.figure]} {alert.get_operator_display()} {plain_value(alert.threshold)}"


def plain_value(value: Decimal) -> str:
    """A count without decimals, a share of cases with those it has. Example: `1200.00` is 1,200, `2.50` is 2.5."""
    return number(value) if value == int(value) else f"{value.normalize():,f}"
