"""What every REST view needs: permissions by code, cursor pages, errors as problem JSON (RFC 9457)."""

import math
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from .actor import actor_of
from .errors import Refused
from .refusals import status_of

if TYPE_CHECKING:  # settings name classes of this file, which rest_framework.views reads while it is imported
    from rest_framework.views import APIView

PROBLEM_TYPE = "application/problem+json"


class Needs(BasePermission):
    """Lets a caller in who holds the permission code in `view.needs`.

    `needs` is a code, or several in a tuple where one of them is enough, or a dict of these by method when reading and
    writing differ, or None when being logged in is enough. A view that names none lets nobody in.
    Example: `class Payments(APIView): needs = {"GET": "accounts.view", "POST": "payments.post"}`.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        method, needed = request.method or "", getattr(view, "needs", "")
        if not hasattr(view, method.lower()):
            return True  # the view has no such verb and answers 405, whoever asks
        if isinstance(needed, dict):
            needed = needed.get("GET" if method in ("HEAD", "OPTIONS") else method, "")
        if needed is None:
            return True
        enough = needed if isinstance(needed, tuple) else (needed,)
        if not actor_of(request).may(*enough):
            raise exceptions.PermissionDenied(
                _("Your role does not allow this (%(permission)s is needed).") % {"permission": " / ".join(enough)}
            )
        return True


class CursorPages(CursorPagination):
    """Pages that stay right while rows are added: newest first, unless a list sets another `ordering`.

    `ordering` is unique in its last field; `is_position` says what its first field looks like in a cursor.
    """

    ordering: Any = "-id"
    page_size_query_param = "page_size"
    max_page_size = 500
    is_position: Callable[[str], bool] = staticmethod(str.isdecimal)

    def decode_cursor(self, request: Request) -> Cursor | None:
        """As the base; a position that cannot be one of this list is a cursor we never gave."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not self.is_position(str(cursor.position)):
            raise exceptions.NotFound(self.invalid_cursor_message)
        return cursor


class OldestFirst(CursorPages):
    """In the order in which rows came: new rows stand on the last page, and no page shifts under a reader."""

    ordering = "id"


def problem(
    *, status: int, code: str, detail: str, instance: str = "", errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The body of a problem answer: `title` says the kind, `detail` the case, `errors` the fields."""
    body: dict[str, Any] = {
        "type": f"urn:fairdue:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if instance:
        body["instance"] = instance
    if errors:
        body["errors"] = errors
    return body


def problem_json(request: HttpRequest, *, status: int, code: str, detail: str) -> JsonResponse:
    """A problem answer outside a REST view: unknown address, crash, locked log-in."""
    body = problem(status=status, code=code, detail=detail, instance=request.path)
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler. What nobody expects goes on to the 500 page and the log."""
    path = context["request"].path
    if isinstance(error, Refused):
        status = status_of(error.code)
        fields = [
            {"field": one.field, "code": one.code, "message": str(one.message)} for one in error.each if one.field
        ]
        body = problem(status=status, code=error.code, detail=str(error.message), instance=path, errors=fields)
        return _answer(body)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    return _answer(_body_of(error, path), headers)


def _body_of(error: exceptions.APIException, path: str) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        fields = list(fields_of(error.detail))
        detail = (
            _("The request has fields that are wrong.") if any(f["field"] for f in fields) else fields[0]["message"]
        )
        return problem(status=error.status_code, code="invalid", detail=detail, instance=path, errors=fields)
    code = error.get_codes()
    return problem(
        status=error.status_code,
        code=code if isinstance(code, str) else "invalid",
        detail=str(error.detail),
        instance=path,
    )


def fields_of(detail: Any, path: str = "") -> Any:
    """Flatten REST framework's nested errors: {"a": [{"b": ["x"]}]} becomes field `a.0.b`, message `x`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from fields_of(inner, f"{path}.{name}".strip("."))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from fields_of(inner, f"{path}.{place}".strip(".") if nested else path)
    else:
        yield {"field": path, "code": getattr(detail, "code", None) or "invalid", "message": str(detail)}


def _answer(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block and connection.settings_dict["ATOMIC_REQUESTS"]:
            connection.set_rollback(True)
    return Response(body, status=body["status"], headers=headers, content_type=PROBLEM_TYPE)
