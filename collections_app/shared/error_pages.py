"""What Django calls when a request fails before or beside a view; `/api/` gets problem JSON, people get a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .api import problem_json


def _page(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_json(request, status=status, code=code, detail=detail)
    return render(request, f"{status}.html", {"detail": detail}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "bad_request", _("The request could not be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "forbidden", _("Your role does not allow this."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's security token is missing or old: nothing was saved."""
    detail = _("The form was open for too long, or you logged in elsewhere. Open it again and send it once more.")
    return _page(request, 403, "form_expired", detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = _("There is nothing at this address. It may be mistyped, or what it led to is gone.")
    return _page(request, 404, "not_found", detail)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: whatever broke may be what they need."""
    detail = _("Something went wrong on our side. Nothing you typed was saved.")
    if request.path.startswith("/api/"):
        return problem_json(request, status=500, code="server_error", detail=detail)
    return HttpResponse(render_to_string("500.html", {"detail": detail}), status=500)
