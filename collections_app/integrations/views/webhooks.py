"""Webhooks: who hears of what, what was delivered, what was given up."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import table_of
from collections_app.shared.web import ActorRequest, needs, safe_next, show_refusal

from .. import queries
from ..actions import webhooks as actions
from ..forms import WebhookForm
from ..models import Webhook, WebhookDelivery
from ..rules.kinds import KINDS
from ..tables import DELIVERIES, WEBHOOKS

Status = WebhookDelivery.Status


@needs("integrations.manage")
def webhooks(request: ActorRequest) -> HttpResponse:
    """Every webhook with what waits and what was given up."""
    if "format" in request.GET:
        return export(request, "webhooks", *table_of(queries.with_counts(), WEBHOOKS))
    return _page(request, WebhookForm())


@needs("integrations.manage")
@require_POST
@never_cache
def new_webhook(request: ActorRequest) -> HttpResponse:
    """Set one up; this answer alone shows its secret."""
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            made, secret = actions.create_webhook(actor=request.actor, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _page(request, WebhookForm(), fresh=made, secret=secret)
    return _page(request, form, status=422)


@needs("integrations.manage")
def webhook(request: ActorRequest, webhook_id: int) -> HttpResponse:
    """One webhook and its delivery log."""
    return _one(request, _found(webhook_id))


@needs("integrations.manage")
@require_POST
def change(request: ActorRequest, webhook_id: int) -> HttpResponse:
    """Another name, address or choice of events."""
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            actions.change_webhook(actor=request.actor, webhook_id=webhook_id, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("webhook", webhook_id)
    return _one(request, _found(webhook_id), form=form, status=422)


@needs("integrations.manage")
@require_POST
@never_cache
def renew_secret(request: ActorRequest, webhook_id: int) -> HttpResponse:
    """A new secret, shown by this answer alone."""
    made, secret = actions.renew_secret(actor=request.actor, webhook_id=webhook_id, at=clock.now())
    return _one(request, made, secret=secret)


@needs("integrations.manage")
@require_POST
def switch(request: ActorRequest, webhook_id: int, what: str) -> HttpResponse:
    """Pause it, resume it, end it."""
    try:
        if what == "pause":
            actions.pause_webhook(actor=request.actor, webhook_id=webhook_id, at=clock.now())
        elif what == "resume":
            actions.resume_webhook(actor=request.actor, webhook_id=webhook_id, at=clock.now())
        elif what == "end":
            actions.end_webhook(actor=request.actor, webhook_id=webhook_id)
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("webhook", webhook_id)


@needs("integrations.manage")
@require_POST
def again(request: ActorRequest, delivery_id: int) -> HttpResponse:
    """Send one delivery anew."""
    try:
        actions.send_again(actor=request.actor, delivery_id=delivery_id, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("It is sent again within seconds."))
    return redirect(safe_next(request, "/integrations/deliveries/"))


@needs("integrations.manage")
@require_POST
def all_again(request: ActorRequest, webhook_id: int) -> HttpResponse:
    """Send everything that was given up for one webhook anew."""
    count = actions.send_dead_again(actor=request.actor, webhook_id=webhook_id, at=clock.now())
    text = ngettext("%(count)s event is sent again.", "%(count)s events are sent again.", count)
    messages.success(request, text % {"count": count})
    return redirect("webhook", webhook_id)


@needs("integrations.manage")
def deliveries(request: ActorRequest) -> HttpResponse:
    """The delivery log."""
    return _log(request, status=request.GET.get("status", ""), here="deliveries")


@needs("integrations.manage")
def dead_letters(request: ActorRequest) -> HttpResponse:
    """What was given up."""
    return _log(request, status=Status.DEAD, here="dead")


def _found(webhook_id: int) -> Webhook:
    return get_object_or_404(queries.webhooks(), pk=webhook_id)


def _log(request: ActorRequest, *, status: str, here: str) -> HttpResponse:
    asked = request.GET.get("webhook", "")
    webhook_id = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
    status = status if status in Status.values else ""
    rows = queries.deliveries(webhook=webhook_id, status=status)
    if "format" in request.GET:
        return _file(request, rows, {"webhook": webhook_id, "status": status})
    context = {
        "page": cursor_page(rows, order=["-id"], cursor=request.GET.get("cursor", "")),
        "webhooks": queries.webhooks(),
        "statuses": Status.choices,
        "status": status,
        "webhook_id": webhook_id,
        "here": here,
    }
    return render(request, "integrations/deliveries.html", context)


def _file(request: ActorRequest, rows: QuerySet[WebhookDelivery], filters: dict[str, Any]) -> HttpResponse:
    return export(request, "webhook-deliveries", *table_of(rows.order_by("-id"), DELIVERIES), filters=filters)


def _one(
    request: ActorRequest, hook: Webhook, *, form: WebhookForm | None = None, status: int = 200, secret: str = ""
) -> HttpResponse:
    given = {"name": hook.name, "url": hook.url, "kinds": hook.kinds}
    rows = queries.deliveries(webhook=hook.pk)
    if "format" in request.GET:
        return _file(request, rows, {"webhook": hook.pk})
    context = {
        "webhook": hook,
        "form": form or WebhookForm(initial=given),
        "page": cursor_page(rows, order=["-id"], cursor=request.GET.get("cursor", "")),
        "dead": rows.filter(status=Status.DEAD).count(),
        "secret": secret,
        "now": clock.now(),
    }
    return render(request, "integrations/webhook.html", context, status=status)


def _page(request: ActorRequest, form: WebhookForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"webhooks": queries.with_counts(), "form": form, "kinds": KINDS, **more}
    return render(request, "integrations/webhooks.html", context, status=status)
