"""One user: roles, team, clearances, languages, sign-ins, and every change on record."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.web import ActorRequest, needs, show_refusal

from .. import actions, queries
from ..forms import ActingLeadForm, AssignForm, ClearanceForm, GrantForm, LanguagesForm
from ..models import ClearanceGrant, User
from ..rules.roles import LEAD
from ..wording import told
from .people import with_link

RECORD_PAGE = 20


@needs("people.view")
def person(request: ActorRequest, user_id: int) -> HttpResponse:
    """The whole page."""
    return _person_page(request, user_id)


@needs("people.manage")
@require_POST
def grant(request: ActorRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    form = GrantForm(request.POST, auto_id="grant-%s")
    action = partial(actions.grant_role, user_id=user_id, on=clock.local_date())
    return _done(request, user_id, form, action, "grant_form")


@needs("people.manage")
@require_POST
def acting_lead(request: ActorRequest, user_id: int) -> HttpResponse:
    """Let someone stand in for a lead up to a day."""
    form = ActingLeadForm(request.POST, auto_id="acting-%s")
    action = partial(actions.grant_role, user_id=user_id, role=LEAD, on=clock.local_date())
    return _done(request, user_id, form, action, "acting_form")


@needs("people.manage")
@require_POST
def revoke(request: ActorRequest, user_id: int, grant_id: int) -> HttpResponse:
    """Take a role away from today on."""
    return _act(request, user_id, partial(actions.revoke_role, grant_id=grant_id, on=clock.local_date()))


@needs("people.manage")
@require_POST
def lock(request: ActorRequest, user_id: int) -> HttpResponse:
    """Shut a user out."""
    return _act(request, user_id, partial(actions.lock, user_id=user_id, on=clock.local_date()))


@needs("people.manage")
@require_POST
def unlock(request: ActorRequest, user_id: int) -> HttpResponse:
    """Let a locked user in again."""
    return _act(request, user_id, partial(actions.unlock, user_id=user_id))


@needs("people.manage")
@require_POST
def renew_link(request: ActorRequest, user_id: int) -> HttpResponse:
    """A fresh set-password link, shown once."""
    user = get_object_or_404(User, pk=user_id)
    return with_link(request, user, actions.renew_link(actor=request.actor, user_id=user_id))


@needs("people.manage")
@require_POST
def languages(request: ActorRequest, user_id: int) -> HttpResponse:
    """Which languages somebody speaks."""
    form = LanguagesForm(request.POST, auto_id="languages-%s")
    return _done(request, user_id, form, partial(actions.set_languages, user_id=user_id), "languages_form")


@needs("teams.manage")
@require_POST
def assign(request: ActorRequest, user_id: int) -> HttpResponse:
    """Put somebody into a team."""
    form = AssignForm(request.POST, auto_id="assign-%s")
    on = clock.local_date()

    def action(*, team: Any, **given: Any) -> object:
        return actions.assign(user_id=user_id, team_id=team.pk, on=on, **given)

    return _done(request, user_id, form, action, "assign_form")


@needs("teams.manage")
@require_POST
def cancel_assignment(request: ActorRequest, user_id: int, assignment_id: int) -> HttpResponse:
    """Drop a change of team that has not begun."""
    on = clock.local_date()
    return _act(request, user_id, partial(actions.cancel_assignment, assignment_id=assignment_id, on=on))


@needs("teams.manage")
@require_POST
def clear(request: ActorRequest, user_id: int) -> HttpResponse:
    """Clear somebody for restricted files."""
    form = ClearanceForm(request.POST, auto_id="clear-%s")
    action = partial(actions.grant_clearance, user_id=user_id, on=clock.local_date())
    return _done(request, user_id, form, action, "clearance_form")


@needs("teams.manage")
@require_POST
def end_clearance(request: ActorRequest, user_id: int, clearance_id: int) -> HttpResponse:
    """End a clearance from today on."""
    on = clock.local_date()
    return _act(request, user_id, partial(actions.end_clearance, clearance_id=clearance_id, on=on))


def _done(
    request: ActorRequest, user_id: int, form: forms.Form, action: Callable[..., object], name: str
) -> HttpResponse:
    """Run the action of a form and come back to the page; a refusal stands on the form, `name` in the context."""
    if form.is_valid():
        try:
            action(actor=request.actor, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("person", user_id)
    return _person_page(request, user_id, **{name: form})


def _act(request: ActorRequest, user_id: int, action: Callable[..., None]) -> HttpResponse:
    """Run an action that has no form, and say on the user's page why it was refused when it was."""
    try:
        action(actor=request.actor)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("person", user_id)


def _person_page(request: ActorRequest, user_id: int, **refused: forms.Form) -> HttpResponse:
    today = clock.local_date()
    user = get_object_or_404(queries.people(on=today), pk=user_id)
    kept = request.session.get("set_password_link")
    link = request.session.pop("set_password_link")["url"] if kept and kept["user_id"] == user_id else ""
    context = {
        "person": user,
        "link": link,
        "today": today,
        "manages": request.actor.may("people.manage"),
        "oneself": _is_oneself(request, user),
        "manages_teams": request.actor.may("teams.manage"),
        "stays": queries.team_history(user_id),
        "clearances": ClearanceGrant.objects.filter(user=user).select_related("granted_by").order_by("-id"),
        **_forms(request, user),
        **refused,
        **_record(request, user),
    }
    return render(request, "people/person.html", context, status=422 if refused else 200)


def _forms(request: ActorRequest, user: User) -> dict[str, forms.Form]:
    """Those the reader may send; nobody gives a role or a clearance to themselves."""
    shown: dict[str, forms.Form] = {}
    if request.actor.may("people.manage"):
        spoken = {"spoken_languages": user.spoken_languages}
        shown["languages_form"] = LanguagesForm(initial=spoken, auto_id="languages-%s")
        if not _is_oneself(request, user):
            shown["grant_form"] = GrantForm(auto_id="grant-%s")
            shown["acting_form"] = ActingLeadForm(auto_id="acting-%s")
    if request.actor.may("teams.manage"):
        shown["assign_form"] = AssignForm(initial={"first_day": clock.local_date()}, auto_id="assign-%s")
        if not _is_oneself(request, user):
            shown["clearance_form"] = ClearanceForm(auto_id="clear-%s")
    return shown


def _is_oneself(request: ActorRequest, user: User) -> bool:
    return request.actor.user_id == user.pk


def _record(request: ActorRequest, user: User) -> dict[str, Any]:
    """Log-ins and changes, for those who may see who did what."""
    if not request.actor.may("events.view"):
        return {"may_see_record": False}
    cursor = request.GET.get("cursor", "")
    page = cursor_page(queries.events_of_person(user), order=["-id"], cursor=cursor, size=RECORD_PAGE)
    return {"may_see_record": True, "sign_ins": queries.sign_ins_of(user), "page": page, "record": told(page.rows)}
