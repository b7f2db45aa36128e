"""The scorecard: what is weighed how, what was before, a change from a day on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.dated.pages import as_table, form_of, side_by_side, version_written
from collections_app.events.exports import export
from collections_app.results.actions import write_scheme
from collections_app.results.forms import SchemeForm
from collections_app.results.labels import NUMBERS, PARTS
from collections_app.results.queries.scheme import SCHEMES
from collections_app.shared.web import ActorRequest, needs


@needs()
@require_GET
def scorecard(request: ActorRequest) -> HttpResponse:
    """Every scorecard side by side; who is weighed by it may read it, and so may everybody else here."""
    page = _page(request)
    if "format" in request.GET:
        return export(request, "scorecard", *as_table(page))
    return render(request, "results/scorecard.html", page)


@needs("policies.edit")
@require_http_methods(["GET", "POST"])
def new_scorecard(request: ActorRequest) -> HttpResponse:
    """A change, prepared from the scorecard that begins last."""
    form, said = form_of(request, SchemeForm, SCHEMES), _("Scorecard written; it begins on %(day)s.")
    if form.is_bound and form.is_valid() and version_written(request, form, write_scheme, names=NUMBERS, said=said):
        return redirect("scorecard")
    return render(request, "results/new_scorecard.html", {"form": form}, status=422 if form.errors else 200)


def _page(request: ActorRequest) -> dict[str, Any]:
    page = side_by_side(request, SCHEMES, NUMBERS)
    return page | {
        "weights": [(label, getattr(page["in_force"], name)) for name, label in PARTS.items()],
        "may_see_teams": request.actor.may("results.team"),
    }
