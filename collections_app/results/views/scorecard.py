"""The scorecard: what is weighed how, what was before, a change from a day on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.queries import working_day
from collections_app.events.exports import export
from collections_app.results.actions import write_scheme
from collections_app.results.forms import SchemeForm, plain
from collections_app.results.labels import NUMBERS, PARTS
from collections_app.results.queries import scheme_on, schemes
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date
from collections_app.shared.web import ActorRequest, needs, show_refusal


@needs()
@require_GET
def scorecard(request: ActorRequest) -> HttpResponse:
    """Every scorecard side by side; who is weighed by it may read it, and so may everybody else here."""
    page = _page(request)
    if "format" in request.GET:
        head = [_("Valid from"), *(one.valid_from.isoformat() for one in page["schemes"])]
        return export(request, "scorecard", head, [[str(label), *values] for label, values in page["lines"]])
    return render(request, "results/scorecard.html", page)


@needs("policies.edit")
@require_http_methods(["GET", "POST"])
def new_scorecard(request: ActorRequest) -> HttpResponse:
    """A change, prepared from the scorecard that begins last."""
    newest = schemes().first() or scheme_on(working_day(clock.now()))
    form = SchemeForm(request.POST) if request.method == "POST" else SchemeForm.beginning_with(newest)
    if form.is_bound and form.is_valid() and _written(request, form):
        return redirect("scorecard")
    context = _page(request) | {"form": form}
    return render(request, "results/new_scorecard.html", context, status=422 if form.errors else 200)


def _written(request: ActorRequest, form: SchemeForm) -> bool:
    given = form.cleaned_data
    try:
        written = write_scheme(
            actor=request.actor,
            valid_from=given["valid_from"],
            numbers={name: given[name] for name in NUMBERS},
            reason=given["reason"],
            at=clock.now(),
        )
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, _("Scorecard written; it begins on %(day)s.") % {"day": local_date(written.valid_from)})
    return True


def _page(request: ActorRequest) -> dict[str, Any]:
    today = working_day(clock.now())
    every, here = list(schemes()), scheme_on(today)
    return {
        "schemes": every,
        "in_force": here,
        "weights": [(label, getattr(here, name)) for name, label in PARTS.items()],
        "lines": [(label, [plain(getattr(one, name)) for one in every]) for name, label in NUMBERS.items()],
        "may_edit": request.actor.may("policies.edit"),
        "may_see_teams": request.actor.may("results.team"),
    }
