"""The tables of the bucket dashboard as files, with the filters of the page."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models.derived import DelinquencyBucket
from collections_app.events.exports import export as export_table
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs

from .. import corrected, export, queries
from ..corrected import Corrected
from .bucket_filters import Chosen, chosen_of
from .buckets import chosen_breakdown, chosen_desks, chosen_moves, compared_days, corrected_lines

Table = tuple[tuple[str, ...], export.Lines]


@needs("portfolio.view")
@require_GET
def dashboard_csv(request: ActorRequest, table: str) -> HttpResponse:
    """One of the dashboard's tables as a file, with the filters of the page."""
    chosen = chosen_of(request)
    if chosen is None:
        raise Http404
    head, lines = _TABLES[table](request.actor, chosen)
    name = f"{table}-{chosen.day}-{chosen.currency}"
    return export_table(request, table, head, lines, name=name, filters=chosen.as_data(), on=chosen.last)


def _buckets_csv(_actor: Actor, chosen: Chosen) -> Table:
    days = {chosen.day, *filter(None, compared_days(chosen))}
    figures = queries.figures_of(days, currency=chosen.currency, filters=chosen.filters)
    every_day = {day: figures.get(day, {}) for day in sorted(days, reverse=True)}
    return export.FIGURES_HEAD, export.figure_lines(every_day, currency=chosen.currency)


def _corrected_csv(_actor: Actor, chosen: Chosen) -> Table:
    found = _computed(chosen)
    lines = corrected_lines(chosen, found.figures)[: len(queries.BUCKETS)]
    return export.corrected_table(chosen.day, found.known_on, lines, currency=chosen.currency)


def _trend_csv(_actor: Actor, chosen: Chosen) -> Table:
    days = queries.trend(chosen.first, chosen.day, currency=chosen.currency, filters=chosen.filters)
    if chosen.known == "then":
        return export.FIGURES_HEAD, export.figure_lines(days, currency=chosen.currency, buckets=queries.DELINQUENT)
    known_on = _computed(chosen).known_on
    now = corrected.trend(chosen.first, chosen.day, currency=chosen.currency, filters=chosen.filters)
    return export.corrected_trend_table(known_on, now, days, currency=chosen.currency)


def _moves_csv(_actor: Actor, chosen: Chosen) -> Table:
    if chosen.known == "then":
        found = chosen_moves(chosen, is_corrected=False)
        return export.MOVES_HEAD, export.moves_lines(found, currency=chosen.currency)
    known_on = _computed(chosen).known_on
    return export.corrected_moves_table(known_on, chosen_moves(chosen, is_corrected=True), currency=chosen.currency)


def _breakdown_csv(_actor: Actor, chosen: Chosen) -> Table:
    is_corrected = chosen.known == "corrected" and _found(chosen) is not None
    return chosen_breakdown(chosen, is_corrected=is_corrected).table()


def _computed(chosen: Chosen) -> Corrected:
    """Raises Refused: `not_computed`. A file starts no computation, the page does."""
    found = _found(chosen)
    if found is None:
        raise Refused("not_computed", _("This day is not computed as corrected since yet: open it on the page first."))
    return found


def _found(chosen: Chosen) -> Corrected | None:
    return corrected.corrected_on(chosen.day, currency=chosen.currency, filters=chosen.filters)


def _desks_csv(actor: Actor, chosen: Chosen) -> Table:
    lines: export.Lines = [
        (
            desk.queue.code if desk.queue else "",
            desk.team.code if desk.team else "",
            " ".join(team.code for team in desk.takers),
            DelinquencyBucket[code].label,
            figure,
        )
        for desk in chosen_desks(actor, chosen)
        for code, figure in desk.by_bucket
        if figure
    ]
    return ("queue", "team", "takers", "bucket", "cases" if chosen.shown == "accounts" else chosen.shown), lines


_TABLES = {
    "breakdown": _breakdown_csv,
    "desks": _desks_csv,
    "buckets": _buckets_csv,
    "corrected": _corrected_csv,
    "trend": _trend_csv,
    "flow": _moves_csv,
}
