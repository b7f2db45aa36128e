"""What every browser view needs: who may come in, and how a refusal is shown."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from .actor import Actor, actor_of
from .errors import Refused
from .refusals import status_of

View = Callable[..., HttpResponse]


class ActorRequest(HttpRequest):
    """What a view under `@needs` receives: a request that knows who acts."""

    actor: Actor


def needs(*permissions: str) -> Callable[[View], View]:
    """Let a view run only for someone who is logged in and holds one of `permissions`; sets `request.actor`.

    Without log-in: the log-in page, which leads back here. Without the permission: the 403 page. A form's address that
    is opened by itself (a reload, another language after a refusal) leads to the page above it, where the form stands.
    Example: `@needs("portfolio.view")` above `def dashboard(request): …`; `@needs()` asks for a log-in only.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_log_in(request)
            actor = actor_of(request)
            if permissions and not actor.may(*permissions):
                raise PermissionDenied(" / ".join(permissions))
            request.actor = actor  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            if request.method == "GET" and isinstance(response, HttpResponseNotAllowed):
                return redirect(_page_above(request.path))
            return response

        return guarded

    return decorate


def _to_log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; an htmx request is told to take the whole page there, back to where the user stands."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        response = redirect_to_login(htmx.current_url_abs_path or "/")
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
    if request.method == "POST":
        # Lead back to the page the form stood on, where what was typed is kept.
        return redirect_to_login(_path_of(request.headers.get("Referer", "")) or "/")
    return redirect_to_login(request.get_full_path())


def _page_above(path: str) -> str:
    """The nearest page whose address `path` begins with: of `/people/7/grant/` it is `/people/7/`."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        with suppress(Resolver404):
            resolve(path)
            break
    return path


def _path_of(address: str) -> str:
    """The path and query of an address, without its host."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def show_refusal(form: BaseForm, refused: Refused) -> None:
    """Put a refusal on the form: at its field when the form has that field, else above all fields."""
    for one in refused.each:
        form.add_error(one.field if one.field in form.fields else None, one.message)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Where the form asks to go next, when that is a page of ours; else `default`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed else default


class RefusedPages:
    """Middleware: a refusal no view has caught becomes a calm page that says why, never a crash."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        status = status_of(exception.code)
        return render(request, "refused.html", {"refused": exception, "status": status}, status=status)
