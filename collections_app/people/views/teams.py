"""Teams: who is in which, who comes, and moving several people for a time."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, show_refusal

from .. import actions, queries
from ..forms import MoveForm, TeamForm
from ..labels import team_name
from ..models import Team


@needs("people.view")
def teams(request: ActorRequest) -> HttpResponse:
    """Every team with its people of today and the changes to come."""
    return _teams_page(request)


@needs("teams.manage")
@require_POST
def new_team(request: ActorRequest) -> HttpResponse:
    """Open a team."""
    form = TeamForm(request.POST)
    if form.is_valid():
        try:
            made = actions.new_team(actor=request.actor, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Team opened."))
            return redirect("team", made.pk)
    return _teams_page(request, team_form=form)


@needs("teams.manage")
@require_http_methods(["GET", "POST"])
def move(request: ActorRequest) -> HttpResponse:
    """A support transfer: first a preview of what each goes back to, then the move, all of them or nobody."""
    if request.method == "GET":
        return _move_page(request, MoveForm(initial=_planned(request)))
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _move_page(request, form, status=422)
    given = form.cleaned_data
    if given["last_day"] < given["first_day"] or "move" in request.POST:
        try:
            moved = actions.move_group(
                actor=request.actor,
                user_ids=[user.pk for user in given["users"]],
                team_id=given["team"].pk,
                first_day=given["first_day"],
                last_day=given["last_day"],
                note=given["note"],
                on=clock.local_date(),
            )
        except Refused as refused:
            show_refusal(form, refused)
            return _move_page(request, form, status=422)
        count = len(moved)
        words = {"count": count, "team": team_name(given["team"])}
        text = ngettext("%(count)s person moves to %(team)s.", "%(count)s people move to %(team)s.", count)
        messages.success(request, text % words)
        return redirect("teams")
    end = given["last_day"] + timedelta(days=1)
    lines = queries.plan_of_move(given["users"], team_id=given["team"].pk, first=given["first_day"], end=end)
    return _move_page(request, form, lines=lines)


def _planned(request: ActorRequest) -> dict[str, Any]:
    """What the address proposes (the planner of the workload leads here): the team by its code, and the days."""
    team = Team.objects.filter(code=request.GET.get("team", "")[:20], is_active=True).first()
    days = {name: request.GET[name] for name in ("first_day", "last_day") if request.GET.get(name)}
    return {"first_day": clock.local_date(), "team": team.pk if team else None, **days}


def _move_page(request: ActorRequest, form: MoveForm, *, status: int = 200, **more: Any) -> HttpResponse:
    today = clock.local_date()
    chosen = {str(value) for value in form["users"].value() or ()}
    context = {"form": form, "people": queries.people(on=today, state="active"), "chosen": chosen, "today": today}
    lines = more.get("lines", [])
    context["obstacles"] = any(line.obstacle for line in lines)
    return render(request, "people/move.html", {**context, **more}, status=status)


def _teams_page(request: ActorRequest, team_form: TeamForm | None = None) -> HttpResponse:
    today, manages = clock.local_date(), request.actor.may("teams.manage")
    context = {
        "teams": queries.team_table(on=today),
        "today": today,
        "manages": manages,
        "form": team_form or (TeamForm() if manages else None),
    }
    return render(request, "people/teams.html", context, status=422 if team_form else 200)
