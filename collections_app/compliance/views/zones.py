"""Regions and the time zones their people may be in: a small list, edited in place."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collections_app.compliance.actions.zones import add_region_zone, remove_region_zone
from collections_app.compliance.models import RegionZone
from collections_app.compliance.policy_forms import RegionZoneForm
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs, show_refusal

ORDER = ["region", "zone", "id"]
COLUMNS: list[Column] = [("region", "region"), ("zone", "zone")]


@needs("compliance.view")
@require_http_methods(["GET", "POST"])
def zones(request: ActorRequest) -> HttpResponse:
    """The list, narrowed to a part of a region's name (`q`), and the form that adds a row."""
    may_edit = request.actor.may("compliance.edit")
    form = RegionZoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect(_here(request))
    if "format" in request.GET:
        return export(request, "region-zones", *table_of(_wanted(request).order_by(*ORDER), COLUMNS))
    context = {
        "page": cursor_page(_wanted(request), order=ORDER, cursor=request.GET.get("cursor", ""), size=50),
        "q": request.GET.get("q", ""),
        "query": request.GET.urlencode(),
        "form": form,
        "may_edit": may_edit,
    }
    return render(request, "compliance/zones.html", context, status=422 if form.errors else 200)


@needs("compliance.edit")
@require_POST
def remove(request: ActorRequest, zone_id: int) -> HttpResponse:
    """Take a row away, and show the list as it was."""
    try:
        remove_region_zone(actor=request.actor, zone_id=zone_id, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Removed."))
    return redirect(_here(request))


def _wanted(request: ActorRequest) -> QuerySet[RegionZone]:
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    rows = RegionZone.objects.filter(removed_at=None)
    return rows.filter(region__icontains=asked) if asked else rows


def _added(request: ActorRequest, form: forms.Form) -> bool:
    try:
        add_region_zone(actor=request.actor, at=clock.now(), **form.cleaned_data)
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        show_refusal(form, refused)
        return False
    messages.success(request, _("Added; it decides from now on."))
    return True


def _here(request: ActorRequest) -> str:
    return f"{reverse('region-zones')}?{request.GET.urlencode()}"
