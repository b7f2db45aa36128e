"""The promise calendar: a month of due days."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.queries import working_day
from collections_app.arrangements.queries.month import in_all, month_around, month_of, neighbours
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs

HEAD = ("due_on", "currency", "instalments", "amount", "settled", "kept", "kept_share")
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 1)


@needs("cases.view")
@require_GET
def month(request: ActorRequest) -> HttpResponse:
    """The month of the address; with `format`, as a file."""
    today = working_day(clock.now())
    first = min(max(month_around(request.GET.get("month", ""), today=today), EARLIEST), LATEST)
    weeks = month_of(request.actor, first)
    if "format" in request.GET:
        lines = [
            (one.day, due.currency, due.count, due.amount, due.settled, due.kept, due.kept_share)
            for week in weeks
            for one in week
            if one.inside
            for due in one.due
        ]
        return export(request, "promise-month", HEAD, lines, name=f"promises-{first:%Y-%m}", filters={"month": first})
    before, after = neighbours(first)
    most = max(one.count for week in weeks for one in week)
    context = {
        "first": first,
        "last": after - timedelta(days=1),
        "weeks": [[(one, _heat(one.count, most)) for one in week] for week in weeks],
        "totals": in_all(weeks),
        "today": today,
        "before": before,
        "after": after,
    }
    return render(request, "arrangements/month.html", context)


def _heat(count: int, most: int) -> int:
    """How strongly a day is shaded, 0 to 5: the day with most is 5."""
    return -(-count * 5 // most) if count else 0
