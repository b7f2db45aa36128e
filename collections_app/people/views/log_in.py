"""Log-in, log-out, and setting a password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collections_app.shared.actor import actor_of
from collections_app.shared.api import problem_json

from .. import actions, queries
from ..preferences import remember


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
