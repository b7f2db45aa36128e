"""One team: who is in it, who comes, its names, whether it is open."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, show_refusal

from .. import actions, queries
from ..forms import RenameTeamForm
from ..models import Team


@needs("people.view")
@require_GET
def team(request: ActorRequest, team_id: int) -> HttpResponse:
    """The team's people of today and the changes to come."""
    here = _team(team_id)
    form = RenameTeamForm(initial={"name_en": here.name_en, "name_zh": here.name_zh})
    return _page(request, here, form)


@needs("teams.manage")
@require_POST
def rename_team(request: ActorRequest, team_id: int) -> HttpResponse:
    """Change a team's names; a refusal stands at its field."""
    here, form = _team(team_id), RenameTeamForm(request.POST)
    if form.is_valid():
        try:
            actions.change_team(actor=request.actor, team_id=team_id, **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Renamed."))
            return redirect("team", team_id)
    return _page(request, here, form, status=422)


@needs("teams.manage")
@require_POST
def close_team(request: ActorRequest, team_id: int) -> HttpResponse:
    """Nobody comes into the team any more."""
    close = partial(actions.close_team, actor=request.actor, team_id=team_id, on=clock.local_date())
    return _done(request, team_id, close, _("Team closed."))


@needs("teams.manage")
@require_POST
def reopen_team(request: ActorRequest, team_id: int) -> HttpResponse:
    """People may come again."""
    reopen = partial(actions.reopen_team, actor=request.actor, team_id=team_id)
    return _done(request, team_id, reopen, _("The team is open again."))


def _team(team_id: int) -> Team:
    here = queries.team_table(on=clock.local_date()).filter(pk=team_id).first()
    if here is None:
        raise Http404(team_id)
    return here


def _page(request: ActorRequest, here: Team, form: RenameTeamForm, *, status: int = 200) -> HttpResponse:
    shown = form if request.actor.may("teams.manage") else None
    return render(request, "people/team.html", {"team": here, "form": shown}, status=status)


def _done(request: ActorRequest, team_id: int, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
    return redirect("team", team_id)
