"""API keys: who has one, for what; a new one, shown once; taking one back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.tables import table_of
from collections_app.shared.web import ActorRequest, needs, show_refusal

from ..actions import keys as actions
from ..forms import KeyForm
from ..queries.keys import api_keys
from ..tables import KEYS


@needs("integrations.manage")
def keys(request: ActorRequest) -> HttpResponse:
    """Every key."""
    if "format" in request.GET:
        return export(request, "api-keys", *table_of(api_keys(), KEYS))
    return _page(request, _blank())


@needs("integrations.manage")
@require_POST
@never_cache
def new_key(request: ActorRequest) -> HttpResponse:
    """Give out a key; this answer alone shows it."""
    form = KeyForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        user_id = given.pop("user").pk
        try:
            key, text = actions.create_key(actor=request.actor, user_id=user_id, at=clock.now(), **given)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _page(request, _blank(), fresh=key, text=text)
    return _page(request, form, status=422)


@needs("integrations.manage")
@require_POST
def revoke_key(request: ActorRequest, prefix: str) -> HttpResponse:
    """Take a key back."""
    try:
        key = actions.revoke_key(actor=request.actor, prefix=prefix, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The key %(prefix)s opens nothing any more.") % {"prefix": key.prefix})
    return redirect("integrations")


def _blank() -> KeyForm:
    """A form that proposes a year."""
    return KeyForm(initial={"last_day": clock.local_date() + timedelta(days=365)})


def _page(request: ActorRequest, form: KeyForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"keys": api_keys(), "now": clock.now(), "form": form, "chosen": form["scopes"].value() or [], **more}
    return render(request, "integrations/keys.html", context, status=status)
