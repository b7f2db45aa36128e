"""Addresses that cannot be asked for: PostgreSQL takes no NUL character, not even in a question."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from .api import PROBLEM_TYPE, problem

NUL = "\x00"


class AddressesWithoutNul:
    """Middleware: there is nothing at an address with a NUL; in the query of a REST call it is a fault of its field."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404
        if request.path_info.startswith("/api/"):
            wrong = [name for name, values in request.GET.lists() if any(NUL in text for text in (name, *values))]
            if wrong:
                return _refused(request, [name.replace(NUL, "?") for name in wrong])
        return self.get_response(request)


def _refused(request: HttpRequest, names: list[str]) -> JsonResponse:
    message = _("This text holds a character that cannot be stored.")
    errors = [{"field": name, "code": "invalid", "message": message} for name in names]
    body = problem(status=400, code="invalid", detail=message, instance=request.path, errors=errors)
    return JsonResponse(body, status=400, content_type=PROBLEM_TYPE)
