"""Rows of conditions while somebody fills them in: what follows from a choice, and one row more. Both are fragments."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collections_app.cases.forms.condition_line import Line
from collections_app.cases.forms.condition_row import Row
from collections_app.cases.queries.choices import Choices
from collections_app.shared.web import ActorRequest, needs


@needs("cases.view")
@require_GET
def condition(request: ActorRequest) -> HttpResponse:
    """Comparison and value of the row at `place`, as the field or the comparison that was chosen needs them."""
    place = request.GET.get("place", "")
    if not (place.isascii() and place.isdecimal() and len(place) <= 3):
        raise Http404
    choices = Choices(request.actor)
    row = Row.sent(request.GET, place=int(place)).begun(choices)
    return render(request, "cases/_condition_rest.html", {"line": Line(int(place), row, choices)})


@needs("cases.view")
@require_GET
def another(request: ActorRequest) -> HttpResponse:
    """An empty row behind those whose fields are sent."""
    line = Line(len(request.GET.getlist("field")), Row(), Choices(request.actor))
    return render(request, "cases/_condition_line.html", {"line": line, "is_new": True})
