"""My day: what an agent opens the morning with."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collections_app.cases.models import Claim
from collections_app.desk.queries.my_day import my_day as day_of
from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs


@needs("cases.work")
@require_GET
def my_day(request: ActorRequest) -> HttpResponse:
    """Follow-ups, promises, what broke, the queues and today's figures of whoever asks."""
    at = clock.now()
    held = Claim.objects.filter(user=request.actor.user_id, expires_at__gt=at).order_by("claimed_at").first()
    return render(
        request,
        "desk/my_day.html",
        {"day": day_of(request.actor, at=at), "held": held, "now": at, "page_keys": "desk/_keys.html"},
    )
