"""One delivery: its event, where it stands, every attempt to send it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from collections_app.shared.web import ActorRequest, needs

from .. import queries


@needs("integrations.manage")
def delivery(request: ActorRequest, delivery_id: int) -> HttpResponse:
    """The delivery with its attempts, as far as the log still keeps them."""
    found = get_object_or_404(queries.with_attempts(), pk=delivery_id)
    return render(request, "integrations/delivery.html", {"delivery": found})
