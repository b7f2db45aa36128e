"""One's own settings: language, theme, languages spoken."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collections_app.shared.actor import actor_of
from collections_app.shared.web import ActorRequest, needs, safe_next

from .. import actions
from ..forms import LanguagesForm
from ..labels import PERMISSION_LABELS
from ..models import User
from ..preferences import remember
from ..rules.roles import PERMISSIONS


@needs()
def profile(request: ActorRequest) -> HttpResponse:
    """Who I am, what I may do, language and theme."""
    allowed = [(code, PERMISSION_LABELS[code]) for code in PERMISSIONS if request.actor.may(code)]
    spoken = User.objects.filter(pk=request.actor.user_id or 0).values_list("spoken_languages", flat=True).first()
    form = LanguagesForm(initial={"spoken_languages": spoken})
    return render(request, "people/profile.html", {"allowed": allowed, "languages_form": form})


@needs()
@require_POST
def set_own_languages(request: ActorRequest) -> HttpResponse:
    """Which languages I speak; cases may be handed out by them."""
    form = LanguagesForm(request.POST)
    if form.is_valid():
        actions.prefer(actor=request.actor, spoken_languages=form.cleaned_data["spoken_languages"])
        messages.success(request, _("Languages saved."))
    return redirect("profile")


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
