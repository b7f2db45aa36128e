"""How far a past day is as corrected since; computing one again that failed."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs, safe_next

from ..asking import have_corrected
from ..models import CorrectedDay


@needs("portfolio.view")
@require_GET
def corrected_state(request: ActorRequest, day: str) -> HttpResponse:
    """The notice alone; once the computation is over the whole page is fetched anew."""
    asked = get_object_or_404(CorrectedDay, pk=_day(day))
    response = render(request, "dashboards/_corrected_state.html", {"asked": asked})
    if not asked.under_way:
        response["HX-Refresh"] = "true"
    return response


@needs("portfolio.view")
@require_POST
def corrected_again(request: ActorRequest, day: str) -> HttpResponse:
    """Compute a day once more."""
    have_corrected(actor=request.actor, day=_day(day), again=True, at=clock.now())
    return redirect(safe_next(request, default=f"{reverse('dashboard')}?as=corrected&day={day}"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
