"""Log-in, own settings, and the users page."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import problem_json
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, safe_next, show_refusal

from . import actions, queries
from .forms import GrantForm, InviteForm
from .labels import PERMISSION_LABELS
from .models import User
from .preferences import remember
from .rules.roles import PERMISSIONS


class LogIn(LoginView):
    """The log-in page; the user's language and theme come along."""

    template_name = "people/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = form.get_user()
        actions.note_log_in(actor=queries.actor_of_user(user, channel="browser"))
        return remember(response, language=user.language, theme=user.theme)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session; a GET changes nothing and is refused."""
    end_session(request)
    return redirect("login")


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Axes calls this after too many wrong passwords, at either door."""
    detail = _("Too many wrong passwords. Wait a while and try again, or ask an administrator for a new link.")
    if request.path.startswith("/api/"):
        return problem_json(request, status=429, code="locked_out", detail=detail)
    form = LogIn.form_class(request)
    return render(request, "people/login.html", {"form": form, "locked_out": detail}, status=429)


class SetPassword(PasswordResetConfirmView):
    """The page behind a one-time link."""

    template_name = "people/set_password.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        actions.note_password_set(actor=queries.actor_of_user(form.user, channel="browser"))
        messages.success(self.request, _("Password set. Log in with it now."))
        return response


class ChangePassword(LoginRequiredMixin, PasswordChangeView):
    """A new password for oneself; other sessions and all tokens end."""

    template_name = "people/change_password.html"
    success_url = reverse_lazy("profile")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        actions.note_password_set(actor=actor_of(self.request))
        messages.success(self.request, _("Password changed."))
        return response


@needs()
def profile(request: ActorRequest) -> HttpResponse:
    """Who I am, what I may do, language and theme."""
    allowed = [(code, PERMISSION_LABELS[code]) for code in PERMISSIONS if request.actor.may(code)]
    return render(request, "people/profile.html", {"allowed": allowed})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language here and, for someone logged in, everywhere."""
    language = request.POST.get("language", "")
    actions.prefer(actor=actor_of(request), language=language)
    return remember(redirect(safe_next(request)), language=language)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Switch the theme; the page's script has changed it already and asks for no page back."""
    theme = request.POST.get("theme", "")
    actions.prefer(actor=actor_of(request), theme=theme)
    quiet = request.headers.get("X-Requested-With") == "fetch"
    return remember(HttpResponse(status=204) if quiet else redirect(safe_next(request)), theme=theme)


@needs("people.view")
def people(request: ActorRequest) -> HttpResponse:
    """Every user with roles and last log-in."""
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
            return _with_link(request, user, path)
    return _people_page(request, form, status=422)


@needs("people.view")
def person(request: ActorRequest, user_id: int) -> HttpResponse:
    """One user: roles with their days, lock, link."""
    return _person_page(request, user_id, GrantForm())


@needs("people.manage")
@require_POST
def grant(request: ActorRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    form = GrantForm(request.POST)
    if form.is_valid():
        try:
            actions.grant_role(actor=request.actor, user_id=user_id, on=clock.local_date(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("person", user_id)
    return _person_page(request, user_id, form, status=422)


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
    return _with_link(request, user, actions.renew_link(actor=request.actor, user_id=user_id))


def _people_page(request: ActorRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    today = clock.local_date()
    context = {
        "users": queries.people(on=today),
        "form": form,
        "manages": request.actor.may("people.manage"),
        "today": today,
    }
    return render(request, "people/people.html", context, status=status)


def _act(request: ActorRequest, user_id: int, action: Callable[..., None]) -> HttpResponse:
    """Run an action that has no form, and say on the user's page why it was refused when it was."""
    try:
        action(actor=request.actor)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("person", user_id)


def _with_link(request: ActorRequest, user: User, path: str) -> HttpResponse:
    """Keep the link in the administrator's session for exactly one showing."""
    request.session["set_password_link"] = {"user_id": user.pk, "url": request.build_absolute_uri(path)}
    return redirect("person", user.pk)


def _person_page(request: ActorRequest, user_id: int, form: GrantForm, status: int = 200) -> HttpResponse:
    user = get_object_or_404(queries.people(on=clock.local_date()), pk=user_id)
    kept = request.session.get("set_password_link")
    link = request.session.pop("set_password_link")["url"] if kept and kept["user_id"] == user_id else ""
    context = {
        "person": user,
        "form": form,
        "link": link,
        "manages": request.actor.may("people.manage"),
    }
    return render(request, "people/person.html", context, status=status)
