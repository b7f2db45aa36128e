"""How many promises are kept, told apart by reason, speaker, agent or bucket."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from accounts.queries import working_day
from collections_app.arrangements.forms import ResultsForm
from collections_app.arrangements.labels import GROUPS, reason_label, speaker_label
from collections_app.arrangements.queries import kept_by
from collections_app.arrangements.queries.results import may_compare_agents
from collections_app.arrangements.rules.kept import Kept
from collections_app.events.exports import export
from collections_app.people.models import User
from collections_app.shared import clock
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs

DAYS_BACK = 30
COLUMNS: list[Column] = [
    ("of", lambda line: DelinquencyBucket(line[0]).label if isinstance(line[0], int) else str(line[0])),
    ("currency", lambda line: line[1].currency),
    *(
        (name, partial(lambda name, line: getattr(line[1], name), name))
        for name in ("matured", "kept", "partial", "broken", "kept_rate", "promised", "credited", "amount_rate")
    ),
]


@needs("cases.view")
@require_GET
def results(request: ActorRequest) -> HttpResponse:
    """Kept rates of the promises that came to their last day in a period; the last 30 days unless asked."""
    today = working_day(clock.now())
    form = ResultsForm(request.GET)
    first, last = form.period(today - timedelta(days=DAYS_BACK), today - timedelta(days=1))
    group = form.chosen("group", "reason")
    if "format" in request.GET:
        table = table_of(_lines(group, request, first, last), COLUMNS)
        filters = {"first": first, "last": last, "group": group}
        return export(request, "promise-results", *table, name=f"promise-results-{first}-{last}", filters=filters)
    context: dict[str, Any] = {
        "form": form,
        "first": first,
        "last": last,
        "group": group,
        "groups": GROUPS,
        "totals": _lines("all", request, first, last),
        "lines": _lines(group, request, first, last),
        "only_own": group == "agent" and not may_compare_agents(request.actor),
    }
    return render(request, "arrangements/results.html", context)


def _lines(group: str, request: ActorRequest, first: date, last: date) -> list[tuple[Any, Kept]]:
    """Each line with the name of its group."""
    lines = kept_by(group, actor=request.actor, first=first, last=last)
    if group == "agent":
        numbers = [int(line.group) for line in lines if line.group]
        names = {str(pk): name for pk, name in User.objects.filter(pk__in=numbers).values_list("pk", "display_name")}
        return [(names.get(line.group, ""), line) for line in lines]
    named = {"reason": reason_label, "speaker": speaker_label, "bucket": int}.get(group, str)
    return [(named(line.group), line) for line in lines]  # type: ignore[operator]
