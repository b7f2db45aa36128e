"""While a case page stands open: is it still mine, what has happened since it was drawn, what may be done now."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from collections_app.cases.actions.claims import heartbeat as keep_claim
from collections_app.cases.models import Case, Claim
from collections_app.cases.queries import live_claim
from collections_app.desk.queries.case_page import case_page
from collections_app.desk.queries.permits import open_permits
from collections_app.desk.queries.standing import HIDDEN, happened_since, newest_for, standing_of
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs

from .page import base_context, beat_seconds, open_case, uuid_of
from .permits import permit_context


@needs("cases.work")
@never_cache
@require_POST
def heartbeat(request: ActorRequest, case_id: int) -> HttpResponse:
    """The page is still open: its claim lasts on. Tells what changed meanwhile, whoever has the case now."""
    at, token = clock.now(), uuid_of(request.POST.get("token", ""))
    try:
        here = open_case(request, case_id)
    except Http404:
        # Whoever had the case a moment ago is told why it is gone; for anybody else there is no such case.
        claims = Claim.objects.filter(case=case_id, user=request.actor.user_id)
        if token is None or not claims.filter(token=token).exists():
            raise
        return render(request, "desk/_banner.html", {"standing": HIDDEN, "case_id": case_id})
    standing = standing_of(
        here,
        live_claim(here.pk, at),
        request.actor,
        held=True,
        paid=_kept(request.actor, here, token, at=at) == "paid",
        happened=happened_since(here.cardholder_id, request.POST.get("seen", "")),
        at=at,
    )
    return render(request, "desk/_banner.html", {"standing": standing, "case_id": here.pk})


@needs("cases.view")
@never_cache
@require_GET
def now(request: ActorRequest, case_id: int) -> HttpResponse:
    """What may be done now: the head of the page, the permit and the numbers anew; what is being typed stays."""
    if not getattr(request, "htmx", None):
        return redirect("case", case_id)
    case, at = open_case(request, case_id), clock.now()
    here = case_page(case, at=at)
    context = base_context(request, here, at=at)
    if not context["mine"]:  # other buttons, other dialogs: the page anew; the browser keeps the draft
        return HttpResponse(headers={"HX-Refresh": "true"})
    context |= permit_context(request, open_permits(case, request.actor, at=at), here.numbers, at=at)
    return render(request, "desk/_now.html", context | {"swapped": True, "beat_seconds": beat_seconds(context)})


@never_cache
@require_GET
def glance(request: HttpRequest, case_id: int) -> HttpResponse:
    """How far the customer's record has come, for who shows the claim's token; nothing once the claim is gone.

    Asked every few seconds by every open page: one query beside the session's. It tells nothing but that something has
    happened, so it asks for no role; what has happened is told by the heartbeat, which does.
    """
    token = uuid_of(request.headers.get("X-Claim-Token", ""))
    who = request.session.get(SESSION_KEY)
    newest = newest_for(case_id, token, user_id=int(who) if who else None, at=clock.now())
    return HttpResponse("" if newest is None else str(newest), content_type="text/plain")


def _kept(actor: Actor, here: Case, token: UUID | None, *, at: datetime) -> str:
    """What the claim's heartbeat tells, once it lasts on; "" when it is the actor's no more."""
    if token is None or here.closed_on is not None:
        return ""
    try:
        return keep_claim(actor=actor, case_id=here.pk, token=token, at=at).news
    except Refused as refused:
        if refused.code == "forbidden":
            raise
    return ""
