"""The list of users, and inviting someone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, show_refusal

from .. import actions, queries
from ..forms import InviteForm
from ..labels import ROLE_CHOICES
from ..models import Team, User

LONGEST_TEXT = 60
STATES = ("active", "locked")


@needs("people.view")
def people(request: ActorRequest) -> HttpResponse:
    """Users with roles, team, languages and last log-in; the address says the filters."""
    return _people_page(request, InviteForm())


@needs("people.manage")
@require_POST
def invite(request: ActorRequest) -> HttpResponse:
    """Make a user and show the link once."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            user, path = actions.invite(actor=request.actor, on=clock.local_date(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return with_link(request, user, path)
    return _people_page(request, form, status=422)


def with_link(request: HttpRequest, user: User, path: str) -> HttpResponse:
    """Keep the link in the administrator's session for exactly one showing."""
    request.session["set_password_link"] = {"user_id": user.pk, "url": request.build_absolute_uri(path)}
    return redirect("person", user.pk)


def _people_page(request: ActorRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    today, asked = clock.local_date(), _asked(request)
    context = {
        "users": queries.people(on=today, **asked),
        "asked": asked,
        "narrowed": any(asked.values()),
        "teams": Team.objects.order_by("-is_active", "pk"),
        "roles": ROLE_CHOICES,
        "form": form,
        "manages": request.actor.may("people.manage"),
        "today": today,
    }
    return render(request, "people/people.html", context, status=status)


def _asked(request: HttpRequest) -> dict[str, str]:
    """The filters of the address; a state nobody knows is left out."""
    given = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ("team", "role", "state")}
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_TEXT]
    return {**given, "state": given["state"] if given["state"] in STATES else "", "text": text}
