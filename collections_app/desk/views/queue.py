"""One queue in its order."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.queries import working_day
from collections_app.desk.queries.queue import queue_of, queue_page
from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs


@needs("cases.view")
@require_GET
def queue(request: ActorRequest, code: str) -> HttpResponse:
    """The cases of a queue as they will be handed out, and who works them."""
    here, at = queue_of(code), clock.now()
    if here is None:
        raise Http404(code)
    cursor = request.GET.get("cursor", "")
    context = {
        "queue": here,
        "page": queue_page(request.actor, here, cursor=cursor, at=at),
        "cursor": cursor,
        "now": at,
        "page_keys": "desk/_keys.html",
        "today": working_day(at),
        "may_take": request.actor.may("cases.work") and here.open_to(request.actor),
    }
    return render(request, "desk/queue.html", context)
